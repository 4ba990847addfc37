"""What the training team's first page lists as coming: each date by itself, soonest first."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from events import attention
from events.models import Event
from people.models import Duty
from tests.makers import NOW, make_booking, make_conference, make_event, make_event_on, make_user, make_workshop

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


def listed() -> list[tuple[Event, int, int, int]]:
    coming = attention.for_managers(at=NOW).coming
    return [(one.event, (one.starts_at.date() - NOW.date()).days, one.number, one.many) for one in coming]


def test_each_date_of_the_week_is_listed_also_of_what_began_before() -> None:
    begun, later, soon = make_event_on(-7, 3, 10), make_event_on(5, 6, 30), make_event(days=4)
    make_event_on(-1, 8)
    make_event_on(8, 9)
    expected = [(begun, 3, 2, 3), (soon, 4, 1, 1), (later, 5, 1, 3), (later, 6, 2, 3)]
    assert listed() == expected


def test_the_week_ends_to_the_minute_and_nothing_but_what_is_published_meets() -> None:
    event = make_event_on(1, 7)
    last = event.stretches[1][0]
    until = [len(attention.meetings(at=NOW, until=moment)) for moment in (last - timedelta(minutes=1), last)]
    assert until == [1, 2]
    assert len(attention.meetings(at=event.starts_at, until=last)) == 1
    make_workshop(make_conference(days=20), starts_on=NOW.date() + timedelta(days=2), ends_on=NOW.date() + WEEK)
    make_event_on(1, 2, status="draft")
    make_event_on(-1, 2, status="cancelled", cancelled_at=NOW)
    assert {one.event for one in attention.meetings(at=NOW, until=NOW + WEEK)} == {event}


def test_the_dates_of_all_are_asked_for_at_once(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    for _ in range(3):
        make_booking(make_event_on(1, 2))
    with django_assert_max_num_queries(2):
        coming = attention.meetings(at=NOW, until=NOW + WEEK)
    assert [(one.number, one.many) for one in coming] == [(1, 2)] * 3 + [(2, 2)] * 3


def test_the_page_says_which_date_it_is(client: Client) -> None:
    client.force_login(make_user(Duty.Kind.MANAGER))
    event = make_event_on(-7, 2, at=timezone.now())
    said = " ".join(client.get(reverse("workspace")).content.decode().split())
    assert f"{event.name}</a>, 2nd of 2 dates" in said
