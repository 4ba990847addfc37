"""The protected breakdowns: made into families, protected, and told as rows again."""

from collections.abc import Iterator, Sequence
from typing import Any

from core.figures import percent_change
from reports.counting.reference import in_order
from reports.counting.tallies import OUTCOMES
from reports.measures import NOT_RECORDED, NOT_RECORDED_LABEL, SCOPES
from reports.protecting.cells import ATTENDED, COLUMNS, HOURS, PREVIOUS, Cell, Family, Status
from reports.protecting.classes import PERSONAL
from reports.protecting.earlier import Document, Earlier, remember
from reports.protecting.facts import HUNDREDTHS, Facts
from reports.protecting.suppression import suppress
from reports.protecting.thresholds import Thresholds

Row = dict[str, Any]
More = tuple[str, str]
"""What staff hide beyond the rules: a table, `courses.by_agency`, and one of its rows; or no row, for all of it."""


def protected(
    document: Document,
    names: tuple[str, str],
    facts: Facts,
    thresholds: Thresholds,
    *,
    earlier: Sequence[Earlier] = (),
    more: Sequence[More] = (),
) -> Family:
    """The family of those two breakdowns, with all that must be hidden hidden."""
    family = family_of(document, names, facts, thresholds)
    for edition in earlier:
        remember(family, edition)
    for table, code in more:
        _hide_more(family, table, code)
    suppress(family)
    return family


def family_of(document: Document, names: tuple[str, str], facts: Facts, thresholds: Thresholds) -> Family:
    """The numbers of those two breakdowns as the internal document has them."""
    leaf, parent = names
    rows = {
        (table, scope.name): _rows(document, scope.name, table, facts) for table in names if table for scope in SCOPES
    }
    values = {
        Cell(table, scope, row["code"], column): row[column]
        for (table, scope), found in rows.items()
        for row in found
        for column in COLUMNS
    }
    weights = facts.hours if leaf == "by_course" else {}
    if weights:
        values |= dict(_hours(document))
    return Family(
        leaf=leaf,
        parent=parent,
        parents={"by_sector": facts.sectors, "by_ethnic_rollup": facts.rollups}.get(parent, {}),
        rows={key: [row["code"] for row in found] for key, found in rows.items()},
        values=values,
        thresholds=thresholds,
        is_personal=leaf in PERSONAL,
        weights=weights,
        labels={(table, row["code"]): row["label"] for (table, _), found in rows.items() for row in found},
    )


def told(document: Document, family: Family, table: str, scope: str) -> list[Row]:
    """The rows of that breakdown as they are published."""
    if scope in family.dropped:
        return []
    attended = document["figures"][f"{scope}.attended"]["value"]
    base = family.thresholds.rounded(attended) if family.is_personal else attended
    return [_told(family, code, table, scope, base) for code in family.rows[table, scope]]


def hidden_columns(family: Family, table: str, scope: str, code: str) -> dict[Status, list[str]]:
    """The columns of that row that are hidden, by what is said of them."""
    found: dict[Status, list[str]] = {Status.SMALL: [], Status.WITHHELD: []}
    for column in COLUMNS:
        cell = Cell(table, scope, code, column)
        if family.is_hidden(cell):
            found[family.status[cell]].append(column)
    return found


def _rows(document: Document, scope: str, table: str, facts: Facts) -> list[Row]:
    """The rows; of a personal breakdown all that there can be, lest a row alone should say that somebody is in it."""
    rows: list[Row] = document["breakdowns"][f"{scope}.{table}"]
    answers = facts.answers.get(table)
    if not rows or answers is None:
        return rows
    by_code = {row["code"]: row for row in rows}
    labels = {**answers, **{code: row["label"] for code, row in by_code.items()}}
    ordered = in_order({*answers, *by_code, NOT_RECORDED}, {**labels, NOT_RECORDED: NOT_RECORDED_LABEL})
    return [by_code.get(code) or _nobody(code, label) for code, label in ordered.items()]


def _nobody(code: str, label: str) -> Row:
    return {"code": code, "label": label, **dict.fromkeys(COLUMNS, 0)}


def _hours(document: Document) -> Iterator[tuple[Cell, int]]:
    for scope in SCOPES:
        figure = document["figures"][f"{scope.name}.{HOURS}"]
        for column, name in ((ATTENDED, "value"), (PREVIOUS, "previous")):
            yield Cell(HOURS, scope.name, "", column), int(HUNDREDTHS * figure[name])


def _hide_more(family: Family, table: str, code: str) -> None:
    scope, _, name = table.partition(".")
    if name not in family.tables:
        return
    if not code:
        family.dropped.add(scope)
    for cell in family.values:
        if (cell.table, cell.scope, cell.code) == (name, scope, code):
            family.status[cell] = Status.WITHHELD


def _told(family: Family, code: str, table: str, scope: str, base: int) -> Row:
    values = {column: _published(family, Cell(table, scope, code, column)) for column in COLUMNS}
    attended, previous = values[ATTENDED], values[PREVIOUS]
    is_compared = attended is not None and previous is not None
    made = {
        "code": code,
        "label": family.labels[table, code],
        **{name: values[name] for name in OUTCOMES},
        "percent": None if attended is None or not base else 100 * attended / base,
        "previous": previous,
        "change": attended - previous if is_compared else None,
        "percent_change": percent_change(attended, previous) if is_compared else None,
    }
    if None in values.values():
        made["withheld"] = True
    if family.is_personal:
        made["rounded_to"] = family.thresholds.rounded_to
    return made


def _published(family: Family, cell: Cell) -> Any:
    value, status = family.values[cell], family.status[cell]
    if family.is_hidden(cell):
        return None
    return family.thresholds.rounded(value) if status == Status.ROUNDED else value
