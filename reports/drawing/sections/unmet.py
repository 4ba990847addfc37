"""The section about demand that was not met: who waited for a place until the event began, and had none."""

from collections.abc import Iterator, Sequence

from reports.behind.figures import opens as rows_behind
from reports.document import Row
from reports.drawing.blocks import Block, Column, Note, Paragraph, Section, Table, Unit, Value
from reports.drawing.phrases import against, counted, listed, sentence
from reports.drawing.source import NAMELESS, Compared, Source
from reports.drawing.tables import ALL_ROWS

TITLE = "Demand that was not met"
NOTE = (
    "Counted is who still waited when the event began: not who was offered a place and let it pass, nor who came "
    "without a booking all the same."
)


def section(source: Source) -> Section | None:
    """How often people waited in vain, and for which courses; nothing where nobody did in either year."""
    waited = _waited(source)
    return Section("unmet", TITLE, tuple(_blocks(source, waited))) if waited else None


def headlines(source: Source) -> Iterator[str]:
    """The sentence about this year's, if anybody waited in vain."""
    waited = _waited(source)
    if waited and waited.value:
        yield _told(source, waited)


def _waited(source: Source) -> Compared | None:
    """Nothing where nobody waited in vain in either year, nor in reports that were compiled before this was counted."""
    found = source.part("unmet").get("waited")
    return Compared(**found) if found and (found["value"] or found["previous"]) else None


def _told(source: Source, waited: Compared) -> str:
    if not waited.value:
        before = counted(waited.previous, "time")
        return f"Nobody waited for a place in vain; the year before it was {before}."
    people = counted(source.part("unmet")["people"]["value"], "person,people")
    text = f"{counted(waited.value, 'time')} somebody waited for a place until the event began, and had none"
    text += f": {people} in all"
    text += f"; that is {against(waited, source.previous_year)}" if source["previous_on_record"] else ""
    most = [row for row in _most_first(source.part("unmet")["by_course"]) if row["waited"]][:3]
    told = listed([f"“{row['label'] or NAMELESS}” ({row['waited']:,})" for row in most])
    return sentence(text) + (f" {sentence(f'most often for {told}')}" if told else "")


def _blocks(source: Source, waited: Compared) -> Iterator[Block]:
    yield Paragraph(_told(source, waited))
    yield Note(NOTE)
    rows = _most_first(source.part("unmet")["by_course"])
    if rows:
        yield _table(source, waited, rows)


def _table(source: Source, waited: Compared, rows: Sequence[Row]) -> Table:
    """In a public edition the year before stands in its own report."""
    compared = bool(source["previous_on_record"]) and not source.is_public
    columns = [Column("Course", Unit.TEXT), Column(source.year)]
    cells: list[tuple[Value, ...]] = [(row["label"] or NAMELESS, source.or_withheld(row["waited"])) for row in rows]
    opens = [("", rows_behind("all", "waited", "by_course", row["code"])) for row in rows]
    totals: tuple[Value, ...] = (ALL_ROWS, waited.value)
    if compared:
        columns += [Column(source.previous_year), Column("Change", Unit.CHANGE)]
        cells = [(*cell, row["previous"], row["change"]) for cell, row in zip(cells, rows, strict=True)]
        totals = (*totals, waited.previous, waited.change)
    beside = ("",) * (2 * compared)
    behind = tuple((*each, *beside) for each in [*opens, ("", rows_behind("all", "waited"))])
    title = "Waited for a place in vain, by course"
    return Table(title, tuple(columns), (*cells, totals), total=True, opens=behind)


def _most_first(rows: Sequence[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: -(row["waited"] or 0))
