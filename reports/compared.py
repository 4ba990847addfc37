"""Numbers beside those of the year before, as the document holds them."""

from decimal import Decimal
from typing import Any

from core.figures import percent_change
from reports.counting.numbers import number


def beside_the_year_before(value: Decimal | int, previous: Decimal | int) -> dict[str, Any]:
    """The year before, the change, and the change in per cent of the year before."""
    change = percent_change(number(value), number(previous))
    return {"previous": number(previous), "change": number(value - previous), "percent_change": change}
