"""Bookings: places are never overbooked, the waiting list moves, and every move leaves its trace."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from core.models import AuditEntry, OutgoingMail
from events import bookings, eligibility, programme, waiting
from events.models import Booking, Event
from tests.makers import NOW, TESTER, make_agency, make_booking, make_course, make_event, make_person, make_user

pytestmark = pytest.mark.django_db
State = Booking.State


def book(event: Event, at: datetime = NOW) -> Booking:
    return bookings.book(event, make_person(), by=TESTER, at=at)


def states(event: Event) -> list[str]:
    return list(event.bookings.order_by("pk").values_list("state", flat=True))


def test_the_last_place_goes_to_the_first_and_the_next_waits() -> None:
    event = make_event(places=1)
    assert [book(event).state, book(event).state] == [State.CONFIRMED, State.WAITING]
    assert list(event.bookings.values_list("held_place", flat=True)) == [True, False]


def test_an_event_without_recorded_places_has_no_limit() -> None:
    event = make_event(places=None)
    assert {book(event).state for _ in range(3)} == {State.CONFIRMED}


def test_a_booking_keeps_what_was_true_of_the_person_that_day() -> None:
    person, user = make_person(), make_user()
    there = person.agency
    booking = bookings.book(make_event(), person, by=user, at=NOW)
    person.agency = make_agency()
    person.save()
    booking.refresh_from_db()
    assert (booking.agency, booking.made_by, booking.made_at) == (there, user, NOW)


def test_booking_writes_the_trail_and_posts_one_letter() -> None:
    booking = bookings.book(make_event(), make_person(), by=make_user(), at=NOW)
    entry = AuditEntry.objects.get(verb="bookings.book")
    assert (entry.subject, entry.actor[:5]) == (f"events.booking:{booking.pk}", "user:")
    assert OutgoingMail.objects.get().about == {"booking": booking.pk}


def test_booking_twice_is_refused_and_makes_one() -> None:
    event, person = make_event(), make_person()
    first = bookings.book(event, person, by=TESTER, at=NOW)
    with pytest.raises(eligibility.AlreadyBooked, match="is already booked on") as refused:
        bookings.book(event, person, by=TESTER, at=NOW)
    assert refused.value.booking == first
    assert event.bookings.count() == 1


def test_booking_again_after_cancelling_makes_a_new_row() -> None:
    event, person = make_event(), make_person()
    bookings.cancel(bookings.book(event, person, by=TESTER, at=NOW), by=TESTER, at=NOW)
    bookings.book(event, person, by=TESTER, at=NOW)
    assert states(event) == [State.CANCELLED, State.CONFIRMED]


@pytest.mark.parametrize("status", [Event.Status.DRAFT, Event.Status.HELD, Event.Status.CANCELLED])
def test_only_a_published_event_can_be_booked(status: str) -> None:
    extra: dict[str, Any] = {
        Event.Status.HELD: {"register_closed_at": NOW},
        Event.Status.CANCELLED: {"cancelled_at": NOW},
    }.get(Event.Status(status), {})
    event = make_event(status=status, **extra)
    with pytest.raises(eligibility.EventNotOpen):
        book(event)


def test_an_event_that_has_begun_can_not_be_booked_and_one_a_moment_before_can() -> None:
    event = make_event()
    book(event, at=event.starts_at - timedelta(seconds=1))
    with pytest.raises(eligibility.EventNotOpen, match="has begun"):
        book(event, at=event.starts_at)


def test_begun_goes_by_the_clock_on_the_wall_in_summer() -> None:
    event = make_event(days=60)
    assert event.starts_at.utcoffset() == timedelta(hours=1)
    assert not Event.objects.started(at=event.starts_at - timedelta(minutes=30)).exists()
    assert Event.objects.started(at=event.starts_at).exists()
    assert not Event.objects.coming(at=event.starts_at).exists()


def test_an_agency_s_own_event_is_for_its_people_only() -> None:
    agency = make_agency(name="The Hospital Trust")
    event = make_event(for_agency=agency)
    bookings.book(event, make_person(agency=agency), by=TESTER, at=NOW)
    with pytest.raises(eligibility.WrongAudience, match="only for people from The Hospital Trust"):
        book(event)


def test_a_workshop_is_booked_with_its_conference() -> None:
    conference = make_event(course=make_course("conference"))
    with pytest.raises(eligibility.EventNotOpen, match="book the conference"):
        book(make_event(parent=conference))


def test_cancelling_gives_the_place_to_whoever_waited_longest() -> None:
    event = make_event(places=1)
    first, second, third = book(event), book(event, at=NOW + timedelta(1)), book(event, at=NOW + timedelta(2))
    assert waiting.positions([second], at=NOW) == {second.pk: 1, third.pk: 2}
    bookings.cancel(first, by=TESTER, at=NOW + timedelta(3), reason="Unwell")
    assert states(event) == [State.CANCELLED, State.CONFIRMED, State.WAITING]
    assert OutgoingMail.objects.filter(letter="place-came-free").get().about == {"booking": second.pk}
    assert waiting.positions([third], at=NOW) == {third.pk: 1}


def test_nobody_overtakes_the_waiting_list() -> None:
    event = make_event(places=1)
    book(event), book(event)
    Event.objects.filter(pk=event.pk).update(places=2)
    assert book(event).state == State.WAITING


def test_late_or_not_is_fixed_by_the_notice_given() -> None:
    event = make_event()
    in_time, late = book(event), book(event)
    in_time = bookings.cancel(in_time, by=TESTER, at=event.starts_at - timedelta(days=2))
    late = bookings.cancel(late, by=TESTER, at=event.starts_at - timedelta(days=2) + timedelta(seconds=1))
    assert (in_time.cancelled_late, late.cancelled_late) == (False, True)


def test_somebody_who_only_waited_is_never_late() -> None:
    event = make_event(places=1)
    book(event)
    waited = bookings.cancel(book(event), by=TESTER, at=event.starts_at - timedelta(hours=1))
    assert waited.cancelled_late is False


def test_cancelling_twice_is_refused_and_changes_nothing() -> None:
    booking = bookings.cancel(book(make_event()), by=TESTER, at=NOW, reason="Leave")
    with pytest.raises(bookings.NotLive, match="nothing to cancel"):
        bookings.cancel(booking, by=TESTER, at=NOW + timedelta(1), reason="Other")
    booking.refresh_from_db()
    assert (booking.reason, booking.cancelled_at) == ("Leave", NOW)


def test_what_has_begun_is_for_the_register() -> None:
    event = make_event()
    booking = book(event)
    with pytest.raises(bookings.NotLive, match="register"):
        bookings.cancel(booking, by=TESTER, at=event.starts_at)


def test_more_places_move_the_waiting_list_up() -> None:
    event = make_event(places=1)
    book(event), book(event), book(event)
    programme.change(event, by=TESTER, at=NOW, places=2)
    assert states(event) == [State.CONFIRMED, State.CONFIRMED, State.WAITING]


def test_fewer_places_than_are_held_is_refused() -> None:
    event = make_event(places=3)
    book(event), book(event)
    with pytest.raises(programme.TooFewPlaces, match="2 people hold a place"):
        programme.change(event, by=TESTER, at=NOW, places=1)
    event.refresh_from_db()
    assert event.places == 3


def test_cancelling_the_event_cancels_every_live_booking_in_time_and_tells_everyone() -> None:
    event = make_event(places=1, days=1)
    book(event), book(event)
    programme.cancel(event, by=TESTER, at=NOW, reason="The trainer is ill")
    assert set(states(event)) == {State.CANCELLED}
    assert set(event.bookings.values_list("cancelled_late", flat=True)) == {False}
    assert OutgoingMail.objects.filter(letter="event-cancelled").count() == 2


def test_waiting_when_the_event_begins_lapses_and_the_confirmed_stay() -> None:
    event = make_event(places=1)
    book(event), book(event)
    assert waiting.lapse_begun(at=event.starts_at - timedelta(seconds=1)) == 0
    assert waiting.lapse_begun(at=event.starts_at) == 1
    assert waiting.lapse_begun(at=event.starts_at) == 0
    assert states(event) == [State.CONFIRMED, State.LAPSED]


def test_a_walk_in_takes_none_of_the_places() -> None:
    event = make_event(places=1)
    make_booking(event, outcome="attended", unscheduled=True, held_place=False)
    assert book(event).state == State.CONFIRMED
