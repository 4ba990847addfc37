"""Closed years: once the report of a reporting year is published, what it was counted from is not opened again.

The reports floor closes them; the floors below ask here, for none of them may look up.
"""

from datetime import date, datetime

from core.models import ClosedYear
from core.refusals import Refusal
from core.years import Period, period_of


class YearClosed(Refusal):
    """The report of that year is published."""


def close(period: Period, *, at: datetime) -> None:
    """Close the reporting year, if it isn't closed already; wants an open transaction."""
    ClosedYear.objects.get_or_create(year=period.year, defaults={"closed_at": at})


def why_not_open(day: date) -> YearClosed | None:
    """Why what belongs to that day is not opened again, or None."""
    year = period_of(day).year
    if not ClosedYear.objects.filter(year=year).exists():
        return None
    return YearClosed(f"The report of {year} is published, and what it was counted from stays as it is.")
