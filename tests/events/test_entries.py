"""Calendar entries in letters: the same name from booking to cancellation, with more changes each time."""

from datetime import date, time, timedelta
from typing import Any

import icalendar
import pytest
from django.core import mail as django_mail
from pytest_django import DjangoAssertNumQueries

from core import mail
from core.mail import Letter
from events import approvals, bookings, browsing, choices, entries, letters, offers, programme
from events.models import LONDON, Booking, Event, EventDate, Venue
from tests.makers import (
    NOW,
    TESTER,
    make_agency,
    make_booking,
    make_conference,
    make_course,
    make_event,
    make_event_on,
    make_person,
    make_user,
    make_workshop,
)

pytestmark = pytest.mark.django_db


def book(event: Event, **fields: Any) -> Booking:
    return bookings.book(event, make_person(**fields), by=TESTER, at=NOW)


def on(*days: int, starts: time = time(9, 30)) -> list[EventDate]:
    here = NOW.astimezone(LONDON).date()
    return [EventDate(held_on=here + timedelta(day), starts_time=starts, ends_time=time(16, 30)) for day in days]


def calendars_in(letter: Letter | None) -> list[Any]:
    """The files of the letter; the first is what mail programs act on, too."""
    assert letter is not None
    files = [part for part in letter.parts if part.name]
    assert [part.content for part in letter.parts if not part.name] == [part.content for part in files[:1]]
    return [icalendar.Calendar.from_ical(part.content) for part in files]


def entry_in(letter: Letter | None) -> Any:
    [calendar] = calendars_in(letter)
    [event] = calendar.events
    assert (calendar["method"] == "CANCEL") == (event["status"] == "CANCELLED")
    return event


def said(letter: Letter | None) -> str:
    assert letter is not None
    return letter.body


def told(letter: Letter | None) -> list[tuple[str, str]]:
    """Of each entry its number and what becomes of it."""
    return [
        (str(event["uid"]).partition("@")[0].rpartition("-")[2], str(calendar["method"]))
        for calendar in calendars_in(letter)
        for event in calendar.events
    ]


def test_a_booking_says_when_where_and_how() -> None:
    venue = Venue.objects.create(name="The Lakes", address="1 Main Street\n\nExampleton ", directions="Bus 7")
    event = make_event(title="Neglect", venue=venue, joining_instructions="Bring a pen,\nand lunch")
    booking = book(event)
    entry = entry_in(letters.booking_made(booking.pk))
    assert (entry.start, entry.end) == (event.starts_at, event.ends_at)
    assert (entry["summary"], entry["location"]) == ("Neglect", "The Lakes, 1 Main Street, Exampleton")
    assert str(entry["description"]).startswith(
        "Bring a pen,\nand lunch\n\nGetting there: Bus 7\n\nYour booking, and how"
    )
    assert entry["url"] == f"http://127.0.0.1:8000/bookings/{booking.pk}/"
    assert entry["attendee"] == f"mailto:{booking.person.email}"


def test_an_event_without_a_venue_has_no_place() -> None:
    entry = entry_in(letters.booking_made(book(make_event()).pk))
    assert "location" not in entry
    assert str(entry["description"]).startswith("Your booking, and how")


def test_a_change_and_a_cancellation_are_of_the_same_entry() -> None:
    event = make_event()
    booking = book(event)
    made = entry_in(letters.booking_made(booking.pk))
    later = event.starts_on + timedelta(days=7)
    programme.change(event, by=TESTER, at=NOW + timedelta(hours=1), starts_on=later, ends_on=later)
    changed = entry_in(letters.event_changed(booking.pk))
    bookings.cancel(booking, by=TESTER, at=NOW + timedelta(hours=2))
    cancelled = entry_in(letters.booking_cancelled(booking.pk))
    assert made["uid"] == changed["uid"] == cancelled["uid"]
    assert made["sequence"] < changed["sequence"] < cancelled["sequence"]
    assert made.decoded("dtstamp") < changed.decoded("dtstamp") < cancelled.decoded("dtstamp")
    assert (changed.start.date(), changed["status"], cancelled["status"]) == (later, "CONFIRMED", "CANCELLED")


@pytest.mark.parametrize("on_day", [date(2027, 3, 25), date(2027, 10, 28)])
def test_a_week_later_is_at_the_same_time_of_day_across_the_clocks_change(on_day: date) -> None:
    days = [on_day, on_day + timedelta(days=7)]
    dates = [EventDate(held_on=day, starts_time=time(9, 30), ends_time=time(12)) for day in days]
    event = make_event(starts_on=days[0], ends_on=days[0])
    booking = book(event)
    programme.change(event, by=TESTER, at=NOW, meets_on=dates)
    found = [event for calendar in calendars_in(letters.event_changed(booking.pk)) for event in calendar.events]
    assert [one.start.astimezone(LONDON).time() for one in found] == [time(9, 30)] * 2
    assert found[1].start - found[0].start != timedelta(days=7)


def test_an_organiser_s_cancellation_takes_the_entry_away() -> None:
    event = make_event()
    booking = book(event)
    made = entry_in(letters.booking_made(booking.pk))
    programme.cancel(event, by=TESTER, at=NOW, reason="Snow")
    gone = entry_in(letters.event_cancelled(booking.pk))
    assert (gone["uid"], gone["status"]) == (made["uid"], "CANCELLED")
    assert gone["sequence"] > made["sequence"]


def test_a_cancellation_outranks_what_it_cancels_where_the_trail_knows_of_neither() -> None:
    kept, gone = make_booking(make_event()), make_booking(make_event(), outcome="cancelled")
    assert entry_in(letters.booking_made(kept.pk))["sequence"] == 0
    assert entry_in(letters.booking_cancelled(gone.pk))["sequence"] == 1


def test_another_date_moves_the_entry_there() -> None:
    course = make_course()
    event, other = make_event(course=course, days=10), make_event(course=course, days=20)
    for places in (21, 22, 23, 24, 25):
        programme.change(event, by=TESTER, at=NOW, places=places)
    booking = book(event)
    made = entry_in(letters.booking_made(booking.pk))
    taken = bookings.transfer(booking, other, by=TESTER, at=NOW)
    moved = entry_in(letters.booking_moved(taken.pk))
    assert (moved["uid"], moved.start) == (made["uid"], other.starts_at)
    assert moved["sequence"] > made["sequence"]
    back = bookings.transfer(taken, event, by=TESTER, at=NOW)
    returned = entry_in(letters.booking_moved(back.pk))
    assert (returned["uid"], returned.start) == (made["uid"], event.starts_at)
    assert returned["sequence"] > moved["sequence"]


def test_another_date_in_one_stretch_cancels_the_other_dates() -> None:
    course = make_course()
    several, other = make_event_on(10, 17, 24, course=course), make_event(course=course, days=30)
    taken = bookings.transfer(book(several), other, by=TESTER, at=NOW)
    assert told(letters.booking_moved(taken.pk)) == [("1", "REQUEST"), ("2", "CANCEL"), ("3", "CANCEL")]


def test_a_colleague_s_entry_is_their_own() -> None:
    agency = make_agency()
    booking = book(make_event(), agency=agency)
    made = entry_in(letters.booking_made(booking.pk))
    taken = bookings.substitute(booking, make_person(agency=agency), by=TESTER, at=NOW)
    gone, theirs = entry_in(letters.place_passed_on(booking.pk)), entry_in(letters.booking_made(taken.pk))
    assert (gone["uid"], gone["status"], theirs["status"]) == (made["uid"], "CANCELLED", "CONFIRMED")
    assert theirs["uid"] != made["uid"]
    assert theirs["attendee"] == f"mailto:{taken.person.email}"


def test_booking_again_is_a_new_entry() -> None:
    event, person = make_event(), make_person()
    first = bookings.book(event, person, by=TESTER, at=NOW)
    bookings.cancel(first, by=TESTER, at=NOW)
    again = bookings.book(event, person, by=TESTER, at=NOW)
    gone, made = entry_in(letters.booking_cancelled(first.pk)), entry_in(letters.booking_made(again.pk))
    assert gone["uid"] != made["uid"]


def test_each_of_several_dates_is_an_entry_and_those_that_go_are_cancelled() -> None:
    event = make_event_on(10, 17, 24, title="Neglect")
    booking = book(event)
    made = calendars_in(letters.booking_made(booking.pk))
    assert [str(one.events[0]["summary"]) for one in made] == [f"Neglect ({number} of 3)" for number in (1, 2, 3)]
    assert [one.events[0].start for one in made] == [begins for begins, _ in event.stretches]
    programme.change(event, by=TESTER, at=NOW, meets_on=on(10, 18))
    changed = calendars_in(letters.event_changed(booking.pk))
    assert [one.events[0]["uid"] for one in changed] == [one.events[0]["uid"] for one in made]
    assert changed[1].events[0].start.date() == on(18)[0].held_on
    assert min(one.events[0]["sequence"] for one in changed) > max(one.events[0]["sequence"] for one in made)
    assert [str(one["method"]) for one in changed] == ["REQUEST", "REQUEST", "CANCEL"]
    programme.change(event, by=TESTER, at=NOW, meets_on=[], starts_on=on(10)[0].held_on, ends_on=on(10)[0].held_on)
    assert told(letters.event_changed(booking.pk)) == [("1", "REQUEST"), ("2", "CANCEL"), ("3", "CANCEL")]
    bookings.cancel(booking, by=TESTER, at=NOW)
    assert told(letters.booking_cancelled(booking.pk)) == [("1", "CANCEL"), ("2", "CANCEL"), ("3", "CANCEL")]


def test_who_holds_no_place_gets_no_entry() -> None:
    event = make_event(places=1, offer_hours=24)
    holder, line = book(event), book(event)
    assert calendars_in(letters.booking_made(line.pk)) == []
    bookings.cancel(holder, by=TESTER, at=NOW)
    assert calendars_in(letters.place_offered(line.pk)) == []
    taken = offers.accept(Booking.objects.get(pk=line.pk), by=TESTER, at=NOW)
    assert entry_in(letters.booking_made(taken.pk))["status"] == "CONFIRMED"
    second = book(event)
    bookings.cancel(second, by=TESTER, at=NOW)
    assert calendars_in(letters.booking_cancelled(second.pk)) == []


def test_a_place_that_came_free_and_a_request_that_was_approved_bring_their_entry() -> None:
    event = make_event(places=1)
    holder, line = book(event), book(event)
    bookings.cancel(holder, by=TESTER, at=NOW)
    assert entry_in(letters.place_came_free(line.pk))["status"] == "CONFIRMED"
    asker = make_user()
    asked = bookings.book(make_event(approval_hours=24), make_person(user=asker), by=asker, at=NOW)
    assert calendars_in(letters.booking_made(asked.pk)) == []
    approvals.approve(asked, by=TESTER, at=NOW)
    assert entry_in(letters.booking_made(asked.pk))["status"] == "CONFIRMED"


def test_a_delegate_s_entry_lists_the_workshops_that_they_have() -> None:
    conference = make_conference(venue=Venue.objects.create(name="The Lakes"))
    room = Venue.objects.create(name="Lake Room")
    one, two = make_workshop(conference, title="One", venue=room), make_workshop(conference, 14, title="Two")
    booking = book(conference)
    made = entry_in(letters.booking_made(booking.pk))
    choices.choose(booking, [one], [], by=TESTER, at=NOW)
    chosen = entry_in(letters.workshops_chosen(booking.pk))
    choices.choose(booking, [two], [], by=TESTER, at=NOW)
    other = entry_in(letters.workshops_chosen(booking.pk))
    assert made["uid"] == chosen["uid"] == other["uid"]
    assert made["sequence"] < chosen["sequence"] < other["sequence"]
    assert "Your workshops:\n- One, 11am to midday, Lake Room\n\nYour booking" in str(chosen["description"])
    assert "Your workshops:\n- Two, 2pm to 3pm\n\nYour booking" in str(other["description"])
    programme.cancel(two, by=TESTER, at=NOW, reason="Ill")
    still = entry_in(letters.event_cancelled(booking.parts.get(event=two).pk))
    assert (still["uid"], still["status"]) == (made["uid"], "CONFIRMED")
    assert "workshops" not in str(still["description"])
    assert still["sequence"] > other["sequence"]


def test_a_waited_for_workshop_is_not_in_the_entry() -> None:
    conference = make_conference()
    full = make_workshop(conference, title="Full")
    choices.choose(book(conference), [full], [], by=TESTER, at=NOW)
    booking = choices.choose(book(conference), [], [full], by=TESTER, at=NOW)
    assert "Full" not in str(entry_in(letters.workshops_chosen(booking.pk))["description"])


def test_how_to_join_is_for_those_who_have_a_place() -> None:
    event = make_event(places=1, offer_hours=24, joining_instructions="The code is 1234")
    holder, line = book(event), book(event)
    assert "1234" in said(letters.booking_made(holder.pk))
    assert "waiting list" in said(letters.booking_made(line.pk))
    assert "1234" not in said(letters.booking_made(line.pk))
    bookings.cancel(holder, by=TESTER, at=NOW)
    assert "To take it" in said(letters.place_offered(line.pk))
    assert "1234" not in said(letters.place_offered(line.pk))


def test_a_name_of_two_hundred_characters_with_everything_in_it_is_sent() -> None:
    first, last = ('Zoë, "Z"; 🧒🏽' * 9)[:100], ("O’Brien: ŵ\\" * 10)[:100]
    booking = book(make_event(title="Neglect, harm; \\ and “care” 🧒🏽"), first_name=first, last_name=last)
    assert mail.send_due(at=NOW) == 1
    [sent] = django_mail.outbox
    raw = sent.message().as_bytes()
    assert b'text/calendar; method="REQUEST"; charset="utf-8"' in raw
    entry = entry_in(letters.booking_made(booking.pk))
    assert entry["attendee"].params["CN"] == " ".join(f"{first} {last}".split())
    assert entry["summary"] == "Neglect, harm; \\ and “care” 🧒🏽"


@pytest.mark.parametrize("times", [1, 3, 30])
def test_many_bookings_cost_two_statements(times: int, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    person, course = make_person(), make_course()
    for number in range(times):
        booking = bookings.book(make_event(days=3 * number + 1, course=course), person, by=TESTER, at=NOW)
        bookings.transfer(booking, make_event(days=3 * number + 2, course=course), by=TESTER, at=NOW)
    held = browsing.places_of(person, since=NOW.date())
    with django_assert_num_queries(2):
        assert len(entries.of(person, held)) == times
