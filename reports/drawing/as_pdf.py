"""The report as a tagged PDF to print and to hand out."""

from collections.abc import Callable
from typing import Any

from django.conf import settings

from core.pdf import Column, Document, Series
from reports.drawing.blocks import (
    Block,
    Bullets,
    Chart,
    Comment,
    KeyFigures,
    Note,
    Paragraph,
    Quotes,
    Subheading,
    Table,
    Unit,
)
from reports.drawing.outline import outline
from reports.drawing.source import Source
from reports.models import YearlyReport

# Two sections with no more blocks than this may share a page.
SHORT = 6
# So may two of which the first takes no more than this share of its last page.
TAIL = 0.4
# By how many columns a table has: what its first one takes of the width. With so many it is set in smaller type, which
# leaves each of them room for "fewer than 5" on one line; so are the many tables of the appendix.
FIRST_SHARES = {6: 0.365, 7: 0.31}
FINE = min(FIRST_SHARES)


def draw(report: YearlyReport) -> bytes:
    """The same bytes whenever it is drawn: its date is the moment at which the figures were counted."""
    drawn, source = outline(report), Source(report.figures)
    pdf = Document(
        title=f"{drawn.title}, {drawn.subtitle}",
        subject="Training and learning of the workforce that keeps children safe",
        fonts=settings.FONTS_DIR,
        at=source.compiled_at,
        running_head=drawn.title,
        footer=drawn.lines[0],
    )
    pdf.cover(drawn.title, drawn.subtitle, lines=drawn.lines)
    pdf.contents(depth=2)
    before = 0
    for section in drawn.sections:
        if max(before, len(section.blocks)) > SHORT:
            pdf.page_break(unless=TAIL)
        before = len(section.blocks)
        pdf.heading(1, section.title)
        for block in section.blocks:
            if isinstance(block, Table):
                _table(pdf, block, fine=section.is_appendix or len(block.columns) >= FINE)
            else:
                _DRAWN[type(block)](pdf, block)
    return pdf.render()


def _figures(pdf: Document, block: KeyFigures) -> None:
    labels = [f"{item.label}: {item.note}" if item.note else item.label for item in block.items]
    pdf.key_figures([(item.cell.text, label) for item, label in zip(block.items, labels, strict=True)])


def _table(pdf: Document, block: Table, *, fine: bool) -> None:
    pdf.table(
        caption=block.caption,
        columns=_columns(block),
        rows=[[cell.text for cell in row] for row in block.body],
        total_row=block.total,
        fine=fine,
    )


def _columns(table: Table) -> list[Column]:
    """Figures to the right; where there are many of them, the names of the rows keep a fixed share of the width."""
    shared = (
        FIRST_SHARES.get(len(table.columns)) if not any(each.unit == Unit.TEXT for each in table.columns[1:]) else None
    )
    first = Column(table.columns[0].label, width=shared)
    return [first, *(Column(each.label, "right" if each.unit.is_number else "left") for each in table.columns[1:])]


def _chart(pdf: Document, block: Chart) -> None:
    series = [Series(block.series, [bar.value for bar in block.bars])]
    if block.previous_series:
        series.append(Series(block.previous_series, [bar.previous for bar in block.bars]))
    unit = "%" if block.unit == Unit.PERCENT else ""
    labels = [bar.label for bar in block.bars]
    pdf.bar_chart(block.title, alt=block.alt, labels=labels, series=series, unit=unit)


def _comment(pdf: Document, block: Comment) -> None:
    pdf.heading(3, block.title)
    for text in block.paragraphs:
        pdf.paragraph(text)


def _quotes(pdf: Document, block: Quotes) -> None:
    pdf.heading(3, block.title)
    for text in block.items:
        pdf.quote(text)


_DRAWN: dict[type[Block], Callable[[Document, Any], None]] = {
    Subheading: lambda pdf, block: pdf.heading(2, block.text),
    Paragraph: lambda pdf, block: pdf.paragraph(block.text),
    Note: lambda pdf, block: pdf.note(block.text),
    Bullets: lambda pdf, block: pdf.bullets(block.items),
    Comment: _comment,
    Quotes: _quotes,
    KeyFigures: _figures,
    Chart: _chart,
}
