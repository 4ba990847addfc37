"""Reporting years and quarters: 1 April to 31 March, written 2013-14, and 2016-17/Q1 for a quarter."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from core.refusals import Refusal

_PERIOD = re.compile(r"(?P<first>\d{4})-(?P<second>\d{2})(?:/Q(?P<quarter>[1-4]))?", re.ASCII)


class UnknownPeriod(Refusal):
    """What was given isn't the name of a reporting year or quarter."""


@dataclass(frozen=True)
class Period:
    """A reporting year or quarter, or the part of one up to a day; both ends belong to it."""

    first_year: int
    quarter: int | None = None
    until: date | None = None

    @property
    def year(self) -> str:
        """The reporting year it lies in: 2013-14."""
        return f"{self.first_year}-{(self.first_year + 1) % 100:02}"

    @property
    def name(self) -> str:
        """How it is written and read: 2013-14 or 2013-14/Q1."""
        return self.year if self.quarter is None else f"{self.year}/Q{self.quarter}"

    @property
    def starts(self) -> date:
        """Its first day."""
        return _quarter_starts(self.first_year, self.quarter or 1)

    @property
    def ends(self) -> date:
        """Its last day."""
        following = 5 if self.quarter is None else self.quarter + 1
        return _quarter_starts(self.first_year, following) - timedelta(days=1)

    @property
    def counted_to(self) -> date:
        """The last day whose events are counted."""
        return self.ends if self.until is None else self.until

    def cut(self, until: date | None) -> "Period":
        """The part of it up to and including `until`; refused where the day lies outside."""
        if until is not None and not self.starts <= until <= self.ends:
            raise UnknownPeriod(f"{until} is not in {self.name}, which runs from {self.starts} to {self.ends}.")
        return replace(self, until=until)

    def previous(self) -> "Period":
        """The same period, to the same day, a year before."""
        before = replace(self, first_year=self.first_year - 1, until=None)
        return before if self.until is None else replace(before, until=_a_year_before(self.until))

    def __str__(self) -> str:
        return self.name


def parse_period(name: str) -> Period:
    """The Period that `name` means; UnknownPeriod, with a sentence, for anything else."""
    match = _PERIOD.fullmatch(name.strip())
    if match is None or not 1901 <= int(match["first"]) <= 2999:
        raise UnknownPeriod(f"“{name}” is not a reporting year: write it as 2013-14, or 2013-14/Q1 for a quarter.")
    first = int(match["first"])
    if (first + 1) % 100 != int(match["second"]):
        following = Period(first).year
        raise UnknownPeriod(f"“{name}” is not a reporting year: the one that begins in April {first} is {following}.")
    return Period(first, int(match["quarter"]) if match["quarter"] else None)


def period_of(day: date) -> Period:
    """The reporting year that `day` lies in."""
    return Period(day.year if day.month >= 4 else day.year - 1)


def _quarter_starts(first_year: int, quarter: int) -> date:
    month = 1 + 3 * quarter
    return date(first_year + (month > 12), month - 12 if month > 12 else month, 1)


def _a_year_before(day: date) -> date:
    """29 February answers to the 28th, so that both spans end with the month."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)
