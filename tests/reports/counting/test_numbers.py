"""Numbers in the document are ints where they are whole, else floats."""

from decimal import Decimal

import pytest

from reports.counting.numbers import number


@pytest.mark.parametrize(
    ("value", "made"), [(3, 3), (Decimal("3.00"), 3), (Decimal("0.10"), 0.1), (8.0, 8), (-2.5, -2.5), (0, 0)]
)
def test_whole_or_not(value: Decimal | float, made: float) -> None:
    assert (number(value), type(number(value))) == (made, type(made))
