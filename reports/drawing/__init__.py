"""Drawings of a compiled report, each from its stored figures and nothing else, so that they cannot disagree.

A format is a module here with `draw(report) -> bytes`, and its row in FORMATS.
"""

from collections.abc import Callable
from dataclasses import dataclass

from reports import seals
from reports.drawing import as_csv, as_csv_pack, as_html, as_json, as_pdf, as_xlsx
from reports.models import YearlyReport


@dataclass(frozen=True)
class Format:
    """How a report can be drawn; text is UTF-8 and may be shown on a terminal."""

    draw: Callable[[YearlyReport], bytes]
    media_type: str
    is_text: bool
    name: str
    purpose: str


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = {
    "pdf": Format(as_pdf.draw, "application/pdf", False, "PDF", "to print and to hand out"),
    "xlsx": Format(as_xlsx.draw, XLSX, False, "Excel workbook", "a sheet for every table, to reckon with"),
    "html": Format(
        as_html.draw, "text/html; charset=utf-8", True, "Web page", "this page as one file, to keep or send"
    ),
    "csv": Format(as_csv.draw, "text/csv; charset=utf-8", True, "CSV file", "every figure in one list, for programs"),
    "zip": Format(
        as_csv_pack.draw, "application/zip", False, "CSV pack", "a file for every table, with a data dictionary"
    ),
    "json": Format(as_json.draw, "application/json", True, "JSON file", "the stored figures themselves, for programs"),
}


def draw(report: YearlyReport, name: str) -> bytes:
    """The compiled report in the format of that name; refused where it isn't what was compiled or published."""
    seals.demand_whole(report)
    return FORMATS[name].draw(report)
