"""When an event may be evaluated: from its end, for sixty days, by the calendar in London."""

from datetime import date, datetime, timedelta

from django.db.models import Q

from events.models import LONDON, Event

OPEN_FOR = timedelta(days=60)


def last_day(event: Event) -> date:
    """The last day on which the event may be evaluated."""
    return event.ends_on + OPEN_FOR


def has_passed(event: Event, *, at: datetime) -> bool:
    """Whether it is too late."""
    return at.astimezone(LONDON).date() > last_day(event)


def open_at(at: datetime) -> Q:
    """The same of bookings and evaluations: their event has ended, and it is not too late."""
    here = at.astimezone(LONDON)
    ended = Q(event__ends_on__lt=here.date()) | Q(event__ends_on=here.date(), event__ends_time__lte=here.time())
    return ended & ~passed_at(at)


def goes_on_at(at: datetime) -> Q:
    """Of events: they have not ended."""
    here = at.astimezone(LONDON)
    return Q(ends_on__gt=here.date()) | Q(ends_on=here.date(), ends_time__gt=here.time())


def passed_at(at: datetime) -> Q:
    """The same of bookings and evaluations: it is too late."""
    return Q(event__ends_on__lt=at.astimezone(LONDON).date() - OPEN_FOR)
