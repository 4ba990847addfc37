"""The section about the training budget; all sums are reckoned in pence, exactly."""

from collections.abc import Sequence
from decimal import Decimal

from reports.document import Row
from reports.drawing.blocks import Block, Column, Note, Paragraph, Section, Table, Unit, pounds
from reports.drawing.phrases import sentence
from reports.drawing.source import Source
from reports.drawing.tables import ALL_ROWS

COLUMNS = ("budgeted", "actual", "remaining")


def section(source: Source) -> Section | None:
    """The budget line by line with its total; nothing where no budget is kept."""
    lines: Sequence[Row] = source["budget"]
    if not lines:
        return None
    rows = [(line["line"], *(_amount(line[name]) for name in COLUMNS)) for line in lines]
    totals = (ALL_ROWS, *(_total(lines, name) for name in COLUMNS))
    headings = (Column(name.capitalize(), Unit.POUNDS) for name in COLUMNS)
    table = Table("Training budget", (Column("Line", Unit.TEXT), *headings), (*rows, totals), total=True)
    told = sentence_of(source)
    blocks: list[Block] = [*([Paragraph(told)] if told else []), table]
    if any(line[name] is None for line in lines for name in COLUMNS):
        blocks.append(Note("Amounts that were not given count in no total."))
    return Section("budget", "Budget", tuple(blocks))


def sentence_of(source: Source) -> str:
    """What was budgeted and what it cost, over the lines that give both; nothing where none does."""
    both = [line for line in source["budget"] if line["remaining"] is not None]
    if not both:
        return ""
    budgeted, actual, remaining = (_total(both, name) or Decimal(0) for name in COLUMNS)
    text = f"{pounds(budgeted)} was budgeted for training, and it came to {pounds(actual)}"
    if remaining < 0:
        return sentence(f"{text}: {pounds(-remaining)} more than budgeted")
    return sentence(f"{text}: {pounds(remaining)} less than budgeted" if remaining else f"{text}, as budgeted")


def _amount(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _total(lines: Sequence[Row], name: str) -> Decimal | None:
    amounts = [amount for line in lines for amount in [_amount(line[name])] if amount is not None]
    return sum(amounts, Decimal(0)) if amounts else None
