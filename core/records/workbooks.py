"""Workbooks as tables: each cell becomes the text that the same value has in CSV."""

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from core.records.faults import PackageRefused
from core.records.tables import RawRow, Table

WIDEST = 200
_HOURS = re.compile(r"h", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')


@contextmanager
def opened(path: Path) -> Iterator[list[Table]]:
    """The sheets of the workbook at `path`, which has passed `archives.demand_safe_workbook`."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", module="openpyxl")  # about styles and the like: nothing that we read
        try:
            workbook = load_workbook(path, read_only=True, data_only=True, keep_links=False)
        except Exception as error:  # openpyxl raises whatever it trips over
            raise PackageRefused(f"{path.name} can't be read as a workbook: save it again as .xlsx.") from error
        try:
            yield [_table(sheet) for sheet in workbook.worksheets]
        finally:
            workbook.close()


def _table(sheet: Any) -> Table:
    return Table(sheet.title, lambda: _rows(sheet))


def _rows(sheet: Any) -> Iterator[RawRow]:
    sheet.reset_dimensions()  # what the file says of its size may be wrong; each row then ends with its last cell
    number, width = 0, 0
    try:
        for number, row in enumerate(sheet.iter_rows(), start=1):
            if len(row) > WIDEST:
                yield RawRow(number, (), f"is {len(row):,} cells wide, expected {WIDEST} at most.")
                return
            broken = next((cell for cell in row if cell.data_type == "e"), None)
            if broken:
                yield RawRow(number, (), f"has the error {broken.value} in cell {broken.coordinate}.")
                continue
            cells = _without_empty_end([_as_text(cell) for cell in row])
            width = width or len(cells)
            yield RawRow(number, cells + [""] * (width - len(cells)))
    except Exception as error:  # noqa: BLE001 - openpyxl raises whatever it trips over
        yield RawRow(number + 1, (), f"can't be read ({type(error).__name__}): save the workbook again as .xlsx.")


def _without_empty_end(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _as_text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return value.replace("_x000D_", "")  # how a workbook writes a carriage return
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return _plain(value)
    if isinstance(value, datetime):
        return _moment(value, cell.number_format or "")
    return value.isoformat() if isinstance(value, date) else str(value)


def _plain(value: float) -> str:
    """The fifteen digits that a spreadsheet keeps, without an exponent: 3.0 is 3, and 0.1 + 0.2 is 0.3."""
    return format(Decimal(f"{value:.15g}"), "f")


def _moment(value: datetime, number_format: str) -> str:
    """A day where the cell shows no hours, for a workbook keeps both as one kind of number."""
    shows_hours = _HOURS.search(_QUOTED.sub("", number_format))
    if not shows_hours and value.time() == value.min.time():
        return value.date().isoformat()
    return value.isoformat(timespec="minutes" if value.second == value.microsecond == 0 else "auto")
