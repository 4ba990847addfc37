"""Who waits is told of another date of their course: once, when it can be booked, while it is of use to them."""

from datetime import timedelta
from typing import Any

import pytest

from core import mail
from core.models import OutgoingMail
from events import letters, programme, waiting
from events.models import Booking, Event
from tests.makers import NOW, TESTER, make_agency, make_booking, make_event, make_person

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
