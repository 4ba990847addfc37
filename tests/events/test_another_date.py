"""Who waits is told of another date of their course: once, when it can be booked, while it is of use to them."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core import mail
from core.models import OutgoingMail
from events import letters, programme, waiting
from events.models import Booking, Event
from people.models import Duty
from tests.makers import NOW, TESTER, make_agency, make_booking, make_event, make_person, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def waits() -> Booking:
    return make_booking(make_event(places=0), outcome="waiting")


def published(waits: Booking, **fields: Any) -> Event:
    defaults: dict[str, Any] = {"course": waits.event.course, "days": 60, "status": "draft", "places": 2}
    return programme.publish(make_event(**defaults | fields), by=TESTER, at=NOW)


def told() -> list[str]:
    return list(OutgoingMail.objects.values_list("key", flat=True))


def test_each_who_waits_is_told_once_however_many_dates_they_wait_for(waits: Booking) -> None:
    second = make_event(course=waits.event.course, days=40, places=0)
    make_booking(second, waits.person, outcome="waiting")
    make_booking(second)
    other = published(waits)
    assert told() == [f"another-date:{waits.person_id}:{other.pk}"]
    letter = letters.another_date(waits.pk, other.pk)
    assert letter is not None
    assert letter.to == waits.person.email
    assert f"/events/{other.code}/" in letter.body
    assert f"/bookings/{waits.pk}/" in letter.body
    assert "Friday 3 July 2026, 9:30am" in letter.body
    assert mail.send_due(at=NOW) == 1


def test_nobody_is_told_of_what_is_not_for_them(waits: Booking) -> None:
    make_booking(make_event(places=0), outcome="waiting")
    make_booking(make_event(course=waits.event.course, days=-1), outcome="waiting")
    published(waits, for_agency=make_agency())
    published(waits, days=-1)
    published(waits, parent=make_event())
    assert told() == []
    theirs = published(waits, for_agency=waits.person.agency)
    assert told() == [f"another-date:{waits.person_id}:{theirs.pk}"]


def test_the_letter_waits_until_the_date_can_be_booked(waits: Booking) -> None:
    published(waits, opens_on=NOW.date() + timedelta(days=2))
    opening = NOW.replace(hour=0) + timedelta(days=2)
    assert mail.send_due(at=opening - timedelta(minutes=1)) == 0
    assert mail.send_due(at=opening) == 1


def test_nothing_is_said_once_it_is_of_no_use(waits: Booking) -> None:
    other = published(waits, places=1)
    taken = make_booking(other)
    assert letters.another_date(waits.pk, other.pk) is None
    taken.delete()
    assert letters.another_date(waits.pk, other.pk) is not None
    booked = make_booking(other, waits.person, outcome="waiting")
    assert letters.another_date(waits.pk, other.pk) is None
    booked.delete()
    programme.cancel(other, by=TESTER, at=NOW, reason="Snow")
    assert letters.another_date(waits.pk, other.pk) is None


def test_who_has_come_by_a_place_meanwhile_is_not_written_to(waits: Booking) -> None:
    other = published(waits)
    Event.objects.filter(pk=waits.event_id).update(places=1)
    waiting.promote(Event.objects.get(pk=waits.event_id), at=NOW)
    assert letters.another_date(waits.pk, other.pk) is None


def test_who_has_no_address_gets_no_letter(waits: Booking) -> None:
    nobody = make_booking(waits.event, make_person(email=""), outcome="waiting")
    assert letters.another_date(nobody.pk, published(waits).pk) is None


def cancelled(booked: Booking) -> str:
    """What the letter says to somebody whose event was cancelled."""
    programme.cancel(booked.event, by=TESTER, at=NOW, reason="Snow")
    letter = letters.event_cancelled(booked.pk)
    assert letter is not None
    return letter.body


def test_the_letter_of_a_cancellation_reads_its_booking_once() -> None:
    booked = make_booking(make_event())
    programme.cancel(booked.event, by=TESTER, at=NOW, reason="Snow")
    with CaptureQueriesContext(connection) as asked:
        assert letters.event_cancelled(booked.pk)
    itself = f'"events_booking"."id" = {booked.pk}'
    assert len([query for query in asked if itself in query["sql"]]) == 1


def test_the_letter_of_a_cancellation_names_three_dates_with_places() -> None:
    booked = make_booking(make_event())
    dates = [make_event(course=booked.event.course, days=days) for days in (90, 50, 60, 70, 80)]
    full = make_event(course=booked.event.course, days=40, places=0)
    make_booking(dates[2], booked.person)
    said = cancelled(booked)
    named = [date for date in (*dates, full) if f"/events/{date.code}/" in said]
    assert named == [dates[1], dates[3], dates[4]]
    assert "There are places on other dates" in said
    assert "Tuesday 23 June 2026, 9:30am" in said


@pytest.mark.parametrize(
    "fields",
    [
        {"places": 0},
        {"opens_on": NOW.date() + timedelta(days=1)},
        {"closes_on": NOW.date() - timedelta(days=1)},
        {"days": -1},
        {"status": "draft"},
        {"course": None},
    ],
)
def test_the_letter_of_a_cancellation_names_no_date_that_is_of_no_use(fields: dict[str, Any]) -> None:
    booked = make_booking(make_event())
    course = {} if "course" in fields else {"course": booked.event.course}
    date = make_event(**{name: value for name, value in fields.items() if value is not None} | course)
    make_event(course=booked.event.course, for_agency=make_agency())
    said = cancelled(booked)
    assert f"/events/{date.code}/" not in said
    assert "No other date has a place at the moment. We write to you" in said


@pytest.mark.once
def test_whoever_cancels_reads_first_which_dates_have_places(client: Client) -> None:
    client.force_login(make_user(Duty.Kind.MANAGER))
    here = timezone.now()
    booked = make_booking(make_event(at=here))
    page = reverse("cancel_event", args=[booked.event.code])
    said = client.get(page).content.decode()
    assert "has places" in said
    assert reverse("repeat_event", args=[booked.event.code]) in said
    date = make_event(at=here, days=60, course=booked.event.course, places=7)
    said = client.get(page).content.decode()
    assert reverse("manage_event", args=[date.code]) in said
    assert "7 places left" in said
    date.delete()
    after = client.post(page, {"reason": "Snow"}, follow=True).content.decode()
    assert "plan one with “Plan more dates”" in after
