"""The days of work that trainers gave: which of them count, and for whom; no change."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Case, Q, QuerySet, Value, When

from events.models import Event, EventTrainer
from training.models import Course

WITHOUT_AGENCY = "No agency on record"


@dataclass
class Sum:
    """What one agency gave, of the work that was chosen; `reported` are the days that the yearly report counts."""

    agency: str
    names: set[str] = field(default_factory=set)
    events: set[int] = field(default_factory=set)
    days: Decimal = Decimal(0)
    reported: Decimal = Decimal(0)

    @property
    def trainers(self) -> int:
        """How many trained; who has the same name is taken for the same person."""
        return len(self.names)

    @property
    def at_events(self) -> int:
        """At how many events."""
        return len(self.events)


def work(*, at: datetime) -> QuerySet[Any]:
    """Work at events that have begun at `at` and were not cancelled; each says whether it `is_reported`.

    A workshop earns its trainer's agency places as any event does, and its people and trainers are no figures of the
    yearly report: those are its conference's.
    """
    begun = Event.objects.listed().exclude(status=Event.Status.CANCELLED).started(at=at)
    is_reported = Q(event__parent=None) & ~Q(event__course__kind=Course.Kind.E_LEARNING)
    given = EventTrainer.objects.filter(event__in=begun.order_by().values("pk"))
    return given.annotate(is_reported=Case(When(is_reported, then=Value(value=True)), default=Value(value=False)))


def by_agency(chosen: QuerySet[Any]) -> list[Sum]:
    """What each agency gave of that work, whoever has none last; one statement."""
    sums: dict[int | None, Sum] = {}
    rows = chosen.order_by("agency__name", "agency")
    values = rows.values_list("agency", "agency__name", "name", "event", "days", "is_reported")
    for agency, called, name, event, days, is_reported in values:
        found = sums.setdefault(agency, Sum(called or WITHOUT_AGENCY))
        found.names.add(name)
        found.events.add(event)
        found.days += days
        found.reported += days if is_reported else 0
    return sorted(sums.values(), key=lambda one: one.agency == WITHOUT_AGENCY)


def altogether(sums: Iterable[Sum]) -> Sum:
    """All of them in one."""
    whole = Sum("")
    for one in sums:
        whole.names |= one.names
        whole.events |= one.events
        whole.days += one.days
        whole.reported += one.reported
    return whole
