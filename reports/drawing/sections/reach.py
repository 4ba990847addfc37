"""The part about how much of the workforce was reached: different people, beside how many there are and the target."""

from collections.abc import Iterator, Sequence

from reports.behind.figures import opens as rows_behind
from reports.document import Row
from reports.drawing.blocks import Block, Column, Note, Paragraph, Subheading, Table, Unit, Value
from reports.drawing.phrases import listed, part_of, sentence
from reports.drawing.source import Source
from reports.measures import ALL

KINDS = {
    "target_group": ("Target group", "target groups"),
    "agency": ("Agency", "agencies"),
    "sector": ("Sector", "sectors"),
}


def blocks(source: Source) -> Iterator[Block]:
    """A table a kind; of the agencies those that are hard to reach, or of which workforce or target is known."""
    told = [(kind, rows) for kind in KINDS for rows in [_rows(source, kind)] if any(map(_says_something, rows))]
    if not told:
        return
    yield Subheading("How much of the workforce was reached")
    known = [row for row in source["reach"] if row["kind"] == "agency" and row["reached"]["percent"] is not None]
    if known:
        best = sorted(known, key=lambda row: -row["reached"]["percent"])[:3]
        named = listed([f"{row['label']} {part_of(row['reached'])}" for row in best])
        yield Paragraph(sentence(f"most of their own workforce came from {named}"))
    yield Note(
        "People are counted once, to whatever they came, e-learning left out; who came for two agencies is counted "
        "with both. Where nobody recorded how large a workforce is, there is no share of it."
    )
    for kind, rows in told:
        yield _table(source, kind, rows)


def _rows(source: Source, kind: str) -> list[Row]:
    rows = [row for row in source["reach"] if row["kind"] == kind]
    if kind != "agency":
        return rows
    return [row for row in rows if row["hard_to_reach"] or row["workforce"] or row["target"] is not None]


def _says_something(row: Row) -> bool:
    return bool(row["people"] or row["previous"] or row["workforce"] or row["target"])


def _table(source: Source, kind: str, rows: Sequence[Row]) -> Table:
    heading, plural = KINDS[kind]
    compared = bool(source["previous_on_record"]) and not source.is_public
    columns = [Column(heading, Unit.TEXT), Column("People")]
    if compared:
        columns += [Column(source.previous_year), Column("Change", Unit.CHANGE)]
    columns += [Column("Workforce", Unit.KNOWN), Column("Reached", Unit.PERCENT)]
    aimed = any(row["target"] is not None for row in rows)
    columns += [Column("Target", Unit.KNOWN)] * aimed
    cells: list[tuple[Value, ...]] = []
    for row in rows:
        beside = (row["previous"], row["change"]) if compared else ()
        target = (row["target"],) * aimed
        people, reached = source.or_withheld(row["people"]), row["reached"]
        share = source.or_withheld(reached["percent"]) if reached["base"] else None
        cells.append((_name(source, row), people, *beside, row["workforce"], share, *target))
    behind = [rows_behind(ALL, "people", f"by_{kind}", row["code"]) for row in rows]
    opens = tuple(("", each, *("",) * (len(columns) - 2)) for each in behind)
    return Table(f"Workforce reached: {plural}", tuple(columns), tuple(cells), opens=opens)


def _name(source: Source, row: Row) -> str:
    if row["kind"] == "target_group" and ":" not in row["code"]:
        return source.label("target_groups", row["code"])
    return str(row["label"])
