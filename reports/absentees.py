"""Who is missing so far: whom this year reached less than the last one had by this day, or than the board set out to.

It looks at the year that runs, up to today, and at the same part of the year before: while there is time to invite.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F

from core.figures import Rate
from core.years import Period, period_of
from events.models import LONDON, Event
from events.outcomes import COUNTED
from reports.counting.others import targets
from reports.counting.reference import Reference
from reports.counting.window import Span, Window
from reports.measures import ALL, KINDS_OF_SCOPE
from reports.models import Target

KINDS = {"target_group": "Target group", "agency": "Agency", "sector": "Sector"}
MOST_EVENTS = 12


@dataclass(frozen=True)
class Line:
    """One target group, agency or sector: who came so far, and what that is to be measured by."""

    kind: str
    code: str
    label: str
    attended: int
    before: int
    people: int
    workforce: int | None
    target: int | None
    gone: float

    @property
    def reached(self) -> Rate:
        """Different people who came, of the workforce."""
        return Rate(self.people, self.workforce or 0)

    @property
    def why(self) -> list[str]:
        """Why it counts as missing; nothing where it doesn't."""
        said = []
        if not self.attended:
            said.append("Nobody yet")
        elif self.attended < self.before:
            said.append("Fewer than by this day last year")
        if self.target is not None and self.people < self.target * self.gone:
            said.append("Behind its target")
        return said


def period(*, at: datetime) -> Period:
    """The year that runs, up to today."""
    today = at.astimezone(LONDON).date()
    return period_of(today).cut(today)


def lines(scope: str = ALL, *, at: datetime) -> list[Line]:
    """Every target group, sector, and agency that is hard to reach or has a target; those that are missing first."""
    window, reference = Window(period(at=at), at), Reference.load()
    aims = targets(window.period)
    watched = reference.looked_for()
    hard = reference.hard_to_reach()
    watched["agency"] = [code for code in watched["agency"] if code in hard or ("agency", code) in aims]
    found = list(_lines(_came(window, reference, scope), watched, aims, reference, window))
    return sorted(found, key=lambda line: (not line.why, list(KINDS).index(line.kind)))


def places_to_offer(*, at: datetime) -> list[Event]:
    """The next events that have free places, each with `places_taken`: where whoever is missing can be invited to."""
    coming = Event.objects.coming(at=at).filter(parent=None).with_places_taken()
    return list(coming.filter(places__gt=F("places_taken")).select_related("course", "area")[:MOST_EVENTS])


@dataclass
class _Came:
    attended: dict[int, Counter[tuple[str, str]]]
    people: Counter[tuple[str, str]]


def _came(window: Window, reference: Reference, scope: str) -> _Came:
    """Attendances of both years, and the different people of this one, by all that they are one of."""
    counted = window.bookings().filter(COUNTED["attended"], kind__in=KINDS_OF_SCOPE[scope])
    groups = counted.values_list("span", "agency_id", "target_group_id", "person_id").annotate(n=Count("pk"))
    attended: dict[int, Counter[tuple[str, str]]] = defaultdict(Counter)
    people: dict[tuple[str, str], set[int]] = defaultdict(set)
    for span, agency, target_group, person, number in groups.iterator():
        for which in reference.belongs_to(agency, target_group):
            attended[span][which] += number
            if span == Span.THIS:
                people[which].add(person)
    return _Came(attended, Counter({which: len(those) for which, those in people.items()}))


def _lines(
    came: _Came,
    watched: dict[str, list[str]],
    aims: dict[tuple[str, str], Target],
    reference: Reference,
    window: Window,
) -> Iterator[Line]:
    labels, workforces = reference.labels(), reference.workforces()
    for kind in KINDS:
        for code in watched[kind]:
            which, aim = (kind, code), aims.get((kind, code))
            yield Line(
                kind,
                code,
                labels[f"by_{kind}"][code],
                came.attended[Span.THIS][which],
                came.attended[Span.BEFORE][which],
                came.people[which],
                (aim and aim.workforce) or workforces[kind].get(code),
                aim.people if aim else None,
                _part_gone(window.period),
            )


def _part_gone(period: Period) -> float:
    """How much of the year is over, from 0 to 1."""
    return ((period.counted_to - period.starts).days + 1) / ((period.ends - period.starts).days + 1)
