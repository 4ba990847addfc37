"""What earlier editions say of the same numbers: what they hid stays hidden, and what they told is known."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reports.measures import ALL
from reports.protecting.cells import ATTENDED, COLUMNS, HOURS, MEMBERS, PREVIOUS, Cell, Family, Status

Document = dict[str, Any]

SAME_YEAR: Mapping[str, str] = {name: name for name in COLUMNS}
YEAR_BEFORE: Mapping[str, str] = {PREVIOUS: ATTENDED}
YEAR_AFTER: Mapping[str, str] = {ATTENDED: PREVIOUS}


@dataclass(frozen=True)
class Earlier:
    """A published edition, and in which of its columns each of ours stands."""

    document: Document
    columns: Mapping[str, str]

    @property
    def is_same_year(self) -> bool:
        """Whether it tells of the very same period."""
        return self.columns is SAME_YEAR

    @property
    def dropped(self) -> set[str]:
        """The tables that it leaves out: `courses.by_agency`."""
        return set(self.document["protection"]["tables"])

    def row(self, cell: Cell) -> dict[str, Any] | None:
        """Its row of the cell; nothing where it has none."""
        rows = self.document["breakdowns"].get(f"{cell.scope}.{cell.table}", [])
        return next((row for row in rows if row["code"] == cell.code), None)

    def hides_hours(self, scope: str, column: str) -> bool:
        """Whether it withholds the scope's hours."""
        figure = self.document["figures"][f"{scope}.{HOURS}"]
        return figure["previous" if column == PREVIOUS else "value"] is None

    def small(self) -> set[tuple[str, str, str]]:
        """What it says to be fewer than the threshold: table, row and column."""
        listed = self.document["protection"]["rows"]
        return {(each["table"], each["code"], name) for each in listed for name in each["small"]}


def remember(family: Family, earlier: Earlier) -> None:
    """Hide in the family what the earlier edition hides, and note what it tells."""
    _have_its_rows(family, earlier)
    small, told = earlier.small(), set()
    for cell, value in family.values.items():
        if cell.column not in earlier.columns:
            continue
        column = earlier.columns[cell.column]
        if cell.table == HOURS:
            if earlier.hides_hours(cell.scope, column):
                family.status[cell] = Status.WITHHELD
            continue
        row = earlier.row(cell)
        if row and row[column] is None:
            was_small = (f"{cell.scope}.{cell.table}", cell.code, column) in small
            _hide(family, cell, was_small=was_small)
        elif family.is_free(cell):
            continue
        elif not family.is_personal and (row[column] if row else 0) == value:
            told.add(cell)
    family.known |= told


def _hide(family: Family, cell: Cell, *, was_small: bool) -> None:
    stays_small = was_small and family.is_small(cell) and family.status.get(cell) != Status.WITHHELD
    family.status[cell] = Status.SMALL if stays_small else Status.WITHHELD


def _have_its_rows(family: Family, earlier: Earlier) -> None:
    """Rows that it hides have one here too, even if nobody is in them now: that a row is missing would tell as much.

    A table that it leaves out stays out: its rows could be worked out from those of the year beside it.
    """
    for scope in (*MEMBERS, ALL, "elearning"):
        if f"{scope}.{family.leaf}" in earlier.dropped:
            family.dropped.add(scope)
            continue
        for table in family.tables:
            for row in earlier.document["breakdowns"][f"{scope}.{table}"]:
                if any(row[column] is None for column in earlier.columns.values()):
                    family.have_row(table, scope, row["code"], row["label"])
