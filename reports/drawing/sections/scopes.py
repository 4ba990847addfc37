"""The sections about one kind of event each, and about everything together."""

from collections.abc import Iterator, Sequence

from reports.behind.figures import opens as rows_behind
from reports.document import Row
from reports.drawing.blocks import (
    Block,
    Cell,
    Column,
    KeyFigure,
    KeyFigures,
    Note,
    Paragraph,
    Section,
    Subheading,
    Table,
    Unit,
)
from reports.drawing.phrases import against, by_count, counted, listed, moves, sentence, shares
from reports.drawing.sections import quality, telling, workshops
from reports.drawing.source import WITHHELD, Source
from reports.drawing.tables import (
    SCOPE_LABELS,
    attendance_chart,
    attendance_table,
    figures_table,
    rates_table,
    reasons_table,
    says_little,
)
from reports.measures import ALL, NOT_RECORDED, OTHER, WATCHED

Groups = dict[str, tuple[str, ...]]

WHO = ("by_agency", "by_sector", "by_target_group", "by_role", "by_works_with")
EQUALITY = ("by_sex", "by_ethnic_rollup", "by_ethnic_group")
# What stands in each section, under which heading; the other breakdowns are among the further tables.
GROUPS: dict[str, Groups] = {
    "courses": {"Who came": WHO, "Where and on what": ("by_area", "by_course"), "Sex and ethnic group": EQUALITY},
    "lpgs": {"Where and on what": ("by_area", "by_course"), "Who came": WHO, "Sex and ethnic group": EQUALITY},
    "conferences": {"": ("by_role", "by_agency")},
    "bespoke": {"": ("by_agency", "by_area")},
    "performances": {"": ("by_agency", "by_area")},
    ALL: {"": ("by_agency", "by_sector", "by_target_group", "by_area")},
}
TELLING_DIFFERENCE = 0.1
CHARTED = {"by_agency", "by_target_group", "by_area"}
SHARED = {
    "by_role": "By role",
    "by_works_with": "By whom they work with",
    "by_sex": "By sex",
    "by_ethnic_rollup": "By ethnic group",
}


def section(source: Source, scope: str) -> Section:
    """Everything about one scope; where nothing happened, one sentence says so."""
    if not source.is_told(scope):
        return Section(scope, SCOPE_LABELS[scope], (Paragraph(telling.nothing(source, scope)),))
    return Section(scope, _title(source, scope), tuple(_blocks(source, scope)))


def key_figures(source: Source, scope: str) -> tuple[KeyFigure, ...]:
    """Up to four figures to remember."""
    items = [_key(source, scope, "events", f"{telling.NOUNS[scope]},{telling.NOUNS[scope]}s", " held")]
    if source.has_names(scope):
        items.append(_key(source, scope, "attended", "attendance,attendances"))
        items.append(_key(source, scope, "people", "different person,different people"))
        rate = source.rate(scope, "take_up")
        of_what = f"of {counted(rate['base'], 'place')}" if rate["base"] else "no places recorded"
        return (*items, KeyFigure(Cell(rate["percent"], Unit.PERCENT), "take-up", of_what))
    items += [
        KeyFigure(
            Cell(row["people"], Unit.COUNT, _heads_behind(scope, row)),
            telling.audience(row).lower(),
            "counted without names",
        )
        for row in source.heads(scope)[:3]
    ]
    return tuple(items)


def _title(source: Source, scope: str) -> str:
    if scope == ALL:
        return "Everything together"
    return "Conference" if scope == "conferences" and source.figure(scope, "events").value == 1 else SCOPE_LABELS[scope]


def _key(source: Source, scope: str, name: str, nouns: str, more: str = "") -> KeyFigure:
    figure, (one, many) = source.figure(scope, name), nouns.split(",")
    note = against(figure, source.previous_year) if source.is_compared(scope) else ""
    return KeyFigure(
        Cell(figure.value, Unit.COUNT, rows_behind(scope, name)), (one if figure.value == 1 else many) + more, note
    )


def _blocks(source: Source, scope: str) -> Iterator[Block]:
    yield KeyFigures(key_figures(source, scope))
    for text in telling.sentences(source, scope):
        yield Paragraph(text)
    yield from _comparison(source, scope)
    yield figures_table(source, scope)
    if source["headcounts"][scope]:
        yield _head_counts(source, scope)
    if source.has_names(scope):
        yield rates_table(source, scope)
        for heading, breakdowns in GROUPS[scope].items():
            yield from _group(source, scope, heading, breakdowns)
        yield from _reasons(source, scope)
    if scope == "conferences":
        yield from workshops.blocks(source)
    yield from quality.of_scope(source, scope)


def _comparison(source: Source, scope: str) -> Iterator[Block]:
    if not source.is_compared(scope):
        yield Note(telling.incomparable(source))
    elif scope == ALL and source.untold_before():
        yield Note(telling.unlike(source))


def _head_counts(source: Source, scope: str) -> Table:
    found = source["headcounts"][scope]
    hidden = WITHHELD if scope == ALL or not source.is_public else source.fewer
    rows = tuple((telling.audience(row), hidden if row["people"] is None else row["people"]) for row in found)
    columns = (Column("Audience", Unit.TEXT), Column("People"))
    opens = tuple(("", _heads_behind(scope, row)) for row in found)
    return Table(f"{SCOPE_LABELS[scope]}: people counted without names", columns, rows, opens=opens)


def _heads_behind(scope: str, row: Row) -> str:
    return rows_behind(scope, "heads", "by_audience", row["audience"])


def _group(source: Source, scope: str, heading: str, breakdowns: Sequence[str]) -> Iterator[Block]:
    found = [name for name in breakdowns if source.has_rows(scope, name)]
    if found and heading:
        yield Subheading(heading)
    for name in found:
        yield from _breakdown(source, scope, name)


def _breakdown(source: Source, scope: str, name: str) -> Iterator[Block]:
    rows, attended = source.rows(scope, name), source.figure(scope, "attended").value
    if name in SHARED and attended:
        yield Paragraph(sentence(f"{SHARED[name]}: {shares(rows, attended)}"))
    if name == "by_area" and attended:
        yield Paragraph(sentence(f"attendances by area: {by_count(rows)}"))
    if name == "by_agency" and source.is_compared(scope) and moves(rows):
        yield Paragraph(moves(rows))
    if name in CHARTED and len(rows) > 1:
        yield from filter(None, [attendance_chart(source, scope, name)])
    table = attendance_table(source, scope, name)
    if says_little(source, name, table):
        return
    yield table
    if source.is_compared(scope):
        yield from _recording(source, scope, rows)


def _recording(source: Source, scope: str, rows: Sequence[Row]) -> Iterator[Block]:
    """A warning where the change tells of better or worse records rather than of people."""
    attended = source.figure(scope, "attended")
    unknown = next((row for row in rows if row["code"] == NOT_RECORDED), None)
    if unknown is None or not attended.value or not attended.previous:
        return
    if None in (unknown["attended"], unknown["previous"]) or "rounded_to" in unknown:
        return
    now, before = unknown["attended"] / attended.value, unknown["previous"] / attended.previous
    if abs(now - before) >= TELLING_DIFFERENCE:
        yield Note(
            f"This was not recorded for {unknown['attended']:,} of {attended.value:,} attendances in {source.year}, "
            f"and for {unknown['previous']:,} of {attended.previous:,} in {source.previous_year}: the changes tell "
            "of the records as much as of the people."
        )


def _reasons(source: Source, scope: str) -> Iterator[Block]:
    rows = [row for row in source.rows(scope, "by_reason") if row["booked"]]
    if not rows:
        return
    if scope in WATCHED:
        yield Subheading("Why people cancelled or did not come")
    known = sorted((row for row in rows if row["code"] not in {NOT_RECORDED, OTHER}), key=lambda row: -row["booked"])[
        :3
    ]
    if known:
        told = listed([f"“{row['label']}” ({row['booked']:,})" for row in known])
        yield Paragraph(sentence(f"the most frequent reason{'s were' if len(known) > 1 else ' was'} {told}"))
    yield reasons_table(source, scope)
