"""The section about what people wrote: their comments by theme, with quotations."""

from collections.abc import Iterator, Sequence

from core.figures import Rate
from evaluations.models import AT_THE_END, Prompt
from reports.document import INTERNAL, Row
from reports.drawing.blocks import Bar, Block, Chart, Column, Note, Paragraph, Quotes, Section, Subheading, Table, Unit
from reports.drawing.phrases import counted, listed, sentence, was
from reports.drawing.source import Source
from reports.drawing.tables import ALL_ROWS, alternative
from reports.measures import NOT_RECORDED

QUOTES_A_THEME = 5
UNTHEMED = "No theme yet"
NOT_APPROVED = "wording not approved yet"


def section(source: Source) -> Section | None:
    """The comments, question by question; nothing where nobody wrote any."""
    asked = [(prompt, source["comments"].get(prompt.value) or []) for prompt in AT_THE_END]
    blocks = [block for prompt, rows in asked if rows for block in _prompt(source, prompt, rows)]
    if not blocks:
        return None
    return Section("comments", "What people said", (_intro(source), *blocks))


def _intro(source: Source) -> Note:
    rule = (
        f"Each comment is counted under one theme, and at most {QUOTES_A_THEME} a theme are quoted, each wording once."
    )
    if source["audience"] != INTERNAL:
        return Note(f"{rule} Each was quoted with its writer’s leave, in a wording that a named person approved.")
    return Note(
        f"{rule} Their writers allowed that. Those headed “{NOT_APPROVED}” nobody has approved: they stand in this"
        " internal report alone, and must not be passed on."
    )


def _prompt(source: Source, prompt: Prompt, rows: Sequence[Row]) -> Iterator[Block]:
    names = [theme_of(source, row) for row in rows]
    if any(row["count"] is None for row in rows):
        yield from _partly(source, prompt, rows, names)
        return
    total = sum(row["count"] for row in rows)
    yield Subheading(f"“{prompt.label}”")
    text = f"there {was(total)} {counted(total, 'comment')}"
    yield Paragraph(sentence(f"{text}; {first}" if (first := most_frequent(source, rows)) else text))
    title = f"Comments on “{prompt.label}” by theme"
    if len(rows) > 1:
        bars = tuple(Bar(name, row["count"]) for name, row in zip(names, rows, strict=True))
        yield Chart(title, alternative(title, bars, Unit.COUNT), "Theme", bars, "Comments")
    cells = [(name, row["count"], Rate(row["count"], total).percent) for name, row in zip(names, rows, strict=True)]
    columns = (Column("Theme", Unit.TEXT), Column("Comments"), Column("Share", Unit.PERCENT))
    yield Table(title, columns, (*cells, (ALL_ROWS, total, Rate(total, total).percent)), total=True)
    for name, row in zip(names, rows, strict=True):
        yield from _quotes(source, prompt, name, row)


def _quotes(source: Source, prompt: Prompt, name: str, row: Row) -> Iterator[Quotes]:
    """The approved wordings first; the others only where they may be read, and marked for what they are."""
    chosen = tuple(dict.fromkeys(filter(None, row["quotes"])))
    approved = [quote for quote in chosen if source.is_approved(prompt.value, row["theme"], quote)][:QUOTES_A_THEME]
    others = [quote for quote in chosen if quote not in approved][: QUOTES_A_THEME - len(approved)]
    if approved:
        yield Quotes(name, tuple(approved))
    if others and source["audience"] == INTERNAL:
        yield Quotes(f"{name}: {NOT_APPROVED}", tuple(others))


def _partly(source: Source, prompt: Prompt, rows: Sequence[Row], names: Sequence[str]) -> Iterator[Block]:
    """The themes where some are too small to be told: neither a total nor shares, which would tell them."""
    yield Subheading(f"“{prompt.label}”")
    if first := most_frequent(source, rows):
        yield Paragraph(sentence(first))
    cells = [
        (name, source.fewer if row["count"] is None else row["count"]) for name, row in zip(names, rows, strict=True)
    ]
    yield Table(
        f"Comments on “{prompt.label}” by theme", (Column("Theme", Unit.TEXT), Column("Comments")), tuple(cells)
    )


def most_frequent(source: Source, rows: Sequence[Row]) -> str:
    """Which themes, in the order of the rows, most comments speak of; nothing where none has a theme that is told."""
    told = [row for row in rows if row["count"] and row["theme"] != NOT_RECORDED]
    first = listed([f"{theme_of(source, row)} ({row['count']:,})" for row in told[:3]])
    return f"the most frequent: {first}" if first else ""


def theme_of(source: Source, row: Row) -> str:
    """What the theme of a row is called."""
    return UNTHEMED if row["theme"] == NOT_RECORDED else source.label("themes", row["theme"])
