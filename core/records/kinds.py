"""What the cells of a records package may hold: each kind reads a text, or says what it found and what it expected."""

import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from core.records.faults import shown
from core.refusals import Refusal
from core.years import parse_period

LARGEST = 2_147_483_647  # PostgreSQL's integer
LONGEST = 32_767  # what one cell of a workbook holds
YEARS = range(1950, 2100)
DayT = TypeVar("DayT", bound=date)

_CODE = re.compile(r"[-\w]+", re.ASCII)
_WORD = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_WHOLE = re.compile(r"\d+", re.ASCII)
_NUMBER = re.compile(r"-?\d+(\.\d{1,2})?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d", re.ASCII)


class Wrong(Exception):
    """A cell that doesn't hold what its column expects, said in a sentence."""


@dataclass(frozen=True)
class Kind:
    """What a cell may hold: in words, as the reading of a text, and as the value of an empty cell.

    `read` raises ValueError for a text that won't do, or Wrong where it can say more than what was expected.
    """

    expected: str
    read: Callable[[str], Any]
    empty: Any = None

    def __call__(self, cell: str) -> Any:
        """The value of a cell that isn't empty; Wrong, with a sentence, for one that won't do."""
        try:
            return self.read(cell)
        except ValueError as error:
            raise Wrong(f"found {shown(cell)}, expected {self.expected}.") from error


def text(longest: int) -> Kind:
    """One line of text of up to so many characters."""

    def read(cell: str) -> str:
        if "\n" in cell or "\r" in cell:
            raise Wrong("runs over several lines, expected one.")
        return _no_longer_than(longest, cell)

    return Kind(f"text of up to {longest:,} characters", read, empty="")


def paragraphs() -> Kind:
    """Text that may run over several lines, as long as a cell of a workbook can be."""

    def read(cell: str) -> str:
        return _no_longer_than(LONGEST, cell.replace("\r\n", "\n").replace("\r", "\n"))

    return Kind(f"text of up to {LONGEST:,} characters, in one line or several", read, empty="")


def code(longest: int) -> Kind:
    """A code: letters, digits, hyphens and underscores, capitals told apart."""
    return _matching(_CODE, longest, f"a code of up to {longest} letters, digits, hyphens and underscores")


def word(longest: int) -> Kind:
    """A lower-case word with hyphens."""
    return _matching(_WORD, longest, f"a lower-case word of up to {longest} characters, hyphens between its parts")


def token(longest: int) -> Kind:
    """One line of text that tells rows apart; equal ones share their memory."""
    plain = text(longest)
    return Kind(plain.expected, lambda cell: sys.intern(plain.read(cell)), empty="")


def choice(words: Iterable[str]) -> Kind:
    """One of those words."""
    allowed = {word: word for word in words}
    return Kind(listed(allowed), lambda cell: _looked_up(allowed, cell), empty="")


def yes_no() -> Kind:
    """Yes or no, and None for not recorded."""
    return Kind("yes or no", lambda cell: _looked_up({"yes": True, "no": False}, cell))


def whole() -> Kind:
    """A whole number from 0 up."""

    def read(cell: str) -> int:
        number = int(_matched(_WHOLE, cell))
        if number > LARGEST:
            raise Wrong(f"found {shown(cell)}, expected at most {LARGEST:,}.")
        return number

    return Kind("a whole number, 0 or more", read)


def number(below: int) -> Kind:
    """A number from 0 up, in up to two decimals."""
    return Kind(
        f"a number from 0 to below {below:,} with at most two decimals", lambda cell: _decimal(cell, Decimal(0), below)
    )


def pounds() -> Kind:
    """An amount in pounds and pence; a minus sign may stand before it."""
    below = 10_000_000_000
    return Kind("an amount in pounds, like 8500.00", lambda cell: _decimal(cell, Decimal(1 - below), below))


def day() -> Kind:
    """A date."""

    def read(cell: str) -> date:
        return _in_living_memory(date.fromisoformat(_matched(_DAY, cell)))

    return Kind("a date, like 2013-06-26", read)


def moment() -> Kind:
    """A local date and time, as a naive datetime: what the clock on the wall says."""

    def read(cell: str) -> datetime:
        return _in_living_memory(datetime.fromisoformat(_matched(_MOMENT, cell)))

    return Kind("a date and time, like 2013-06-26T09:30", read)


def reporting_year() -> Kind:
    """A reporting year."""

    def read(cell: str) -> str:
        try:
            period = parse_period(cell)
        except Refusal as refusal:
            raise ValueError(str(refusal)) from refusal
        return _matched(re.compile(period.year), cell)

    return Kind("a reporting year, like 2013-14", read)


def email() -> Kind:
    """An e-mail address."""

    def read(cell: str) -> str:
        try:
            validate_email(_no_longer_than(254, cell))
        except ValidationError as error:
            raise ValueError(cell) from error
        return cell

    return Kind("an e-mail address", read, empty="")


def listed(words: Iterable[str], conjunction: str = "or") -> str:
    """`a, b or c`, for a sentence."""
    *others, last = words
    return f"{', '.join(others)} {conjunction} {last}" if others else last


def _matching(pattern: re.Pattern[str], longest: int, expected: str) -> Kind:
    def read(cell: str) -> str:
        return sys.intern(_no_longer_than(longest, _matched(pattern, cell)))

    return Kind(expected, read, empty="")


def _matched(pattern: re.Pattern[str], cell: str) -> str:
    if not pattern.fullmatch(cell):
        raise ValueError(cell)
    return cell


def _no_longer_than(longest: int, cell: str) -> str:
    if len(cell) > longest:
        raise Wrong(f"has {len(cell):,} characters, expected {longest:,} at most.")
    return cell


def _looked_up(values: dict[str, Any], cell: str) -> Any:
    if cell not in values:
        raise ValueError(cell)
    return values[cell]


def _decimal(cell: str, least: Decimal, below: int) -> Decimal:
    value = Decimal(_matched(_NUMBER, cell))
    if not least <= value < below:
        raise ValueError(cell)
    return value


def _in_living_memory(value: DayT) -> DayT:
    if value.year not in YEARS:
        raise Wrong(f"found the year {value.year}, expected one from {YEARS[0]} to {YEARS[-1]}.")
    return value
