"""Percentages and changes as the house prints them: rounded half up, and none without a base."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TypedDict


class RateData(TypedDict):
    """A rate as it is stored and handed over: both counts travel with the percentage."""

    numerator: int
    base: int
    percent: float | None
    rounded: int | None


@dataclass(frozen=True)
class Rate:
    """A share of a named base, both whole numbers of things counted."""

    numerator: int
    base: int

    @property
    def percent(self) -> float | None:
        """100 x numerator / base, unrounded; None without a base."""
        return 100 * self.numerator / self.base if self.base else None

    @property
    def rounded(self) -> int | None:
        """The same, rounded half up from the exact fraction; None without a base."""
        return (200 * self.numerator + self.base) // (2 * self.base) if self.base else None

    def as_data(self) -> RateData:
        """The stored form."""
        return {"numerator": self.numerator, "base": self.base, "percent": self.percent, "rounded": self.rounded}


def percent_change(value: float, previous: float) -> float | None:
    """The change from `previous` to `value` in per cent of `previous`, unrounded; None without a base."""
    return 100 * (value - previous) / previous if previous else None


def half_up(value: float) -> int:
    """`value` rounded to a whole number, halves away from zero."""
    return int(Decimal(repr(value)).quantize(Decimal(1), rounding=ROUND_HALF_UP))
