"""Where rows come from: a table is a named, lazy run of raw rows, whatever kind of file it lies in."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple


class RawRow(NamedTuple):
    """One row of a file as texts, counted as a spreadsheet does; or what is wrong with it, and then no cells."""

    number: int
    cells: Sequence[str]
    wrong: str = ""


@dataclass(frozen=True)
class Table:
    """A file of a package by its bare name, `bookings`; `rows()` reads it from the start, header first, each time."""

    name: str
    rows: Callable[[], Iterator[RawRow]]
