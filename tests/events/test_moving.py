"""Moving to another date: every other one is told, those that can't be chosen with the reason that a try would meet."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from core.refusals import Refusal
from events import bookings, moving
from events.models import Booking, Event, Policy
from people.models import Duty, User
from tests.makers import NOW, make_agency, make_booking, make_course, make_event, make_person, make_user

pytestmark = pytest.mark.django_db


def full(booking: Booking) -> Event:
    return another(booking, places=0)


def closed(booking: Booking) -> Event:
    return another(booking, closes_on=NOW.date() - timedelta(days=1))


def for_others(booking: Booking) -> Event:
    return another(booking, for_agency=make_agency())


def to_be_approved(booking: Booking) -> Event:
    return another(booking, approval_hours=24)


def at_the_time_of_another(booking: Booking) -> Event:
    make_booking(make_event(days=60), booking.person, outcome="waiting")
    return another(booking)


def booked_too(booking: Booking) -> Event:
    return make_booking(another(booking), booking.person).event


def another(booking: Booking, **fields: Any) -> Event:
    return make_event(course=booking.event.course, days=60, **fields)


def booked() -> tuple[Booking, User]:
    user = make_user()
    return make_booking(make_event(), make_person(user=user)), user


@pytest.mark.parametrize("make", [full, closed, for_others, to_be_approved, at_the_time_of_another, booked_too])
def test_what_is_told_of_a_date_is_what_a_try_is_answered(make: Callable[[Booking], Event]) -> None:
    booking, user = booked()
    to, free = make(booking), make_event(course=booking.event.course, days=90)
    barred, other = moving.other_dates(booking, by=user, at=NOW)
    assert (barred.event, barred.can_be_chosen, bool(barred.why_not)) == (to, False, True)
    assert (other.event, other.can_be_chosen, other.why_not) == (free, True, "")
    with pytest.raises(Refusal) as refused:
        bookings.transfer(booking, to, by=user, at=NOW)
    assert refused.value.sentence.startswith(barred.why_not)


def test_neither_the_date_that_is_booked_nor_what_can_not_be_booked_at_all_is_told() -> None:
    booking, user = booked()
    another(booking, status="draft")
    another(booking, status="cancelled", cancelled_at=NOW)
    another(booking, parent=booking.event)
    make_event(course=booking.event.course, days=-1)
    assert moving.other_dates(booking, by=user, at=NOW) == []


def test_a_manager_chooses_with_a_reason_what_a_rule_stands_against_but_no_full_date(client: Client) -> None:
    now, booking = timezone.now(), booked()[0]
    Event.objects.filter(pk=booking.event_id).update(
        starts_on=now.date() + timedelta(9), ends_on=now.date() + timedelta(9)
    )
    course, yesterday = booking.event.course, timezone.localdate() - timedelta(days=1)
    late = make_event(course=course, at=now, days=60, closes_on=yesterday)
    none_left = make_event(course=course, at=now, days=61, places=0)
    address = reverse("transfer", args=[booking.pk])
    client.force_login(make_user(Duty.Kind.MANAGER))
    said = " ".join(client.get(address).content.decode().split())
    assert f'value="{late.pk}"' in said
    assert 'aria-describedby="id_event_0_hint"' in said
    assert '<div id="id_event_0_hint" class="govuk-hint govuk-radios__hint">' in said
    assert f'govuk-radios__hint">Booking for {late} closed on' in said
    assert f'value="{none_left.pk}"' not in said
    assert f"{none_left} has no free place." in said
    client.force_login(booking.person.user or make_user())
    said = " ".join(client.get(address).content.decode().split())
    assert "None of the other dates can be chosen at the moment." in said
    assert f"Booking for {late} closed on" in said
    assert 'name="event"' not in said
    told = client.post(address, {"event": none_left.pk}).content.decode()
    assert f"{none_left} has no free place. You keep your place on {Booking.objects.get(pk=booking.pk).event}." in told


@pytest.mark.parametrize("many", [1, 4])
def test_however_many_dates_there_are_the_statements_are_as_many(
    many: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    Policy.objects.create(starts_on=date(2020, 1, 1), suspends_after=1)
    booking, user = booked()
    course = booking.event.course
    course.prerequisite = make_course()
    course.save()
    held = make_event(days=-10, status="held", register_closed_at=NOW)
    make_booking(held, booking.person, outcome="did-not-attend")
    for number in range(many):
        make_booking(make_event(days=60 + number), booking.person, outcome="waiting")
        make_event(course=course, days=60 + number, approval_hours=24)
    booking = Booking.objects.select_related("person__agency", "event__course").get(pk=booking.pk)
    user = User.objects.get(pk=user.pk)
    with django_assert_num_queries(10):
        dates = moving.other_dates(booking, by=user, at=NOW)
    assert len(dates) == many
    for each in dates:
        for told in ("builds on", "waiting for a place at that time", "was absent", "needs approval"):
            assert told in each.why_not
