"""Workbooks: what a cell holds natively becomes the text that CSV has for it."""

import warnings
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from openpyxl import Workbook

from core.records import sources
from core.records.tables import RawRow


def save(path: Path, rows: Sequence[Sequence[object]], formats: dict[str, str] | None = None) -> Path:
    """A workbook of one sheet, with number formats by cell."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "people"
    for row in rows:
        sheet.append(row)
    for cell, number_format in (formats or {}).items():
        sheet[cell].number_format = number_format
    book.save(path)
    return path


def read(path: Path) -> list[RawRow]:
    with sources.opened(path) as (table,):
        assert table.name == "people"
        return list(table.rows())


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        ("p1", "General", "p1"),
        (" Zoë\n", "General", " Zoë\n"),
        ("a_x000D_\nb", "General", "a\nb"),
        (True, "General", "yes"),
        (False, "General", "no"),
        (3, "General", "3"),
        (3.0, "General", "3"),
        (8316.62, '"£"#,##0.00', "8316.62"),
        (0.1 + 0.2, "General", "0.3"),
        (1e15, "General", "1000000000000000"),
        (1.5e-7, "General", "0.00000015"),
        (date(2013, 6, 26), "dd/mm/yyyy", "2013-06-26"),
        (datetime(2013, 6, 26, 9, 30), "dd/mm/yyyy hh:mm", "2013-06-26T09:30"),  # noqa: DTZ001
        (datetime(2013, 6, 26, 9, 30), "yyyy-mm-dd", "2013-06-26T09:30"),  # noqa: DTZ001 - the hours are there, unseen
        (datetime(2013, 6, 26), "dd/mm/yyyy HH:MM", "2013-06-26T00:00"),  # noqa: DTZ001
        (datetime(2013, 6, 26), '"hour" yyyy-mm-dd', "2013-06-26"),  # noqa: DTZ001
        (datetime(2013, 6, 26, 9, 30, 15), "yyyy-mm-dd hh:mm:ss", "2013-06-26T09:30:15"),  # noqa: DTZ001
        (time(9, 30), "hh:mm", "09:30:00"),
    ],
)
def test_native_values_become_the_text_of_csv(tmp_path: Path, value: object, number_format: str, text: str) -> None:
    rows = read(save(tmp_path / "package.xlsx", [["code"], [value]], {"A2": number_format}))
    assert list(rows[1].cells) == [text]


def test_every_minute_of_a_day_comes_through(tmp_path: Path) -> None:
    start = datetime(2013, 10, 27, tzinfo=UTC)
    minutes = [(start + timedelta(minutes=minute)).replace(tzinfo=None) for minute in range(24 * 60)]
    path = tmp_path / "package.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("people")
        shown = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
        sheet.write_string(0, 0, "starts")
        for index, moment in enumerate(minutes, start=1):
            sheet.write_datetime(index, 0, moment, shown)
    assert [row.cells[0] for row in read(path)[1:]] == [moment.isoformat(timespec="minutes") for moment in minutes]


def test_rows_and_cells_that_are_empty_keep_their_places(tmp_path: Path) -> None:
    path = save(tmp_path / "package.xlsx", [["code", "name", None], [], ["p1"], [None, "Ann"], ["p2", "Bo", "extra"]])
    assert [(row.number, list(row.cells)) for row in read(path)] == [
        (1, ["code", "name"]),
        (2, ["", ""]),
        (3, ["p1", ""]),
        (4, ["", "Ann"]),
        (5, ["p2", "Bo", "extra"]),
    ]


def changed(path: Path, before: bytes, after: bytes) -> Path:
    """The workbook with something else in the XML of its sheet."""
    sheet, other = "xl/worksheets/sheet1.xml", path.with_name("changed.xlsx")
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(other, "w") as archive:
        for name in whole.namelist():
            content = whole.read(name)
            assert name != sheet or before in content
            archive.writestr(name, content.replace(before, after) if name == sheet else content)
    return other


def test_a_size_that_is_not_the_true_one_is_not_believed(tmp_path: Path) -> None:
    path = save(tmp_path / "package.xlsx", [["code", "name"], ["p1", "Ann"]])
    for size in (b"A1:XFD1048576", b"A1:A1"):
        rows = read(changed(path, b"A1:B2", size))
        assert [list(row.cells) for row in rows] == [["code", "name"], ["p1", "Ann"]]


def test_a_row_as_wide_as_a_hostile_one_ends_the_sheet(tmp_path: Path) -> None:
    path = save(tmp_path / "package.xlsx", [["code"], [*[None] * 200, "x"], ["p1"]])
    assert read(path)[1:] == [RawRow(2, (), "is 201 cells wide, expected 200 at most.")]


def test_an_error_of_the_spreadsheet_is_a_fault_and_not_a_text(tmp_path: Path) -> None:
    path = save(tmp_path / "package.xlsx", [["code", "name"], ["p1", "#N/A"], ["p2", "Bo"]])
    rows = read(path)
    assert rows[1] == RawRow(2, (), "has the error #N/A in cell B2.")
    assert list(rows[2].cells) == ["p2", "Bo"]


def test_a_formula_is_its_last_value(tmp_path: Path) -> None:
    path = tmp_path / "package.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("people")
        sheet.write_row(0, 0, ["workforce"])
        sheet.write_formula(1, 0, "=20*3", None, 60)
    assert list(read(path)[1].cells) == ["60"]


def test_a_sheet_whose_xml_breaks_off_says_where(tmp_path: Path) -> None:
    path = save(tmp_path / "package.xlsx", [["code"], ["p1"]])
    assert read(changed(path, b"</sheetData>", b""))[-1] == RawRow(
        3, (), "can't be read (ParseError): save the workbook again as .xlsx."
    )


def test_openpyxl_s_warnings_are_nobody_s_concern(tmp_path: Path) -> None:
    path = save(tmp_path / "package.xlsx", [["enrolled"], [99_999_999]], {"A2": "yyyy-mm-dd"})
    with warnings.catch_warnings(record=True) as caught:
        assert read(path)[1].wrong == "has the error #VALUE! in cell A2."
    assert caught == []
