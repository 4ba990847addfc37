"""News of alarms: once a day managers are written to of what rings and did not before; of nothing, nothing."""

from collections.abc import Iterator
from datetime import datetime, time

from django.db import transaction

from core import jobs, mail
from events import alarms
from events.models import LONDON, Event, RungAlarm
from people.models import User

JOB = "tell managers of alarms"
TOLD_AT = time(7)
"""In the morning, by the clock in London."""
Kind = RungAlarm.Kind


@transaction.atomic(durable=True)
def tell_due(*, at: datetime) -> int:
    """Write to every manager of the alarms that ring since the last letter, once a day; how many letters.

    What stopped ringing, and rings again, is told again.
    """
    today = at.astimezone(LONDON).date()
    due_at = datetime.combine(today, TOLD_AT, LONDON)
    if at < due_at or not jobs.take(JOB, due_at=due_at, at=at):
        return 0
    ringing = set(_ringing(at=at))
    rung = {(kind, event): pk for pk, kind, event in RungAlarm.objects.values_list("pk", "kind", "event_id")}
    RungAlarm.objects.filter(pk__in=[pk for each, pk in rung.items() if each not in ringing]).delete()
    new = sorted(ringing - set(rung))
    RungAlarm.objects.bulk_create(RungAlarm(kind=kind, event_id=event, rang_on=today) for kind, event in new)
    return _tell(at=at) if new else 0


def of_day(day: str) -> dict[str, list[Event]]:
    """What managers are told on that day, by the words of the alarm: the events, soonest first, unless they ended."""
    rung = RungAlarm.objects.filter(rang_on=day, event__status=Event.Status.PUBLISHED)
    in_order = rung.order_by("event__starts_on", "event__starts_time", "event_id").select_related("event__course")
    told = {kind: [each.event for each in in_order if each.kind == kind] for kind in Kind}
    return {str(kind.label): events for kind, events in told.items() if events}


def _ringing(*, at: datetime) -> Iterator[tuple[str, int]]:
    now = alarms.ringing(at=at)
    of_events = {
        Kind.TOO_FEW: now.too_few,
        Kind.UNDECIDED: now.undecided,
        Kind.ENOUGH_FOR_ANOTHER: now.enough_for_another,
        Kind.FREED: now.freed,
    }
    yield from ((kind.value, event.pk) for kind, events in of_events.items() for event in events)
    yield from ((Kind.UNCLAIMED.value, rule.event_id) for rule in now.unclaimed)


def _tell(*, at: datetime) -> int:
    managers = list(User.objects.managers())
    day = str(at.astimezone(LONDON).date())
    for user in managers:
        mail.post("alarms", key=f"{user.pk}:{day}", at=at, user=user.pk, day=day)
    return len(managers)
