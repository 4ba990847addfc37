"""A document as report code composes it: headings, paragraphs, tables and charts in order, written once."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Literal

from core.pdf.blocks import Block, Heading, KeyFigures, ListItem, PageBreak, Rule, Space, Text
from core.pdf.charts import BarChart, Series
from core.pdf.columns import Column
from core.pdf.contents import ContentsEntry
from core.pdf.flow import lay_out
from core.pdf.fonts import Fonts
from core.pdf.furniture import Furniture
from core.pdf.lines import Typesetter
from core.pdf.metadata import Metadata
from core.pdf.pen import Pen
from core.pdf.structure import Element
from core.pdf.tables import Grid, Table
from core.pdf.text import LONGEST, Strong, safe_text
from core.pdf.theme import Look, Theme

TextStyle = Literal["body", "lead", "small", "note", "centred", "centred lead", "centred large"]
Cell = str | int | None

TITLE_LIMIT = 200
CELL_LIMIT = 2_000
UNTITLED = "Untitled"
ABREAST = 4


class Document:
    """A tagged, titled PDF, built to PDF/UA-1. All text is taken as typed: it is cleaned here, and no markup is read.

    `at` is the moment that the file gives as its date: the same calls with the same moment make the same bytes.
    """

    def __init__(
        self,
        *,
        title: str,
        fonts: Path,
        at: datetime,
        subject: str = "",
        author: str = "",
        lang: str = "en-GB",
        running_head: str = "",
        footer: str = "",
        theme: Theme | None = None,
        landscape: bool = False,
    ) -> None:
        if at.utcoffset() is None:
            raise ValueError("A document's date needs a time zone.")
        self._metadata = Metadata(_title(title), _line(subject), _line(author), lang, at)
        self._typesetter = Typesetter(Fonts(fonts), Look(theme or Theme(), landscape=landscape))
        self._furniture = Furniture(_line(running_head), _line(footer), self._typesetter)
        self._blocks: list[Block] = []
        self._headings: list[Heading] = []
        self._contents: tuple[Heading, int] | None = None
        self._data: bytes | None = None
        self.page_count = 0

    @property
    def missing_characters(self) -> list[str]:
        """The characters so far that the fonts lack: U+FFFD stands where they were."""
        return sorted(self._typesetter.fonts.missing)

    def cover(self, title: str, subtitle: str = "", *, lines: Sequence[str] = ()) -> None:
        """A first page of its own: a title, what it is about, and lines such as the board's name and the date."""
        if self._blocks:
            raise ValueError("The cover comes first.")
        self._furniture.banded = max(self._furniture.banded, 1)
        self._add(Space(150))
        self._text([_title(title)], "cover title")
        self._text([_line(subtitle)], "cover subtitle")
        self._add(Rule(72, self._typesetter.look.theme.accent))
        for line in lines:
            self._text([_line(line)], "cover line")
        self.page_break()

    def bands(self) -> None:
        """Bands of colour at the head and foot of every page, with no other words there: for certificates."""
        self._furniture.banded = sys.maxsize

    def contents(self, title: str = "Contents", *, depth: int = 2) -> None:
        """The table of contents, on a page of its own: headings of `depth` levels, with page numbers that are links."""
        if self._contents:
            raise ValueError("A document has one table of contents.")
        self.page_break()
        self.heading(1, title)
        self._contents = self._headings[-1], depth
        self.page_break()

    def heading(self, level: Literal[1, 2, 3], text: str, *, centred: bool = False) -> None:
        """A heading, listed in the outline. The first is of level 1, and none is more than a level below the last."""
        last = self._headings[-1].level if self._headings else 0
        if not 1 <= level <= min(3, last + 1):
            raise ValueError(f"A heading of level {level} can't follow one of level {last}.")
        heading = Heading(level, _title(text), f"heading-{len(self._headings) + 1}", self._typesetter, centred=centred)
        self._add(heading)
        self._headings.append(heading)

    def paragraph(self, *parts: str, style: TextStyle = "body", lines: bool = False) -> None:
        """A paragraph, if there are words; parts given as `Strong` are bold. `lines` keeps the text's own line ends."""
        self._text(parts, style, lines=lines)

    def note(self, *parts: str) -> None:
        """A paragraph that is set apart: how to read what follows, or what was left out."""
        self._text(parts, "note")

    def quote(self, text: str, *, source: str = "") -> None:
        """What somebody wrote, with their own line ends, and who they are."""
        owner = Element("BlockQuote")
        self._text([text], "quote", lines=True, owner=owner)
        self._text([_line(source)], "quote source", owner=owner)

    def bullets(self, items: Iterable[str | Sequence[str]]) -> None:
        """A list; an item is text, or a sequence of parts as for a paragraph. Items without words are left out."""
        owner = Element("L", attributes={"O": "List", "ListNumbering": "Disc"})
        parts = [_clean([item] if isinstance(item, str) else item) for item in items]
        blocks = [ListItem(part, self._typesetter, owner) for part in parts if _has_words(part)]
        for block in blocks:
            self._add(block)
        if blocks:
            blocks[-1].after = self._typesetter.look.style("body").after

    def key_figures(self, figures: Sequence[tuple[str | int, str]]) -> None:
        """The few figures to remember, large, with a few words under each; four abreast at most."""
        owner = Element("L", attributes={"O": "List", "ListNumbering": "None"})
        clean = [(safe_text(_shown(figure), limit=20), _line(label)) for figure, label in figures]
        rows = math.ceil(len(clean) / ABREAST) or 1
        abreast = math.ceil(len(clean) / rows)
        for start in range(0, len(clean), abreast or 1):
            self._add(KeyFigures(clean[start : start + abreast], abreast, self._typesetter, owner))

    def table(
        self,
        *,
        caption: str,
        columns: Sequence[Column],
        rows: Iterable[Sequence[Cell]],
        row_headers: bool = True,
        total_row: bool = False,
        row_height: float = 0,
        fine: bool = False,
        empty: str = "There is nothing to show.",
    ) -> None:
        """A table under its caption; without rows it is the caption and the words `empty`.

        `row_headers`: the first column names the rows. `total_row`: the last row is a sum. `row_height` is the least,
        in points, where people will sign. `fine` is smaller, for many columns. Whole numbers get their thousands'
        commas; None is an empty cell.
        """
        texts = [[safe_text(_shown(cell), limit=CELL_LIMIT, lines=True) for cell in row] for row in rows]
        if any(len(row) != len(columns) for row in texts):
            raise ValueError(f"Every row of the table “{caption}” needs {len(columns)} cells.")
        if not texts:
            self._text([_title(caption)], "caption")
            self._text([empty], "body")
            return
        clean = [Column(_line(column.label), column.align, column.width) for column in columns]
        grid = Grid(clean, texts, self._typesetter, fine=fine)
        body = [grid.row(row, row_header=row_headers, least=row_height) for row in texts]
        if total_row:
            body[-1] = grid.row(texts[-1], row_header=row_headers, strong=True, least=row_height)
        self._add(Table(grid, _title(caption), body, total=total_row))

    def bar_chart(
        self, title: str, *, alt: str, labels: Sequence[str], series: Sequence[Series], unit: str = ""
    ) -> None:
        """Horizontal bars from zero: `series` are this year's values and, if wanted, those of the year before.

        `alt` says in words what the chart shows; its figures belong into a table beside it. More bars than a page holds
        go on in a further chart on the same scale.
        """
        if not 1 <= len(series) <= 2 or any(len(one.values) != len(labels) for one in series):
            raise ValueError(f"The chart “{title}” needs one or two series, each with a value for every label.")
        chart = BarChart(
            [_title(label) for label in labels],
            [Series(_title(one.name), one.values) for one in series],
            alt=safe_text(alt, limit=CELL_LIMIT) or _title(title),
            unit=_line(unit),
            typesetter=self._typesetter,
        )
        for number, part in enumerate(chart.pages(self._typesetter.look.room - 50)):
            self._text([f"{_title(title)} (continued)" if number else _title(title)], "caption")
            self._add(part)

    def space(self, height: float) -> None:
        """White, in points."""
        self._add(Space(height))

    def page_break(self, *, unless: float = 0) -> None:
        """What follows begins a page, unless no more than the share `unless` (0 to 1) of this one is taken."""
        self._add(PageBreak(unless=unless))

    def render(self) -> bytes:
        """The finished file, the same however often it is asked for; nothing can be added after."""
        if self._data is None:
            self._data = self._draw()
        return self._data

    def write(self, target: Path | BinaryIO) -> None:
        """Write the finished file to a path or into an open binary file."""
        if isinstance(target, Path):
            target.write_bytes(self.render())
        else:
            target.write(self.render())

    def _draw(self) -> bytes:
        look = self._typesetter.look
        pages = lay_out(self._with_contents(), look.room)
        self.page_count = len(pages)
        for number, page in enumerate(pages, 1):
            for block, _ in page:
                if isinstance(block, Heading):
                    block.page = number
        pen = Pen(look.paper, self._metadata)
        for page in pages:
            for block, y in page:
                block.draw(pen, look.side, look.top + y)
            self._furniture.draw(pen, len(pages))
            pen.turn_page()
        return pen.finish()

    def _add(self, block: Block) -> None:
        if self._data is not None:
            raise ValueError("The document is finished.")
        self._blocks.append(block)

    def _text(self, parts: Sequence[str], style: str, *, lines: bool = False, owner: Element | None = None) -> None:
        clean = _clean(parts, lines=lines)
        if _has_words(clean):
            element = Element("P", within=owner)
            self._add(Text(clean, self._typesetter.look.style(style), self._typesetter, element))

    def _with_contents(self) -> Iterator[Block]:
        """The blocks, with the entries of the contents, now that all headings are known, after their heading."""
        contents, depth = self._contents or (None, 0)
        owner = Element("TOC")
        for block in self._blocks:
            yield block
            if block is contents:
                for heading in self._headings:
                    if heading is not contents and heading.level <= depth:
                        yield ContentsEntry(heading, self._typesetter, owner)


def _line(text: str) -> str:
    return safe_text(text, limit=TITLE_LIMIT)


def _title(text: str) -> str:
    return _line(text) or UNTITLED


def _shown(cell: Cell) -> str:
    return f"{cell:,}" if isinstance(cell, int) else cell or ""


def _clean(parts: Sequence[str], *, lines: bool = False) -> list[str]:
    """Cleaned parts that keep the space between one and the next."""
    clean: list[str] = []
    for part in parts:
        text = safe_text(part, limit=LONGEST, lines=lines)
        text = f"{' ' if part[:1].isspace() else ''}{text}{' ' if part[-1:].isspace() else ''}"
        clean.append(Strong(text) if isinstance(part, Strong) else text)
    return clean


def _has_words(parts: Sequence[str]) -> bool:
    return any(part.strip() for part in parts)
