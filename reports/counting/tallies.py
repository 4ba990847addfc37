"""What becomes of bookings, added up: one Tally for each row of a breakdown, and Totals for each scope."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from decimal import Decimal

from django.db.models import Count

from events.outcomes import COUNTED
from reports.counting.window import Span
from reports.measures import KINDS_OF_SCOPE, SCOPES

OUTCOME_COUNTS = {f"n_{name}": Count("pk", filter=counted) for name, counted in COUNTED.items()}
"""Annotations in the order of a Tally's fields; prefixed, for a Booking has a field `unscheduled` of its own."""


@dataclass(slots=True)
class Tally:
    """How many bookings there were of each outcome."""

    booked: int = 0
    attended: int = 0
    cancelled: int = 0
    did_not_attend: int = 0
    unscheduled: int = 0
    not_recorded: int = 0

    def add(self, counts: Sequence[int]) -> None:
        """Add counts given in the order of the fields."""
        booked, attended, cancelled, did_not_attend, unscheduled, not_recorded = counts
        self.booked += booked
        self.attended += attended
        self.cancelled += cancelled
        self.did_not_attend += did_not_attend
        self.unscheduled += unscheduled
        self.not_recorded += not_recorded

    @property
    def counts(self) -> tuple[int, ...]:
        """The counts in the order of the fields."""
        return tuple(getattr(self, name) for name in OUTCOMES)

    @property
    def came_as_booked(self) -> int:
        """Those who came with a booking."""
        return self.attended - self.unscheduled

    @property
    def expected(self) -> int:
        """Those booked who did not cancel."""
        return self.booked - self.cancelled

    @property
    def closes(self) -> bool:
        """Whether everybody who was booked came, cancelled, did not come or was not recorded, and nobody else came."""
        return self.came_as_booked == self.expected - self.did_not_attend - self.not_recorded


OUTCOMES = tuple(each.name for each in fields(Tally))


@dataclass(slots=True)
class Totals(Tally):
    """Everything counted of one scope in one span; the names are those of reports.measures."""

    events: int = 0
    events_cancelled: int = 0
    courses: set[int] = field(default_factory=set)
    places: int = 0
    attended_where_places: int = 0
    people: int = 0
    hours: Decimal = Decimal(0)
    enrolled: int = 0
    started: int = 0
    completed: int = 0
    trainer_days: Decimal = Decimal(0)
    trainers_with_lived_experience: int = 0
    events_with_places: int = 0
    registers_closed: int = 0
    evaluations: int = 0

    @property
    def topics(self) -> int:
        """Different courses among the events held."""
        return len(self.courses)


class Counts:
    """Totals by span and scope, and the rows of the breakdowns, while they are being counted."""

    def __init__(self) -> None:
        self.totals = {(span, scope.name): Totals() for span in Span for scope in SCOPES}
        self._people: dict[tuple[int, str], Counter[str]] = defaultdict(Counter)
        self._rows: dict[tuple[str, int, str], dict[str, Tally]] = defaultdict(lambda: defaultdict(Tally))

    def add(self, breakdown: str, span: int, kind: str, code: str, counts: Sequence[int]) -> None:
        """Add to the row `code` of the breakdown."""
        self._rows[breakdown, span, kind][code].add(counts)

    def reach(self, span: int, kind: str, code: str) -> None:
        """Somebody of that agency, sector or target group came; said once a person."""
        self._people[span, kind][code] += 1

    def reached(self, span: Span, kind: str) -> Counter[str]:
        """How many different people of each agency, sector or target group came, to everything but e-learning."""
        return self._people[span, kind]

    def rows(self, breakdown: str, span: Span, scope: str) -> Mapping[str, Tally]:
        """The rows of a scope, by code: those of the kinds of event that belong to it, added up."""
        rows: dict[str, Tally] = defaultdict(Tally)
        for kind in KINDS_OF_SCOPE[scope]:
            for code, tally in self._rows.get((breakdown, span, kind), {}).items():
                rows[code].add(tally.counts)
        return rows
