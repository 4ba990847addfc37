"""Letters about workshops: one about the choices, worked out when it is sent, and one when a place came free."""

from datetime import timedelta

import pytest

from core.mail import Letter
from events import allotting, bookings, choices, letters, programme
from events.models import Booking, Event, Venue
from tests.makers import NOW, TESTER, make_booking, make_conference, make_workshop

pytestmark = pytest.mark.django_db


def choose(booking: Booking, *places: Event, waits: tuple[Event, ...] = ()) -> Booking:
    return choices.choose(booking, places, waits, by=TESTER, at=NOW)


def said(letter: Letter | None) -> str:
    assert letter is not None
    return " ".join(f"{letter.subject}: {letter.body}".split())


@pytest.fixture
def conference() -> Event:
    return make_conference(title="The Conference", venue=Venue.objects.create(name="The Lakes"))


def test_the_choices_are_listed_in_the_order_of_the_day(conference: Event) -> None:
    room = Venue.objects.create(name="Lake Room")
    noon, one = make_workshop(conference, 14, title="Noon"), make_workshop(conference, title="One", venue=room)
    full = make_workshop(conference, title="Full")
    choose(make_booking(conference), full)
    booking = choose(make_booking(conference), noon, one, waits=(full,))
    told = said(letters.workshops_chosen(booking.pk))
    assert told.startswith("Your workshops: The Conference: Dear Ann,")
    assert "- One, 11am to midday, Lake Room - Full, 11am to midday: on the waiting list - Noon, 2pm to 3pm" in told
    assert f"/bookings/{booking.pk}/workshops/" in told
    choose(booking)
    assert "- none yet" in said(letters.workshops_chosen(booking.pk))


def test_ranks_are_listed_until_they_are_allotted(conference: Event) -> None:
    Event.objects.filter(pk=conference.pk).update(workshop_choice="ranked", choose_by=NOW.date())
    one, two = make_workshop(conference, title="One"), make_workshop(conference, title="Two")
    booking = choices.rank(make_booking(conference), [[two, one]], by=TESTER, at=NOW)
    told = said(letters.workshops_chosen(booking.pk))
    assert "- Two, 11am: your 1st choice - One, 11am: your 2nd choice" in told
    assert "until Monday 4 May 2026" in told
    allotting.allot_places(conference, by=TESTER, at=NOW)
    told = said(letters.workshops_allotted(booking.pk))
    assert "are allotted. You have: - Two, 11am to midday Everybody’s first choices came first" in told
    assert "1st choice" not in said(letters.workshops_chosen(booking.pk))


def test_a_place_that_came_free_is_told_with_what_one_has_now(conference: Event) -> None:
    full, mine = make_workshop(conference, title="Full"), make_workshop(conference, title="Mine")
    other = choose(make_booking(conference), full)
    booking = choose(make_booking(conference), mine, waits=(full,))
    choose(other)
    told = said(letters.place_came_free(booking.parts.get(event=full).pk))
    assert "in the workshop Full at The Conference, and it is yours." in told
    assert "Your workshops now: - Full, 11am to midday To change them" in told
    assert "Mine" not in told
    assert f"/bookings/{booking.pk}/workshops/" in told


def test_a_workshop_that_is_called_off_asks_for_another_choice(conference: Event) -> None:
    workshop = make_workshop(conference, title="Neglect")
    booking = choose(make_booking(conference), workshop)
    programme.cancel(workshop, by=TESTER, at=NOW, reason="The speaker is ill")
    told = said(letters.event_cancelled(booking.parts.get().pk))
    assert (
        "the workshop Neglect at The Conference will not take place. Your place on the conference itself stands."
        in told
    )
    assert "The speaker is ill" in told
    assert f"/bookings/{booking.pk}/workshops/" in told


def test_who_gets_a_place_on_the_conference_is_asked_to_choose(conference: Event) -> None:
    plain = make_booking(conference)
    assert "workshops" not in said(letters.booking_made(plain.pk))
    workshop = make_workshop(conference, title="Neglect")
    for letter in (letters.booking_made, letters.place_came_free, letters.booking_moved):
        told = said(letter(plain.pk))
        assert f"Choose your workshops: http://127.0.0.1:8000/bookings/{plain.pk}/workshops/" in told
    waits = make_booking(conference, outcome="waiting")
    assert "workshops" not in said(letters.booking_made(waits.pk))
    taken = bookings.substitute(
        choose(plain, workshop),
        waits.person.__class__.objects.create(first_name="Bea", agency=plain.agency, email="bea@example.org"),
        by=TESTER,
        at=NOW,
    )
    assert "Your workshops: - Neglect, 11am to midday To change them:" in said(letters.booking_made(taken.pk))
    ranked = {"workshop_choice": "ranked", "choose_by": NOW.date() + timedelta(days=1)}
    Event.objects.filter(pk=conference.pk).update(**ranked)
    new = make_booking(conference)
    assert "Say by Tuesday 5 May 2026 which workshops you would like" in said(letters.booking_made(new.pk))


def test_an_imported_place_in_a_workshop_is_written_of_too(conference: Event) -> None:
    booking = make_booking(conference)
    part = make_booking(make_workshop(conference, title="Neglect"), booking.person)
    told = said(letters.place_came_free(part.pk))
    assert "in the workshop Neglect at The Conference" in told
    assert f"/bookings/{booking.pk}/workshops/" in told
