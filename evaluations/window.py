"""When people may be asked, and answer: each kind of questionnaire has its days, by the calendar in London.

What is asked before is open until the event begins; at its end, for sixty days; later and of managers, for sixty days
from the day on which it is asked.
"""

from datetime import date, datetime, timedelta

from django.db.models import Q

from evaluations.models import Evaluation, Questionnaire
from events.models import LONDON, Event
from training.models import Course

Kind = Questionnaire.Kind
OPEN_FOR = timedelta(days=60)


def last_day(event: Event) -> date:
    """The last day on which the event may be evaluated at its end."""
    return event.ends_on + OPEN_FOR


def last_day_of(evaluation: Evaluation) -> date:
    """The last day on which that one may be given."""
    if evaluation.kind == Kind.BEFORE:
        return evaluation.event.starts_on
    return evaluation.open_until or last_day(evaluation.event)


def has_passed(event: Event, *, at: datetime) -> bool:
    """Whether it is too late to evaluate it at its end."""
    return at.astimezone(LONDON).date() > last_day(event)


def has_passed_for(evaluation: Evaluation, *, at: datetime) -> bool:
    """Whether it is too late to give that one."""
    if evaluation.kind == Kind.BEFORE:
        return evaluation.event.has_begun(at=at)
    return at.astimezone(LONDON).date() > last_day_of(evaluation)


def open_at(at: datetime) -> Q:
    """Of bookings: their event has ended, and it is not too late to evaluate it at its end."""
    here = at.astimezone(LONDON)
    ended = Q(event__ends_on__lt=here.date()) | Q(event__ends_on=here.date(), event__ends_time__lte=here.time())
    return ended & ~Q(event__ends_on__lt=here.date() - OPEN_FOR)


def before_at(at: datetime) -> Q:
    """Of bookings: their event has yet to begin."""
    return ~_begun(at)


def later_at(at: datetime) -> Q:
    """Of bookings: so many weeks have passed since their event as its course says, and not sixty days more."""
    today, due = at.astimezone(LONDON).date(), Q(pk__in=[])
    for weeks in Course.objects.order_by().values_list("later_weeks", flat=True).distinct():
        on = today - timedelta(weeks=weeks)
        due |= Q(event__course__later_weeks=weeks, event__ends_on__lte=on, event__ends_on__gte=on - OPEN_FOR)
    return due


def goes_on_at(at: datetime) -> Q:
    """Of events: they have not ended."""
    here = at.astimezone(LONDON)
    return Q(ends_on__gt=here.date()) | Q(ends_on=here.date(), ends_time__gt=here.time())


def passed_at(at: datetime) -> Q:
    """Of evaluations: it is too late to give them."""
    today = at.astimezone(LONDON).date()
    days = Q(open_until__lt=today) | Q(open_until=None, event__ends_on__lt=today - OPEN_FOR)
    return (Q(kind=Kind.BEFORE) & _begun(at)) | (~Q(kind=Kind.BEFORE) & days)


def _begun(at: datetime) -> Q:
    here = at.astimezone(LONDON)
    return Q(event__starts_on__lt=here.date()) | Q(event__starts_on=here.date(), event__starts_time__lte=here.time())
