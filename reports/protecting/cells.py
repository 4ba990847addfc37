"""The numbers of one breakdown and its parent, in every scope, while it is decided what is shown of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from reports.counting.tallies import OUTCOMES
from reports.measures import ALL, NOT_RECORDED, SCOPES
from reports.protecting.thresholds import Thresholds

BOOKED, ATTENDED, PREVIOUS = "booked", "attended", "previous"
COLUMNS = (*OUTCOMES, PREVIOUS)
MEMBERS = tuple(scope.name for scope in SCOPES if scope.name not in {ALL, "elearning"})
"""The scopes that add up to `all`."""
HOURS = "hours"
"""The headline of hours, as a table of its own: it adds up attendances, each times its course's hours."""


class Cell(NamedTuple):
    """Where a number stands: `by_agency` of `courses`, the row `police`, the column `attended`."""

    table: str
    scope: str
    code: str
    column: str


class Status(StrEnum):
    """What is published of a number."""

    SHOWN = "shown"
    ROUNDED = "rounded"
    SMALL = "small"
    """That it is one of 1 to 4."""
    WITHHELD = "withheld"
    """Nothing: it may be any number."""


HIDDEN = (Status.SMALL, Status.WITHHELD)


@dataclass
class Family:
    """A breakdown, and with `parent` the one that its rows roll up to, row for row by `parents`.

    `rows` are the codes of each table in each scope, `labels` what they are called. A scope in `dropped` has no
    rows in the edition at all.
    """

    leaf: str
    rows: dict[tuple[str, str], list[str]]
    values: dict[Cell, int]
    thresholds: Thresholds
    parent: str = ""
    parents: Mapping[str, str] = field(default_factory=dict)
    is_personal: bool = False
    weights: Mapping[str, int] = field(default_factory=dict)
    status: dict[Cell, Status] = field(default_factory=dict)
    known: frozenset[Cell] = frozenset()
    dropped: set[str] = field(default_factory=set)
    labels: dict[tuple[str, str], str] = field(default_factory=dict)

    @property
    def tables(self) -> tuple[str, ...]:
        """The leaf's name, and the parent's."""
        return (self.leaf, self.parent) if self.parent else (self.leaf,)

    def parent_of(self, code: str) -> str:
        """The row that the code rolls up to."""
        return self.parents.get(code, NOT_RECORDED)

    def children_of(self, code: str, scope: str) -> Iterable[str]:
        """The rows that roll up to the code."""
        return (each for each in self.codes(self.leaf, scope) if self.parent_of(each) == code)

    def codes(self, table: str, scope: str) -> list[str]:
        """The rows that could have anybody in them: of a dropped scope, those of all scopes together."""
        everywhere = (ALL,) if scope in {*MEMBERS, ALL} else ()
        scopes = (scope, *everywhere) if scope in self.dropped else (scope,)
        return list(dict.fromkeys(code for each in scopes for code in self.rows.get((table, each), ())))

    def have_row(self, table: str, scope: str, code: str, label: str) -> None:
        """Add the row, with nobody in it, unless it is there."""
        if code not in self.rows[table, scope]:
            self.rows[table, scope].append(code)
            self.values |= {Cell(table, scope, code, column): 0 for column in COLUMNS}
        self.labels.setdefault((table, code), label)

    def is_free(self, cell: Cell) -> bool:
        """Whether nothing is said of it, not even that it exists."""
        return cell.scope in self.dropped and cell.table != HOURS

    def is_hidden(self, cell: Cell) -> bool:
        """Whether its number is withheld."""
        return self.status.get(cell) in HIDDEN

    def is_small(self, cell: Cell) -> bool:
        """Whether the number itself must not be shown."""
        value = self.values[cell]
        return value < self.thresholds.personal if self.is_personal else 0 < value < self.thresholds.work

    def bounds(self, cell: Cell) -> tuple[int, int | None]:
        """Between which numbers a reader knows it to be."""
        value, status = self.values.get(cell, 0), self.status.get(cell, Status.SHOWN)
        if self.is_free(cell) or status == Status.WITHHELD:
            return 0, None
        if status == Status.SMALL:
            return 1, self.thresholds.work - 1
        if status == Status.ROUNDED:
            return self.thresholds.before_rounding(self.thresholds.rounded(value))
        return value, value
