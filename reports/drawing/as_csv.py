"""The report's tables as one CSV file in long form: a row for every cell, with section, table, row, column and unit.

Numbers are exact and unrounded, decimal points and minus signs as programs write them. What each figure counts is in
the rows of the table "What each figure counts": the file brings its own dictionary. UTF-8, without a byte order mark.
"""

import csv
from io import StringIO

from core.csv_cells import safe_cell
from reports.drawing.blocks import Cell, Comment, Unit
from reports.drawing.outline import outline
from reports.models import YearlyReport

HEADER = ("section", "table", "row", "column", "unit", "value")


def draw(report: YearlyReport) -> bytes:
    """What the training team says, then every cell of every table but the first column, which names the rows."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADER)
    drawn = outline(report)
    for section in drawn.sections:
        for comment in (block for block in section.blocks if isinstance(block, Comment)):
            for number, text in enumerate(comment.paragraphs, 1):
                place = (section.title, comment.title, str(number), "Words", Unit.TEXT.value)
                writer.writerow([*map(safe_cell, (*place, text))])
    for section, table in drawn.tables:
        for name, *cells in table.body:
            for column, cell in zip(table.columns[1:], cells, strict=True):
                place = (section.title, table.title, name.text, column.label, cell.unit.value)
                writer.writerow([*map(safe_cell, place), value_of(cell)])
    return out.getvalue().encode()


def value_of(cell: Cell) -> str:
    """A number as it is, negative ones too; anything else as safe text."""
    return str(cell.value) if cell.is_number else safe_cell(cell.text)
