"""The section about what the programme served: the priorities of the board, and where the needs came from."""

from collections.abc import Iterator, Sequence

from reports.behind.figures import opens as rows_behind
from reports.document import Row
from reports.drawing.blocks import Bar, Block, Chart, Column, Note, Paragraph, Section, Subheading, Table, Unit, Value
from reports.drawing.phrases import counted, listed, sentence
from reports.drawing.source import NAMELESS, Source
from reports.drawing.tables import ALL_ROWS, Beside, alternative, with_previous
from reports.measures import ALL, NOT_RECORDED

TITLE = "Priorities served and where needs came from"
NOTE = "Each event counts under the priority, and under the need, that its course has in the catalogue."


def section(source: Source) -> Section | None:
    """Events and attendances by priority and by need; nothing where the catalogue says neither."""
    blocks = [
        *_blocks(source, source["priorities"], "Priority", "Priorities of the board"),
        *_blocks(source, source["needs"], "Need", "Where needs came from"),
    ]
    return Section("served", TITLE, (Note(NOTE), *blocks)) if blocks else None


def _blocks(source: Source, rows: Sequence[Row], heading: str, title: str) -> Iterator[Block]:
    known = [row for row in rows if row["code"] != NOT_RECORDED]
    if not any(row["events"] or row["previous"] for row in known):
        return
    yield Subheading(title)
    served = sorted((row for row in known if row["attended"]), key=lambda row: -row["attended"])
    if served:
        told = listed([f"“{row['label']}” ({counted(row['attended'], 'attendance')})" for row in served[:3]])
        yield Paragraph(sentence(f"most attended for: {told}"))
    none = [f"“{row['label']}”" for row in known if not row["events"]]
    if none:
        yield Paragraph(sentence(f"no event was held for {listed(none, 'or')}"))
    if len(served) > 1:
        bars = tuple(Bar(row["label"] or NAMELESS, row["attended"]) for row in known if row["attended"] is not None)
        yield Chart(
            f"{title}: attended", alternative(f"{title}: attended", bars, Unit.COUNT), heading, bars, source.year
        )
    yield _table(source, rows, heading, title)


def _table(source: Source, rows: Sequence[Row], heading: str, title: str) -> Table:
    total, events = source.figure(ALL, "attended"), source.figure(ALL, "events")
    cells: list[Beside] = [_cells(source, row) for row in rows]
    everybody = 100.0 if total.value else None
    topics = source.figure(ALL, "topics").value
    sums: list[Value] = [ALL_ROWS, topics, events.value, total.value, everybody]
    cells.append((sums, total.previous, total.change, total.percent_change))
    columns, body = with_previous(source, ALL, cells)
    first = (
        Column(heading, Unit.TEXT),
        Column("Topics"),
        Column("Events"),
        Column("Attended"),
        Column("Share", Unit.PERCENT),
    )
    which = [*((f"by_{heading.lower()}", row["code"]) for row in rows), ("", "")]
    opens = tuple(
        ("", *(rows_behind(ALL, count, *each) for count in ("topics", "events", "attended")), "", *("",) * len(columns))
        for each in which
    )
    return Table(f"{title}: events and attendances", (*first, *columns), body, total=True, opens=opens)


def _cells(source: Source, row: Row) -> Beside:
    """The cells of a row; of what is hidden, the word for it."""
    attended, previous = source.or_withheld(row["attended"]), source.or_withheld(row["previous"])
    share = row["percent"] if row["attended"] is not None else attended
    change = source.or_withheld(row["change"])
    in_percent = row["percent_change"] if row["change"] is not None else change
    first: list[Value] = [row["label"] or NAMELESS, row["topics"], row["events"], attended, share]
    return first, previous, change, in_percent
