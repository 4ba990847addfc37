"""Tables: tagged cell by cell, headers repeated on every page, split between rows, or through one that fills a page."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from core.pdf.blocks import Block, Parts, draw_lines
from core.pdf.columns import Column, Setting, column_widths
from core.pdf.lines import Line, Typesetter
from core.pdf.pen import Box, Pen
from core.pdf.structure import Element
from core.pdf.theme import Look, Style

# No page begins or ends with fewer rows of a table than this; and what fits into a third of a page is kept whole.
COMPANY = 2
WHOLE = 1 / 3
# A header higher than this share of the page isn't repeated: the rows would hardly find room beside it.
HEADER = 1 / 4


@dataclass(frozen=True)
class Row:
    """Cells set into lines, the elements that own them, and the height of what is to be drawn here."""

    cells: tuple[list[Line], ...]
    elements: tuple[Element, ...]
    height: float
    strong: bool = False

    def split(self, room: float, setting: Setting) -> tuple[Row, Row]:
        """As many lines as fit into `room` (one at least), and the rest under the same elements."""
        leading, white = setting.cell.leading, 2 * setting.down
        fit = max(1, int((room - white) // leading))
        rest = tuple(lines[fit:] for lines in self.cells)
        return (
            replace(self, cells=tuple(lines[:fit] for lines in self.cells), height=fit * leading + white),
            replace(self, cells=rest, height=max(map(len, rest)) * leading + white),
        )


def setting_of(look: Look, *, fine: bool) -> Setting:
    """How tables are set: usual ones, and fine ones, for many columns or many rows."""
    if fine:
        return Setting(look.style("fine"), look.style("fine strong"), across=4.0, down=2.5)
    return Setting(look.style("cell"), look.style("cell strong"), across=6.0, down=4.0)


class Grid:
    """What all parts of one table share: its columns, its words' look and its elements."""

    def __init__(
        self,
        columns: Sequence[Column],
        texts: Sequence[Sequence[str]],
        typesetter: Typesetter,
        *,
        fine: bool = False,
    ) -> None:
        self.columns, self.typesetter = columns, typesetter
        self.look = typesetter.look
        self.setting = setting_of(self.look, fine=fine)
        self.widths = column_widths(columns, texts, typesetter, self.setting)
        self.lefts = [sum(self.widths[:number]) for number in range(len(columns))]
        self.width = sum(self.widths)
        self.table = Element("Table")
        self.caption = Element("Caption", within=self.table)
        self.head = Element("THead", within=self.table)
        self.body = Element("TBody", within=self.table)

    @cached_property
    def styles(self) -> dict[bool, list[Style]]:
        """How the cells of each column are set: strong ones and others."""
        return {
            strong: [replace(style, align=column.align) for column in self.columns]
            for strong, style in ((True, self.setting.strong), (False, self.setting.cell))
        }

    def header(self) -> Row:
        """The columns' headings."""
        labels = [column.label for column in self.columns]
        return self._row(labels, ["Column"] * len(labels), within=self.head, strong=True)

    def row(self, texts: Sequence[str], *, row_header: bool, strong: bool = False, least: float = 0) -> Row:
        """A row of cleaned `texts`, `least` high at least; the first names the row, if it is a `row_header`."""
        tags = ["Row" if row_header and not number else "" for number in range(len(texts))]
        row = self._row(texts, tags, within=self.body, strong=strong)
        return replace(row, height=max(row.height, least))

    def _row(self, texts: Sequence[str], scopes: Sequence[str], *, within: Element, strong: bool) -> Row:
        owner = Element("TR", within=within)
        cells = tuple(
            self.typesetter.lines([text], style, width - 2 * self.setting.across)
            for text, style, width in zip(texts, self.styles[strong], self.widths, strict=True)
        )
        height = max(1, *map(len, cells)) * self.setting.cell.leading + 2 * self.setting.down
        return Row(cells, tuple(_cell(scope, owner) for scope in scopes), height, strong)

    def draw(self, pen: Pen, row: Row, x: float, y: float, *, repeated: bool = False) -> None:
        """Draw a row's words: as its cells' content, or as a repetition that readers skip."""
        across, down = self.setting.across, self.setting.down
        for number, (lines, element) in enumerate(zip(row.cells, row.elements, strict=True)):
            box = Box(x + self.lefts[number] + across, y + down, self.widths[number] - 2 * across, row.height)
            element.place(pen.root)
            if lines:
                with pen.artifact() if repeated else pen.tagged(element):
                    draw_lines(pen, lines, box, self.styles[row.strong][number])


def _cell(scope: str, owner: Element) -> Element:
    if scope:
        return Element("TH", within=owner, attributes={"O": "Table", "Scope": scope})
    return Element("TD", within=owner)


class Table(Block):
    """A table, or the part of one that falls on a page."""

    def __init__(self, grid: Grid, caption: str, rows: Sequence[Row], *, total: bool = False) -> None:
        self.grid, self.header, self.total = grid, grid.header(), total
        style, later = grid.look.style("caption"), grid.look.style("continued")
        self.caption = grid.typesetter.lines([caption], style, grid.width), style
        self.continued = grid.typesetter.lines([f"{caption} (continued)"], later, grid.width), later
        self.before, self.after = style.before, 18.0
        self.begun = False
        self._take(rows)

    def _take(self, rows: Sequence[Row]) -> None:
        self.rows = rows
        lines, style = self.continued if self.begun else self.caption
        self.headed = not self.begun or self.header.height <= self.grid.look.room * HEADER
        self.top = len(lines) * style.leading + style.after + (self.header.height if self.headed else 0)
        self.height = self.top + sum(row.height for row in rows)
        whole = len(rows) <= COMPANY + 1 or self.height <= self.grid.look.room * WHOLE
        self.least = self.height if whole else self.top + sum(row.height for row in rows[:COMPANY])

    def split(self, room: float, *, force: bool) -> Parts:
        """Between rows, two at least on either side; if forced, after any row or through the first."""
        fit, used = 0, self.top
        while fit < len(self.rows) and used + self.rows[fit].height <= room:
            used += self.rows[fit].height
            fit += 1
        company = min(fit, len(self.rows) - COMPANY)
        if company >= COMPANY:
            return self._parts(self.rows[:company], self.rows[company:])
        if not force or not self.rows:
            return ()
        if fit:
            return self._parts(self.rows[:fit], self.rows[fit:])
        first, rest = self.rows[0].split(room - self.top, self.grid.setting)
        if any(rest.cells):
            return self._parts([first], [rest, *self.rows[1:]])
        return self._parts(self.rows[:1], self.rows[1:]) if len(self.rows) > 1 else ()

    def _parts(self, first: Sequence[Row], rest: Sequence[Row]) -> Parts:
        head, tail = copy.copy(self), copy.copy(self)
        head.total, tail.begun = False, True
        head._take(first)
        tail._take(rest)
        return head, tail

    def draw(self, pen: Pen, x: float, y: float) -> None:
        """Draw ground and rules, the caption and the header (again, if this is a later part) and the rows."""
        with pen.artifact():
            self._draw_ground(pen, x, y + self.top)
        lines, style = self.continued if self.begun else self.caption
        with pen.artifact() if self.begun else pen.tagged(self.grid.caption):
            draw_lines(pen, lines, Box(x, y, self.grid.width, 0), style)
        y += self.top
        if self.headed:
            self.grid.draw(pen, self.header, x, y - self.header.height, repeated=self.begun)
        for row in self.rows:
            self.grid.draw(pen, row, x, y)
            y += row.height

    def _draw_ground(self, pen: Pen, x: float, y: float) -> None:
        theme, right = self.grid.look.theme, x + self.grid.width
        if self.headed:
            pen.box(Box(x, y - self.header.height, self.grid.width, self.header.height), fill=theme.tint)
        pen.rule((x, y), (right, y), colour=theme.accent, thickness=1.2)
        for number, row in enumerate(self.rows):
            if self.total and number == len(self.rows) - 1:
                pen.rule((x, y), (right, y), colour=theme.text, thickness=1)
            y += row.height
            pen.rule((x, y), (right, y), colour=theme.rule)
