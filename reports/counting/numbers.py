"""Numbers as the document holds them."""

from decimal import Decimal


def number(value: Decimal | float) -> int | float:
    """A whole number as an int, any other as a float; never a Decimal."""
    whole = int(value)
    return whole if whole == value else float(value)
