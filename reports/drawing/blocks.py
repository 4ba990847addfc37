"""What a drawn report is made of: sections of sentences, key figures, tables, charts and quotations, in order."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any, ClassVar, NamedTuple

from core import words
from core.figures import half_up

MINUS = "−"
NOT_GIVEN = "not given"
NOT_KNOWN = "not known"

Value = int | float | Decimal | str | None


class Unit(StrEnum):
    """What the values of a column are, which says how each drawing writes them."""

    TEXT = "text"
    COUNT = "count"
    KNOWN = "count, where it is known"
    MEAN = "mean"
    MEAN_CHANGE = "change of a mean"
    CHANGE = "change"
    PERCENT = "per cent"
    PERCENT_CHANGE = "change in per cent"
    POUNDS = "pounds"

    @property
    def is_number(self) -> bool:
        """Whether a column of it is set to the right."""
        return self != Unit.TEXT


@dataclass(frozen=True)
class Cell:
    """One value, exact; `text` is how people read it. No number is there where a figure has no base.

    `opens` is the query of the page that shows the rows behind it, or "" where there is none.
    """

    value: Value
    unit: Unit
    opens: str = ""

    @property
    def is_number(self) -> bool:
        """Whether there is a number to reckon with."""
        return self.unit.is_number and self.value is not None

    @property
    def text(self) -> str:
        """In words: `1,234`, `+5`, `92%`, `£8,316.62`, or why there is none."""
        if self.value is None:
            return _MISSING.get(self.unit, words.NO_BASE)
        return str(self.value) if isinstance(self.value, str) else _WRITTEN[self.unit](self.value)


def count(value: float | Decimal) -> str:
    """`1,234`, `111.5`."""
    return f"{value:,}" if isinstance(value, int) else f"{value:,.2f}".rstrip("0").rstrip(".")


def pounds(value: float | Decimal) -> str:
    """`£8,316.62`, `−£1,675.00`."""
    return f"{MINUS if value < 0 else ''}£{abs(value):,.2f}"


def _change(value: float | Decimal) -> str:
    return f"{'+' if value > 0 else MINUS}{count(value if value > 0 else -value)}" if value else words.signed(0)


def _percent_change(value: float | Decimal) -> str:
    """What rounds to nothing but isn't nothing is not called no change."""
    return "under 1%" if value and not half_up(float(value)) else words.signed(float(value), "%")


def _mean(value: float | Decimal) -> str:
    return str(Decimal(repr(value)).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)).replace("-", MINUS)


def _mean_change(value: float | Decimal) -> str:
    written = _mean(value if value > 0 else -value)
    return written if written == _mean(0) else f"{'+' if value > 0 else MINUS}{written}"


_WRITTEN: dict[Unit, Callable[[Any], str]] = {
    Unit.TEXT: str,
    Unit.COUNT: count,
    Unit.KNOWN: count,
    Unit.MEAN: _mean,
    Unit.MEAN_CHANGE: _mean_change,
    Unit.CHANGE: _change,
    Unit.PERCENT: lambda value: words.percent(float(value)),
    Unit.PERCENT_CHANGE: _percent_change,
    Unit.POUNDS: pounds,
}


_MISSING = {Unit.POUNDS: NOT_GIVEN, Unit.KNOWN: NOT_KNOWN}


@dataclass(frozen=True)
class Block:
    """Something in a section; `kind` names the template that draws it as HTML."""

    kind: ClassVar[str]

    @property
    def template(self) -> str:
        """The template that draws it as HTML."""
        return f"reports/document/{self.kind}.html"


@dataclass(frozen=True)
class Subheading(Block):
    """The title of part of a section."""

    kind: ClassVar[str] = "subheading"
    text: str


@dataclass(frozen=True)
class Paragraph(Block):
    """Sentences."""

    kind: ClassVar[str] = "paragraph"
    text: str


@dataclass(frozen=True)
class Note(Block):
    """Sentences set apart: how to read what stands beside them."""

    kind: ClassVar[str] = "note"
    text: str


@dataclass(frozen=True)
class Bullets(Block):
    """Sentences one below the other."""

    kind: ClassVar[str] = "bullets"
    items: tuple[str, ...]


@dataclass(frozen=True)
class Comment(Block):
    """What the training team says to a section, in paragraphs; it touches no figure."""

    kind: ClassVar[str] = "comment"
    title: ClassVar[str] = "Commentary by the training team"
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Quotes(Block):
    """What people wrote under one heading."""

    kind: ClassVar[str] = "quotes"
    title: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class KeyFigure:
    """A figure to remember, with what it counts and a few words more."""

    cell: Cell
    label: str
    note: str = ""


@dataclass(frozen=True)
class KeyFigures(Block):
    """The few figures to remember."""

    kind: ClassVar[str] = "figures"
    items: tuple[KeyFigure, ...]


@dataclass(frozen=True)
class Column:
    """A column of a table; the first one names the rows."""

    label: str
    unit: Unit = Unit.COUNT


@dataclass(frozen=True)
class Table(Block):
    """Rows under a title, numbered through the report; with `total`, the last row is the sum.

    `opens` says for each row of each column by which query the rows behind it are opened (reports/behind).
    """

    kind: ClassVar[str] = "table"
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    total: bool = False
    number: int = 0
    opens: tuple[tuple[str, ...], ...] = ()

    @property
    def caption(self) -> str:
        """The title with its number."""
        return f"Table {self.number}. {self.title}"

    @property
    def body(self) -> Iterator[list[Cell]]:
        """The rows as cells, each in the unit of its column."""
        for number, row in enumerate(self.rows):
            opens = self.opens[number] if self.opens else ("",) * len(row)
            cells = zip(self.columns, row, opens, strict=True)
            yield [Cell(value, column.unit, query) for column, value, query in cells]


@dataclass(frozen=True)
class Bar:
    """One bar, and perhaps that of the year before."""

    label: str
    value: float
    previous: float | None = None


class DrawnBar(NamedTuple):
    """A bar as the template of charts wants it: words, and shares from 0 to 100."""

    label: str
    value: str
    share: float
    previous: str
    previous_share: float


def _share(value: float, longest: float) -> float:
    return round(100 * value / longest, 1) if longest else 0.0


@dataclass(frozen=True)
class Chart(Block):
    """Bars from zero; the figures that they show stand in a table below. `alt` says in words what can be seen."""

    kind: ClassVar[str] = "chart"
    title: str
    alt: str
    heading: str
    bars: tuple[Bar, ...]
    series: str
    previous_series: str = ""
    unit: Unit = Unit.COUNT

    @property
    def drawn(self) -> Iterator[DrawnBar]:
        """The bars with their words, and as shares of the longest one; of 100 where they are percentages."""
        values = [value for bar in self.bars for value in (bar.value, bar.previous) if value is not None]
        longest = 100 if self.unit == Unit.PERCENT else max(values, default=0)
        for bar in self.bars:
            before = bar.previous or 0
            yield DrawnBar(
                bar.label,
                Cell(bar.value, self.unit).text,
                _share(bar.value, longest),
                Cell(before, self.unit).text,
                _share(before, longest),
            )


@dataclass(frozen=True)
class Section:
    """A part of the report with a title; `slug` is its anchor. An appendix is folded up where pages can be."""

    slug: str
    title: str
    blocks: tuple[Block, ...]
    is_appendix: bool = False


@dataclass(frozen=True)
class Outline:
    """The whole report, ready to be drawn in any format."""

    title: str
    subtitle: str
    lines: tuple[str, ...]
    sections: tuple[Section, ...] = field(default=())

    @property
    def tables(self) -> Iterator[tuple[Section, Table]]:
        """Every table with its section, in order."""
        for section in self.sections:
            for block in section.blocks:
                if isinstance(block, Table):
                    yield section, block
