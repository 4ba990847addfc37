"""What repeats or completes the breakdowns, as it is published: head counts, who is missing, complete records."""

from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Any

from core.figures import Rate
from reports.measures import ALL, NOT_RECORDED
from reports.protecting.cells import ATTENDED, HOURS, PREVIOUS, Cell, Family
from reports.protecting.classes import demand_classes
from reports.protecting.earlier import Document

Row = dict[str, Any]
Breakdowns = Mapping[str, list[Row]]

HEAD_COUNT = ("audience", "people")
GAP = ("kind", "scope", "code", "attended", "previous")
WATCHED = {"target_group": "by_target_group", "agency": "by_agency"}
HEADLINE_FACTS = ("outcome", "evaluated", "registers_closed", "places")
ROW_FACTS = ("agency", "target_group", "role", "works_with", "sex", "ethnic_group", "area")


def headcounts(found: Mapping[str, Sequence[Row]], threshold: int) -> dict[str, list[Row]]:
    """Head counts; of an audience that is small somewhere, those of everything together are hidden as well."""
    for row in (row for rows in found.values() for row in rows):
        demand_classes(row, HEAD_COUNT, "headcounts: ")
    small = {row["audience"] for rows in found.values() for row in rows if 0 < row["people"] < threshold}
    return {
        scope: [
            _heads(row, 0 < row["people"] < threshold or (scope == ALL and row["audience"] in small)) for row in rows
        ]
        for scope, rows in found.items()
    }


def _heads(row: Row, is_hidden: bool) -> Row:
    return {**row, "people": None, "withheld": True} if is_hidden else dict(row)


def gaps(found: Sequence[Row], breakdowns: Breakdowns, left_out: Container[str]) -> list[Row]:
    """Who is missing, as far as their rows tell it: who stands here or not says nothing of a hidden number."""
    return list(_gaps(found, breakdowns, left_out))


def _gaps(found: Sequence[Row], breakdowns: Breakdowns, left_out: Container[str]) -> Iterator[Row]:
    for gap in found:
        demand_classes(gap, GAP, "gaps: ")
        table = f"{gap['scope']}.{WATCHED[gap['kind']]}"
        if table in left_out:
            continue
        row = next((row for row in breakdowns[table] if row["code"] == gap["code"]), {ATTENDED: 0, PREVIOUS: 0})
        attended, previous = row[ATTENDED], row[PREVIOUS]
        if attended == 0 or None not in {attended, previous}:
            shown = {**gap, ATTENDED: attended, PREVIOUS: previous}
            yield shown | ({"withheld": True} if previous is None else {})


def completeness(found: Mapping[str, Row], families: Mapping[str, Family]) -> dict[str, Row]:
    """How complete the records are, as far as the row of those not recorded tells it."""
    demand_classes(found, (*HEADLINE_FACTS, *ROW_FACTS), "completeness: ")
    return {
        fact: rate if fact in HEADLINE_FACTS else _complete(rate, families[f"by_{fact}"], f"by_{fact}")
        for fact, rate in found.items()
    }


def _complete(rate: Row, family: Family, table: str) -> Row:
    cell = Cell(table, ALL, NOT_RECORDED, ATTENDED)
    if ALL in family.dropped or family.is_hidden(cell):
        return {"numerator": None, "base": rate["base"], "percent": None, "rounded": None, "withheld": True}
    if not family.is_personal or not rate["base"]:
        return dict(rate)
    base, missing = (family.thresholds.rounded(value) for value in (rate["base"], rate["base"] - rate["numerator"]))
    return {**Rate(base - missing, base).as_data(), "rounded_to": family.thresholds.rounded_to}


def figures(document: Document, courses: Family) -> dict[str, Row]:
    """The headlines; exact but for hours, where they would tell who came to a single course."""
    return {name: _figure(name, row, courses) for name, row in document["figures"].items()}


def _figure(name: str, row: Row, courses: Family) -> Row:
    scope, _, figure = name.partition(".")
    hidden = [
        key
        for key, column in (("value", ATTENDED), ("previous", PREVIOUS))
        if figure == HOURS and courses.is_hidden(Cell(HOURS, scope, "", column))
    ]
    if not hidden:
        return dict(row)
    return {**row, **dict.fromkeys((*hidden, "change", "percent_change")), "withheld": True}
