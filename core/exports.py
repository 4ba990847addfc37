"""Lists as files: whatever list a page shows, whole and in its order, as CSV or as a workbook. Words stay words.

A view offers its lists by `if file := exports.asked(request, table): return file`, before it draws the page.
"""

import csv
import datetime as dt
from collections.abc import Iterator
from tempfile import TemporaryFile
from types import MappingProxyType
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils.text import slugify
from django.utils.timezone import localtime
from django_tables2 import RequestConfig
from xlsxwriter import Workbook

from core.csv_cells import safe_cell
from core.tables import HouseTable

OFFERED = MappingProxyType({"csv": "CSV", "xlsx": "Excel workbook"})
# Nothing that anybody typed becomes a formula, a link or a number; rows are written out as they come.
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "d mmm yyyy",
}
WIDTH = 24
LONGEST_CELL = 32_767


def asked(request: HttpRequest, *tables: HouseTable) -> HttpResponseBase | None:
    """The list that the request asks for as a file, if it does; each is offered below itself from now on."""
    for table in tables:
        table.offered_as = OFFERED
        kind = request.GET.get(f"{table.prefix}download")
        if kind in OFFERED:
            RequestConfig(request, paginate=False).configure(table)
            return _csv(table) if kind == "csv" else _workbook(table)
    return None


class _Echo:
    """A file that hands back at once what is written to it."""

    def write(self, text: str) -> str:
        return text


def _csv(table: HouseTable) -> StreamingHttpResponse:
    """In UTF-8, with the mark by which spreadsheets know it; days as 2027-03-10, moments by the wall clock."""
    writer = csv.writer(_Echo())

    def lines() -> Iterator[str]:
        yield "\ufeff"
        for row in table.plain_rows():
            yield writer.writerow([_as_text(cell) for cell in row])

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{_name(table)}.csv"'
    return response


def _as_text(cell: Any) -> str:
    if isinstance(cell, str):
        return safe_cell(cell)
    if isinstance(cell, dt.datetime):
        return f"{localtime(cell):%Y-%m-%d %H:%M}"
    return "" if cell is None else str(cell)


def _workbook(table: HouseTable) -> FileResponse:
    """One sheet, its headings held in place above the rows."""
    out = TemporaryFile()  # noqa: SIM115 - the response closes it
    book = Workbook(out, OPTIONS)
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    heading = book.add_format({"bold": True, "text_wrap": True, "bottom": 2})
    for number, row in enumerate(table.plain_rows()):
        if number == 0:
            sheet.set_column(0, max(len(row) - 1, 0), WIDTH)
        for column, cell in enumerate(row):
            _write(sheet, number, column, cell, heading if number == 0 else None)
    book.close()
    out.seek(0)
    return FileResponse(out, as_attachment=True, filename=f"{_name(table)}.xlsx")


def _write(sheet: Any, row: int, column: int, cell: Any, look: Any) -> None:
    if isinstance(cell, str):
        sheet.write_string(row, column, cell[:LONGEST_CELL], look)
    elif isinstance(cell, dt.datetime):
        sheet.write_datetime(row, column, localtime(cell).replace(tzinfo=None))
    elif isinstance(cell, dt.date):
        sheet.write_datetime(row, column, cell)
    elif cell is not None:
        sheet.write_number(row, column, cell)


def _name(table: HouseTable) -> str:
    return slugify(table.caption) or "list"
