"""The board's policy on notice: which one is in force, and when a cancellation counts as late by it."""

from datetime import date, datetime, timedelta

from events.models import LONDON, Event, Policy


def in_force(*, at: datetime) -> Policy:
    """The policy of that day; before the first one starts, what a policy says where nobody decided otherwise."""
    today = at.astimezone(LONDON).date()
    return Policy.objects.filter(starts_on__lte=today).first() or Policy(starts_on=today)


def is_late(event: Event, policy: Policy, *, at: datetime) -> bool:
    """Whether giving back a place at `at` is late for that event."""
    return at > in_time_until(event, policy)


def in_time_until(event: Event, policy: Policy) -> datetime:
    """The last moment at which giving a place back is in time: at the event's time of day, so many days before."""
    back = _working_days_before if policy.in_working_days else _days_before
    return datetime.combine(back(event.starts_on, policy.notice_days), event.starts_time, tzinfo=LONDON)


def _days_before(day: date, days: int) -> date:
    return day - timedelta(days=days)


def _working_days_before(day: date, days: int) -> date:
    """Monday to Friday; public holidays count as working days."""
    while days:
        day -= timedelta(days=1)
        days -= day.weekday() < 5
    return day
