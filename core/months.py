"""Calendar months, written 2027-03, in weeks from Monday to Sunday; and days so many months later."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

_WRITTEN = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)


@dataclass(frozen=True, order=True)
class Month:
    """One month of one year."""

    year: int
    number: int

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return self.first.replace(day=calendar.monthrange(self.year, self.number)[1])

    @property
    def name(self) -> str:
        """How people read it: `March 2027`."""
        return f"{self.first:%B %Y}"

    @property
    def weeks(self) -> list[list[date | None]]:
        """Its days in weeks from Monday to Sunday; None for the days of the months beside it."""
        weeks = calendar.Calendar().monthdatescalendar(self.year, self.number)
        return [[day if day.month == self.number else None for day in week] for week in weeks]

    def plus(self, months: int) -> Month:
        """The month so many months later; earlier, where they are fewer than none."""
        since = self.year * 12 + self.number - 1 + months
        return Month(since // 12, since % 12 + 1)

    def __str__(self) -> str:
        return f"{self.year}-{self.number:02}"


def month_of(day: date) -> Month:
    """The month that the day lies in."""
    return Month(day.year, day.month)


def parse_month(text: str, *, between: tuple[Month, Month]) -> Month:
    """The month that is meant, or the nearest of those two and what lies between them; the first where none is."""
    earliest, latest = between
    written = _WRITTEN.fullmatch(text.strip())
    return min(max(Month(int(written[1]), int(written[2])), earliest), latest) if written else earliest


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month where it has no such day."""
    then = month_of(day).plus(months)
    return then.first.replace(day=min(day.day, then.last.day))
