"""The window: an event may be evaluated from its end until the end of the sixtieth day after, in London."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from evaluations import window
from events.models import LONDON, Booking, Event
from tests.evaluations.makers import make_attended
from tests.makers import make_event

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def late_evening_of(day: datetime) -> datetime:
    return datetime(day.year, day.month, day.day, 23, 59, tzinfo=LONDON)


@pytest.fixture
def event() -> Event:
    """One of March: by its last day the clocks have gone forward."""
    return make_attended(make_event(days=-50)).event


def is_found(event: Event, at: datetime) -> bool:
    return Booking.objects.filter(window.open_at(at), event=event).exists()


def test_it_opens_when_the_event_ends(event: Event) -> None:
    assert not is_found(event, event.ends_at - MINUTE)
    assert is_found(event, event.ends_at)


def test_it_opens_by_the_clock_in_london_whoever_asks() -> None:
    event = make_attended(make_event(days=0)).event
    ended = event.ends_at.astimezone(UTC)
    assert (event.ends_time, ended.time()) == (time(16, 30), time(15, 30))
    assert not is_found(event, ended - MINUTE)
    assert is_found(event, ended)


def test_it_closes_with_the_sixtieth_day_whatever_the_clocks_do(event: Event) -> None:
    last = late_evening_of(event.ends_at + timedelta(days=60))
    assert (event.ends_at.utcoffset(), last.utcoffset()) == (timedelta(0), timedelta(hours=1))
    assert (window.last_day(event), window.has_passed(event, at=last), is_found(event, last)) == (
        last.date(),
        False,
        True,
    )
    assert (window.has_passed(event, at=last + MINUTE), is_found(event, last + MINUTE)) == (True, False)


def test_the_last_evening_counts_though_it_is_already_tomorrow_elsewhere(event: Event) -> None:
    last = late_evening_of(event.ends_at + timedelta(days=60))
    elsewhere = last.astimezone(ZoneInfo("Asia/Tokyo"))
    assert elsewhere.date() > window.last_day(event)
    assert is_found(event, elsewhere)
    assert not window.has_passed(event, at=elsewhere)
