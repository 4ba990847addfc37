"""The part about the workshops inside conferences: who took part in each, and how many had the choice they wished."""

from collections.abc import Iterator

from core.figures import Rate
from reports.behind.figures import opens as rows_behind
from reports.document import Row
from reports.drawing.blocks import Block, Column, Note, Paragraph, Subheading, Table, Unit, Value
from reports.drawing.phrases import counted, part_of, sentence, was
from reports.drawing.source import Source

NOUN = "later choice"


def blocks(source: Source) -> Iterator[Block]:
    """Who took part and whose choices were met; nothing where conferences had no workshops."""
    rows = source["workshops"]
    if not rows:
        return
    yield Subheading("Workshops")
    came = sum(row["attended"] or 0 for row in rows)
    is_told = all(row["attended"] is not None for row in rows)
    yield Paragraph(
        sentence(f"there were {counted(len(rows), 'workshop')}")
        if not is_told
        else sentence(f"in {counted(len(rows), 'workshop')} people took part {counted(came, 'time')}")
        if came
        else sentence(f"there were {counted(len(rows), 'workshop')}; nobody recorded who took part in which")
    )
    yield Note("Workshops count in no figure of the conference: their people are counted there, once.")
    columns = (
        Column("Workshop", Unit.TEXT),
        Column("Places", Unit.KNOWN),
        Column("Booked"),
        Column("Took part"),
    )
    opens = tuple(("", "", *_behind(row, "by_workshop", "booked", "attended")) for row in rows)
    yield Table("Workshops: who took part", columns, tuple(_row(source, row) for row in rows), opens=opens)
    yield from _choices(source)


def _row(source: Source, row: Row) -> tuple[Value, ...]:
    return row["label"], row["places"], source.or_fewer(row["booked"]), source.or_fewer(row["attended"])


def _choices(source: Source) -> Iterator[Block]:
    rows = [row for row in source["workshop_choices"] if row["delegates"] is not None]
    if not rows:
        return
    wishes, first, later = (sum(row[name] for row in rows) for name in ("first_choices", "first_met", "later_met"))
    told = part_of(Rate(first, wishes).as_data(), "first choice")
    text = sentence(f"delegates ranked what they would like: {told} were met")
    yield Paragraph(f"{text} {sentence(f'{counted(later, NOUN)} {was(later)} met in place of a first')}")
    columns = (
        Column("Conference", Unit.TEXT),
        Column("Delegates who ranked"),
        Column("First choices"),
        Column("Met"),
        Column("Met, in per cent", Unit.PERCENT),
        Column("A later choice met"),
    )
    cells = tuple(
        (
            row["label"],
            row["delegates"],
            row["first_choices"],
            row["first_met"],
            Rate(row["first_met"], row["first_choices"]).percent,
            row["later_met"],
        )
        for row in rows
    )
    opens = tuple(
        ("", *_behind(row, "by_conference", "delegates", "first_choices", "first_met", "", "later_met")) for row in rows
    )
    yield Table("Workshops: choices and what became of them", columns, cells, opens=opens)


def _behind(row: Row, by: str, *counts: str) -> tuple[str, ...]:
    return tuple(rows_behind("conferences", count, by, row["code"]) for count in counts)
