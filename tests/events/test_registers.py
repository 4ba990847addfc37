"""Registers: marked once the event has begun, closed on purpose, reopened with a reason."""

from datetime import timedelta

import pytest

from core.models import AuditEntry
from events import registers
from events.models import Booking, Event
from tests.makers import NOW, TESTER, make_booking, make_event, make_person

pytestmark = pytest.mark.django_db
ATTENDED, ABSENT, PART = Booking.Attendance.ATTENDED, Booking.Attendance.ABSENT, Booking.Attendance.PART


@pytest.fixture
def event() -> Event:
    return make_event(days=-1)


def test_marks_are_kept_and_a_second_time_changes_nothing(event: Event) -> None:
    first, second = make_booking(event), make_booking(event)
    marks = {first.pk: ATTENDED, second.pk: ABSENT}
    assert registers.mark(event, marks, by=TESTER, at=NOW) == 2
    assert registers.mark(event, marks, by=TESTER, at=NOW) == 0
    assert list(event.bookings.values_list("attendance", flat=True)) == ["attended", "absent"]
    assert AuditEntry.objects.filter(verb="registers.mark").count() == 2


def test_a_register_opens_when_the_event_begins() -> None:
    event = make_event()
    booking = make_booking(event)
    with pytest.raises(registers.RegisterNotOpen, match="has not begun"):
        registers.mark(event, {booking.pk: ATTENDED}, by=TESTER, at=event.starts_at - timedelta(seconds=1))
    assert registers.mark(event, {booking.pk: ATTENDED}, by=TESTER, at=event.starts_at) == 1


def test_a_mark_for_somebody_else_s_event_refuses_the_whole_form(event: Event) -> None:
    own, elsewhere = make_booking(event), make_booking(make_event(days=-1))
    with pytest.raises(registers.NotOnRegister):
        registers.mark(event, {own.pk: ATTENDED, elsewhere.pk: ATTENDED}, by=TESTER, at=NOW)
    own.refresh_from_db()
    assert own.attendance == ""


@pytest.mark.parametrize("outcome", ["waiting", "cancelled"])
def test_who_holds_no_place_is_not_on_the_register(event: Event, outcome: str) -> None:
    booking = make_booking(event, outcome=outcome)
    with pytest.raises(registers.NotOnRegister):
        registers.mark(event, {booking.pk: ATTENDED}, by=TESTER, at=NOW)


def test_a_walk_in_came_and_held_no_place(event: Event) -> None:
    booking = registers.add_walk_in(event, make_person(), by=TESTER, at=NOW)
    assert (booking.unscheduled, booking.attendance, booking.held_place) == (True, ATTENDED, False)
    with pytest.raises(registers.NotOnRegister, match="came without a booking"):
        registers.mark(event, {booking.pk: ABSENT}, by=TESTER, at=NOW)
    assert registers.mark(event, {booking.pk: PART}, by=TESTER, at=NOW) == 1


def test_somebody_booked_is_not_a_walk_in(event: Event) -> None:
    booking = make_booking(event)
    with pytest.raises(registers.AlreadyOnRegister):
        registers.add_walk_in(event, booking.person, by=TESTER, at=NOW)


def test_closing_says_who_is_missing_until_somebody_says_it_is_not_recorded(event: Event) -> None:
    make_booking(event, make_person(first_name="Zoë", last_name="Adeyemi"))
    with pytest.raises(registers.MarksMissing, match="Zoë Adeyemi"):
        registers.close(event, by=TESTER, at=NOW)
    closed = registers.close(event, by=TESTER, at=NOW, leave_unrecorded=True)
    assert (closed.status, closed.register_closed_at) == (Event.Status.HELD, NOW)
    assert event.bookings.get().attendance == ""


def test_a_closed_register_is_marked_no_more_until_reopened_with_a_reason(event: Event) -> None:
    booking = make_booking(event, outcome="attended")
    registers.close(event, by=TESTER, at=NOW)
    with pytest.raises(registers.RegisterNotOpen, match="closed"):
        registers.mark(event, {booking.pk: ABSENT}, by=TESTER, at=NOW)
    with pytest.raises(registers.RegisterNotOpen, match="Say why"):
        registers.reopen(event, by=TESTER, at=NOW, reason=" ")
    registers.reopen(event, by=TESTER, at=NOW, reason="A sheet was found")
    assert registers.mark(event, {booking.pk: ABSENT}, by=TESTER, at=NOW) == 1
    assert AuditEntry.objects.get(verb="registers.reopen").reason == "A sheet was found"
