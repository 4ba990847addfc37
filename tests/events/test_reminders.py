"""Reminders: a week before, once, to whoever holds a place; who came by it later was told everything then."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.core import mail as django_mail
from pytest_django import DjangoAssertNumQueries

from core import mail
from core.models import OutgoingMail
from events import approvals, bookings, letters, offers, programme, reminders, waiting
from events.models import LONDON, Booking, Event, Venue
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

WEEK = timedelta(days=7)


def soon_from(event: Event) -> datetime:
    return event.starts_at - WEEK


def book(event: Event, *, at: datetime = NOW, **fields: Any) -> Booking:
    return bookings.book(event, make_person(**fields), by=TESTER, at=at)


def test_everybody_with_a_place_is_reminded_once_a_week_before() -> None:
    event = make_event(days=30)
    for _ in range(3):
        book(event)
    due = soon_from(event)
    assert reminders.remind_due(at=due - timedelta(minutes=1)) == 0
    assert [reminders.remind_due(at=due), reminders.remind_due(at=due), reminders.remind_due(at=due + WEEK / 2)] == [
        3,
        0,
        0,
    ]


@pytest.mark.parametrize("day", [date(2027, 3, 30), date(2027, 11, 2)])
def test_a_week_before_is_at_the_same_time_of_day_across_the_clocks_change(day: date) -> None:
    event = make_event(starts_on=day, ends_on=day)
    book(event)
    due = datetime.combine(day - WEEK, time(9, 30), tzinfo=LONDON)
    assert [reminders.remind_due(at=due - timedelta(minutes=1)), reminders.remind_due(at=due)] == [0, 1]


def test_what_has_begun_or_is_cancelled_is_not_reminded_of() -> None:
    begun, off = make_event(days=30), make_event(days=30)
    book(begun)
    book(off)
    programme.cancel(off, by=TESTER, at=NOW, reason="Snow")
    assert reminders.remind_due(at=begun.starts_at) == 0
    assert reminders.remind_due(at=soon_from(off)) == 1


def test_only_those_who_hold_a_place_and_can_be_reached_are_reminded() -> None:
    event = make_event(days=30, places=1)
    holder, _ = book(event), book(event)
    make_booking(event, make_person(email=""))
    make_booking(event, outcome="cancelled")
    assert reminders.remind_due(at=soon_from(event)) == 1
    assert OutgoingMail.objects.get(letter="joining-instructions").about == {"booking": holder.pk}


def test_workshops_are_reminded_of_with_their_conference() -> None:
    conference = make_conference(days=30)
    workshop = make_workshop(conference, title="Lakes")
    booking = make_booking(conference)
    make_booking(workshop, booking.person, part_of=booking)
    assert reminders.remind_due(at=soon_from(conference)) == 1
    letter = letters.joining_instructions(booking.pk)
    assert letter is not None
    assert "- Lakes, 11am to midday" in letter.body


def late_booking(event: Event, at: datetime) -> Booking:
    return book(event, at=at)


def late_acceptance(event: Event, at: datetime) -> Booking:
    Event.objects.filter(pk=event.pk).update(places=1, offer_hours=24)
    holder, line = book(event), book(event)
    bookings.cancel(holder, by=TESTER, at=at)
    return offers.accept(line, by=TESTER, at=at)


def late_approval(event: Event, at: datetime) -> Booking:
    Event.objects.filter(pk=event.pk).update(approval_hours=24 * 60)
    user = make_user()
    asked = bookings.book(event, make_person(user=user), by=user, at=NOW)
    return approvals.approve(asked, by=TESTER, at=at)


def late_promotion(event: Event, at: datetime) -> Booking:
    Event.objects.filter(pk=event.pk).update(places=1)
    holder, line = book(event), book(event)
    bookings.cancel(holder, by=TESTER, at=at)
    return line


def late_gift(event: Event, at: datetime) -> Booking:
    Event.objects.filter(pk=event.pk).update(places=1, cut_off_hours=24 * 20)
    holder, line = book(event), book(event)
    bookings.cancel(holder, by=TESTER, at=at)
    return waiting.give_place(line, by=TESTER, at=at, reason="Asked")


def late_substitute(event: Event, at: datetime) -> Booking:
    agency = make_agency()
    return bookings.substitute(book(event, agency=agency), make_person(agency=agency), by=TESTER, at=at)


def late_transfer(event: Event, at: datetime) -> Booking:
    other = make_event(days=90, course=event.course)
    return bookings.transfer(book(other), event, by=TESTER, at=at)


@pytest.mark.parametrize(
    "came_late",
    [
        late_booking,
        late_acceptance,
        late_approval,
        late_promotion,
        late_gift,
        late_substitute,
        late_transfer,
    ],
)
def test_who_comes_by_a_place_later_is_told_at_once_and_not_again(came_late: Any) -> None:
    event = make_event(days=30, joining_instructions="The code is 1234")
    at = soon_from(event) + timedelta(hours=1)
    booking = came_late(event, at)
    mail.send_due(at=at)
    last = django_mail.outbox[-1]
    assert last.to == [booking.person.address]
    assert "The code is 1234" in last.body
    assert reminders.remind_due(at=at + timedelta(minutes=5)) == 0


def test_the_same_a_day_too_early_is_reminded() -> None:
    event = make_event(days=30)
    at = soon_from(event) - timedelta(days=1)
    late_promotion(event, at)
    assert reminders.remind_due(at=soon_from(event)) == 1


def test_what_is_put_off_is_reminded_of_again() -> None:
    event = make_event(days=30)
    book(event)
    assert reminders.remind_due(at=soon_from(event)) == 1
    day = event.starts_on + timedelta(days=60)
    programme.change(event, by=TESTER, at=soon_from(event), starts_on=day, ends_on=day)
    event.refresh_from_db()
    assert [reminders.remind_due(at=soon_from(event) - WEEK), reminders.remind_due(at=soon_from(event))] == [0, 1]


def test_another_hour_of_the_same_day_reminds_nobody_again() -> None:
    event = make_event(days=30)
    book(event)
    assert reminders.remind_due(at=soon_from(event)) == 1
    programme.change(event, by=TESTER, at=soon_from(event), starts_time=time(14))
    event.refresh_from_db()
    assert reminders.remind_due(at=soon_from(event)) == 0


def test_the_board_says_how_many_days_before(settings: LazySettings) -> None:
    settings.REMINDER_DAYS = 3
    event = make_event(days=30)
    book(event)
    due = event.starts_at - timedelta(days=3)
    assert [reminders.remind_due(at=due - timedelta(minutes=1)), reminders.remind_due(at=due)] == [0, 1]


def test_the_letter_says_when_where_and_how() -> None:
    venue = Venue.objects.create(name="The Lakes", address="1 Main Street", directions="Bus 7")
    event = make_event_on(7, 14, title="Neglect", venue=venue, joining_instructions="Bring a pen")
    booking = book(event)
    letter = letters.joining_instructions(booking.pk)
    assert letter is not None
    assert letter.subject == "How to join: Neglect, 11 May 2026"
    for said in ("Monday 11 May 2026, 9:30am", "18 May 2026", "The Lakes", "Bring a pen", "Getting there: Bus 7"):
        assert said in letter.body
    assert f"/bookings/{booking.pk}/" in letter.body
    assert "/check-in/" in letter.body
    assert letter.parts == ()


def test_a_place_given_up_meanwhile_or_an_event_called_off_is_not_written_about() -> None:
    event, off = make_event(days=30), make_event(days=30)
    given_up, called_off = book(event), book(off)
    bookings.cancel(given_up, by=TESTER, at=NOW)
    programme.cancel(off, by=TESTER, at=NOW, reason="Snow")
    assert letters.joining_instructions(given_up.pk) is None
    assert letters.joining_instructions(called_off.pk) is None


@pytest.mark.parametrize("people", [1, 3, 30])
def test_looking_costs_two_statements_when_all_are_reminded(
    people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    event = make_event(days=30, course=make_course(), places=40)
    for _ in range(people):
        make_booking(event)
    assert reminders.remind_due(at=soon_from(event)) == people
    with django_assert_num_queries(2):
        assert reminders.remind_due(at=soon_from(event)) == 0
