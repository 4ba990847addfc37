"""The report's tables as a pack of CSV files, one a table, with a data dictionary that says what every column holds.

Numbers are as in the CSV file in long form: exact, unrounded, as programs write them. The files begin with the mark by
which spreadsheets know UTF-8.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO, StringIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils.text import slugify

from core.csv_cells import safe_cell
from reports.drawing.as_csv import value_of
from reports.drawing.blocks import Comment, Outline, Table, Unit
from reports.drawing.outline import outline
from reports.drawing.source import Source
from reports.models import YearlyReport

DICTIONARY, COMMENTARY = "data-dictionary.csv", "commentary.csv"
DICTIONARY_HEADER = ("file", "section", "table", "column", "unit", "what it holds")
HOLDS = {
    Unit.TEXT: "Words.",
    Unit.COUNT: "A number of things counted.",
    Unit.KNOWN: "A number that somebody recorded, or “not known”.",
    Unit.MEAN: "A mean, unrounded, or “no base”.",
    Unit.MEAN_CHANGE: "The mean of each person’s second answer less their first, unrounded, or “no base”.",
    Unit.CHANGE: "The number less that of the year before.",
    Unit.PERCENT: "A share in per cent, unrounded, or “no base” where there is nothing to take a share of.",
    Unit.PERCENT_CHANGE: "The change in per cent of the year before, unrounded, or “no base”.",
    Unit.POUNDS: "A sum in pounds, or “not given”.",
}
LONGEST_NAME = 60


def draw(report: YearlyReport) -> bytes:
    """The same bytes whenever it is drawn: its files bear the moment at which the figures were counted."""
    drawn, out = outline(report), BytesIO()
    moment = Source(report.figures).compiled_at.timetuple()[:6]
    with ZipFile(out, "w") as pack:
        for name, rows in _files(drawn):
            info = ZipInfo(name, moment)
            info.compress_type = ZIP_DEFLATED
            pack.writestr(info, _csv(rows))
    return out.getvalue()


def file_name(table: Table) -> str:
    """`table-012-training-courses-attended-by-agency.csv`."""
    return f"table-{table.number:03}-{slugify(table.title)[:LONGEST_NAME].strip('-')}.csv"


def _files(drawn: Outline) -> Iterator[tuple[str, Iterable[Sequence[str]]]]:
    yield DICTIONARY, [DICTIONARY_HEADER, *_dictionary(drawn)]
    said = [
        (section.title, text)
        for section in drawn.sections
        for block in section.blocks
        if isinstance(block, Comment)
        for text in block.paragraphs
    ]
    if said:
        yield COMMENTARY, [("section", "commentary"), *([safe_cell(text) for text in row] for row in said)]
    for _, table in drawn.tables:
        yield file_name(table), _rows(table)


def _dictionary(drawn: Outline) -> Iterator[Sequence[str]]:
    for section, table in drawn.tables:
        for column in table.columns:
            place = (file_name(table), section.title, table.title, column.label)
            yield [*map(safe_cell, place), column.unit.value, HOLDS[column.unit]]


def _rows(table: Table) -> Iterator[Sequence[str]]:
    yield [safe_cell(column.label) for column in table.columns]
    for row in table.body:
        yield [value_of(cell) for cell in row]


def _csv(rows: Iterable[Sequence[str]]) -> bytes:
    out = StringIO()
    csv.writer(out).writerows(rows)
    return f"\ufeff{out.getvalue()}".encode()
