"""Uptake: one agency beside the others of its sector, in the words of the yearly report, for those who lead it.

Leads see their own agency exactly. Of the others they see shares of all of them together, where those are three at
least and the share leaves nobody standing alone: neither 1 to 4 people in it nor 1 to 4 outside (docs/decisions/0023).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from core.figures import Rate, half_up
from core.words import percent
from core.years import Period, period_of
from events.models import LONDON
from people.models import Agency, TargetGroup
from reports.counting.tallies import OUTCOME_COUNTS, Tally
from reports.counting.window import Span, Window
from reports.measures import ALL, KINDS_OF_SCOPE, NOT_RECORDED_LABEL
from training.models import Course

FEWEST_AGENCIES = 3
SMALL = range(1, 5)
TOO_FEW = "Too few to say"
RateOf = Callable[[Tally], Rate]


def came(tally: Tally) -> Rate:
    """Of those expected, how many came."""
    return Rate(tally.came_as_booked, tally.expected)


def did_not_attend(tally: Tally) -> Rate:
    """Of those expected, how many did not come."""
    return Rate(tally.did_not_attend, tally.expected)


def cancelled(tally: Tally) -> Rate:
    """Of those booked, how many gave their place back."""
    return Rate(tally.cancelled, tally.booked)


RATES: tuple[tuple[str, RateOf], ...] = (
    ("Of those expected, came", came),
    ("Of those expected, did not attend", did_not_attend),
    ("Of those booked, cancelled", cancelled),
)


@dataclass
class Comparison:
    """An agency in one respect, this year and the year before, and each of the others this year, by its id."""

    ours: Tally = field(default_factory=Tally)
    before: Tally = field(default_factory=Tally)
    others: dict[int, Tally] = field(default_factory=lambda: defaultdict(Tally))

    @property
    def all_others(self) -> Tally:
        """The others together."""
        together = Tally()
        for tally in self.others.values():
            together.add(tally.counts)
        return together

    def is_told_of(self) -> bool:
        """Whether there is anything to say: of the agency itself, or of enough others."""
        is_ours = any(self.ours.counts) or any(self.before.counts)
        return is_ours or sum(tally.attended > 0 for tally in self.others.values()) >= FEWEST_AGENCIES

    def of_ours(self, rate_of: RateOf) -> str:
        """The agency's own share, exactly: `83% of 24`."""
        return _exactly(rate_of(self.ours))

    def of_before(self, rate_of: RateOf) -> str:
        """The same a year before."""
        return _exactly(rate_of(self.before))

    def of_others(self, rate_of: RateOf) -> str:
        """The share of the others together: `81% of about 320`; or that they are too few to say."""
        rate = rate_of(self.all_others)
        agencies = sum(rate_of(tally).base > 0 for tally in self.others.values())
        stands_alone = rate.numerator in SMALL or rate.base - rate.numerator in SMALL
        if agencies < FEWEST_AGENCIES or stands_alone:
            return TOO_FEW
        return f"{percent(rate.percent)} of about {5 * half_up(rate.base / 5):,}"


Row = tuple[str, Comparison]


@dataclass(frozen=True)
class Uptake:
    """The whole comparison: in all, by course and by target group."""

    agency: Agency
    window: Window
    in_all: Comparison
    by_course: list[Row]
    by_target_group: list[Row]
    for_each_hundred: tuple[str, str]


def years(*, at: datetime) -> tuple[Period, Period]:
    """The years that are compared: this one up to today, and the last."""
    today = at.astimezone(LONDON).date()
    this = period_of(today)
    return this.cut(today), this.previous()


def of(agency: Agency, period: Period, *, at: datetime) -> Uptake:
    """The agency's uptake in that period; four statements, however many bookings and agencies."""
    window = Window(period, at)
    in_all = Comparison()
    courses: dict[int, Comparison] = defaultdict(Comparison)
    groups: dict[int | None, Comparison] = defaultdict(Comparison)
    for span, who, course, group, *counts in _counted(agency, window):
        for comparison in (in_all, courses[course], groups[group]):
            _add(comparison, agency, span, who, counts)
    titles = dict(Course.objects.filter(pk__in=courses).values_list("pk", "title"))
    named: dict[int | None, str] = {None: NOT_RECORDED_LABEL}
    named |= {group.pk: str(group) for group in TargetGroup.objects.filter(pk__in=[pk for pk in groups if pk])}
    return Uptake(
        agency=agency,
        window=window,
        in_all=in_all,
        by_course=_rows(courses, titles, key=lambda row: (-row[1].ours.attended, row[0])),
        by_target_group=_rows(groups, named, key=lambda row: row[0]),
        for_each_hundred=_for_each_hundred(agency, in_all),
    )


def _counted(agency: Agency, window: Window) -> Any:
    """What became of the bookings of the whole sector, by span, agency, course and target group; one statement."""
    of_sector = window.bookings().filter(agency__sector=agency.sector_id, event__course__kind__in=KINDS_OF_SCOPE[ALL])
    groups = of_sector.values_list("span", "agency", "event__course", "target_group")
    return groups.annotate(**OUTCOME_COUNTS).iterator()


def _add(comparison: Comparison, agency: Agency, span: int, who: int, counts: list[int]) -> None:
    if who == agency.pk:
        (comparison.ours if span == Span.THIS else comparison.before).add(counts)
    elif span == Span.THIS:
        comparison.others[who].add(counts)


def _rows(found: dict[Any, Comparison], names: dict[Any, str], *, key: Callable[[Row], Any]) -> list[Row]:
    return sorted(((names[each], row) for each, row in found.items() if row.is_told_of()), key=key)


def _for_each_hundred(agency: Agency, in_all: Comparison) -> tuple[str, str]:
    """How often people came for each 100 whom the agency could send, and the same of the others that say how many."""
    of_sector = Agency.objects.with_people().filter(sector=agency.sector_id, workforce__gt=0)
    sizes = {pk: size for pk, size in of_sector.values_list("pk", "workforce") if size}
    ours = _per_hundred(in_all.ours.attended, sizes.pop(agency.pk, None))
    attended = sum(tally.attended for who, tally in in_all.others.items() if who in sizes)
    if len(sizes) < FEWEST_AGENCIES or attended in SMALL:
        return ours, TOO_FEW
    return ours, _per_hundred(attended, sum(sizes.values()))


def _per_hundred(attended: int, size: int | None) -> str:
    return f"{100 * attended / size:.1f}" if size else "Workforce not on record"


def _exactly(rate: Rate) -> str:
    return f"{percent(rate.percent)} of {rate.base:,}" if rate.base else percent(None)
