"""The report as a workbook: its contents, its words, and a sheet for every table.

Percentages are stored unrounded, as Excel keeps them: 0.92159 shown as 92%.
"""

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from reports.drawing.blocks import (
    Block,
    Bullets,
    Cell,
    Comment,
    Note,
    Outline,
    Paragraph,
    Quotes,
    Subheading,
    Table,
    Unit,
    Value,
)
from reports.drawing.outline import outline
from reports.models import YearlyReport

# Words stay words: nothing that anybody typed becomes a formula, a link or a number.
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
NUMBER_FORMATS = {
    Unit.TEXT: "@",
    Unit.COUNT: "#,##0.##",
    Unit.KNOWN: "#,##0",
    Unit.MEAN: "0.0",
    Unit.MEAN_CHANGE: "+0.0;-0.0;0.0",
    Unit.CHANGE: "+#,##0.##;-#,##0.##;0",
    Unit.PERCENT: "0%",
    Unit.PERCENT_CHANGE: "+0%;-0%;0%",
    Unit.POUNDS: "£#,##0.00;-£#,##0.00",
}
WHOLE = {Unit.COUNT: "#,##0", Unit.CHANGE: "+#,##0;-#,##0;0"}
CONTENTS, WORDS = "Contents", "In words"
WIDEST = 60
HEADER_ROW = 1


class Book:
    """A workbook being written, and the formats of its cells."""

    def __init__(self, out: BytesIO, report: YearlyReport, drawn: Outline) -> None:
        self.book = Workbook(out, OPTIONS)
        at = datetime.fromisoformat(report.figures["compiled_at"])
        self.book.set_properties({"title": drawn.title, "subject": drawn.subtitle, "created": at})
        self._formats: dict[tuple[str, bool], Format] = {}
        self.title = self.book.add_format({"bold": True, "font_size": 14, "font_color": "#0b5d5e"})
        self.wrapped = self.book.add_format({"text_wrap": True, "valign": "top"})
        self.link = self.book.add_format({"font_color": "#0b5d5e", "underline": 1})
        look = {"bold": True, "text_wrap": True, "bg_color": "#eff5f5", "bottom": 2, "valign": "bottom"}
        self.heading = self.book.add_format(look)
        self.heading_right = self.book.add_format({**look, "align": "right"})

    def format(self, cell: Cell, *, strong: bool) -> Format:
        """How the cell's unit is written; whole numbers without a decimal point."""
        whole = isinstance(cell.value, int) and cell.unit in WHOLE
        number_format = WHOLE[cell.unit] if whole else NUMBER_FORMATS[cell.unit]
        key = (number_format, strong)
        if key not in self._formats:
            look: dict[str, object] = {"num_format": number_format, "bold": strong, "valign": "top"}
            look["align" if cell.unit.is_number else "text_wrap"] = "right" if cell.unit.is_number else True
            self._formats[key] = self.book.add_format({**look, "top": int(strong)})
        return self._formats[key]


def draw(report: YearlyReport) -> bytes:
    """The same bytes whenever it is drawn."""
    out, drawn = BytesIO(), outline(report)
    book = Book(out, report, drawn)
    _write_contents(book, drawn)
    _write_words(book, drawn)
    for _, table in drawn.tables:
        _write_table(book, table)
    book.book.close()
    return out.getvalue()


def sheet_name(table: Table) -> str:
    """The name of a table's sheet; its caption is in the sheet's first cell."""
    return f"Table {table.number}"


def stored(cell: Cell) -> Value:
    """What the cell holds: the number, a percentage as a fraction; or words."""
    if not cell.is_number or isinstance(cell.value, str | None):
        return cell.text
    return cell.value / 100 if cell.unit in {Unit.PERCENT, Unit.PERCENT_CHANGE} else cell.value


def _write_contents(book: Book, drawn: Outline) -> None:
    sheet = book.book.add_worksheet(CONTENTS)
    sheet.set_column(0, 0, 12)
    sheet.set_column(1, 1, 32)
    sheet.set_column(2, 2, 80)
    sheet.write_string(0, 0, f"{drawn.title}: {drawn.subtitle}", book.title)
    for row, heading in enumerate(("Sheet", "Section", "What is in it")):
        sheet.write_string(HEADER_ROW, row, heading, book.heading)
    sheet.freeze_panes(HEADER_ROW + 1, 0)
    sheet.write_url(HEADER_ROW + 1, 0, f"internal:'{WORDS}'!A1", book.link, WORDS)
    sheet.write_string(HEADER_ROW + 1, 2, "; ".join(drawn.lines))
    for row, (section, table) in enumerate(drawn.tables, HEADER_ROW + 2):
        sheet.write_url(row, 0, f"internal:'{sheet_name(table)}'!A1", book.link, sheet_name(table))
        sheet.write_string(row, 1, section.title)
        sheet.write_string(row, 2, table.title)


def _write_words(book: Book, drawn: Outline) -> None:
    sheet = book.book.add_worksheet(WORDS)
    sheet.set_column(0, 1, 32)
    sheet.set_column(2, 2, 110)
    sheet.write_string(0, 0, f"{drawn.title}: what it says", book.title)
    for column, heading in enumerate(("Section", "Part", "Words")):
        sheet.write_string(HEADER_ROW, column, heading, book.heading)
    sheet.freeze_panes(HEADER_ROW + 1, 0)
    for row, cells in enumerate(_spoken(drawn), HEADER_ROW + 1):
        for column, words in enumerate(cells):
            sheet.write_string(row, column, words, book.wrapped)


def _spoken(drawn: Outline) -> Iterator[tuple[str, str, str]]:
    """Section, part and words, in the order of the report."""
    for section in drawn.sections:
        part = ""
        for block in section.blocks:
            part = block.text if isinstance(block, Subheading) else part
            for text in _words(block):
                yield section.title, block.title if isinstance(block, Quotes | Comment) else part, text


def _words(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph | Note):
        yield block.text
    elif isinstance(block, Bullets | Quotes):
        yield from block.items
    elif isinstance(block, Comment):
        yield from block.paragraphs


def _write_table(book: Book, table: Table) -> None:
    sheet = book.book.add_worksheet(sheet_name(table))
    rows = list(table.body)
    sheet.write_string(0, 0, table.caption, book.title)
    for number, column in enumerate(table.columns):
        look = book.heading if column.unit == Unit.TEXT else book.heading_right
        sheet.write_string(HEADER_ROW, number, column.label, look)
        longest = max([len(column.label) / 2, *(len(row[number].text) for row in rows)], default=0)
        sheet.set_column(number, number, min(max(longest + 2, 11), WIDEST))
    for row, cells in enumerate(rows, HEADER_ROW + 1):
        strong = table.total and row == HEADER_ROW + len(rows)
        for number, cell in enumerate(cells):
            _write_cell(sheet, row, number, cell, book.format(cell, strong=strong))
    sheet.freeze_panes(HEADER_ROW + 1, 1)
    sheet.repeat_rows(HEADER_ROW)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _write_cell(sheet: Worksheet, row: int, column: int, cell: Cell, look: Format) -> None:
    value = stored(cell)
    if isinstance(value, str):
        sheet.write_string(row, column, value, look)
    else:
        sheet.write_number(row, column, value, look)
