"""Why people cancelled or did not come, as it is published: what few people gave as their reason is told together.

Reasons are in people's own words, so none is named that somebody alone may have written; and the same reasons are named
in every scope, lest one scope be taken from another.
"""

from collections.abc import Sequence
from typing import Any

from reports.counting.tallies import OUTCOMES
from reports.measures import ALL, OTHER, OTHER_LABEL, SCOPES
from reports.protecting.cells import MEMBERS, PREVIOUS
from reports.protecting.classes import FOLDED
from reports.protecting.earlier import Document, Earlier

COUNTED = ("cancelled", "did_not_attend")

Row = dict[str, Any]
Groups = tuple[str, ...]


def folded(
    document: Document, threshold: int, earlier: Sequence[Earlier] = ()
) -> tuple[dict[str, list[Row]], list[str]]:
    """The rows of each scope's table, and the tables that are left out."""
    tables: dict[str, list[Row]] = {}
    dropped: list[str] = []
    for scopes in ((*MEMBERS, ALL), ("elearning",)):
        rows = {scope: document["breakdowns"][f"{scope}.{FOLDED}"] for scope in scopes}
        named = _named(rows, threshold, _named_before(earlier, scopes))
        for scope, found in rows.items():
            made = _told(found, named)
            if any(_is_small(row[name], threshold) for row in made for name in COUNTED):
                made = []
                dropped.append(f"{scope}.{FOLDED}")
            tables[scope] = made
    return {scope.name: tables[scope.name] for scope in SCOPES}, dropped


def _named_before(earlier: Sequence[Earlier], scopes: Groups) -> set[str] | None:
    """What every earlier edition of the year names; nothing where there is none."""
    found = [
        {row["code"] for scope in scopes for row in edition.document["breakdowns"][f"{scope}.{FOLDED}"]}
        for edition in earlier
        if edition.is_same_year
    ]
    return set.intersection(*found) if found else None


def _named(rows: dict[str, list[Row]], threshold: int, before: set[str] | None) -> set[str]:
    """The reasons that may be named: neither they nor what is left without them is small in any scope."""
    every = [(row["code"], row) for found in rows.values() for row in found]
    small = {code for code, row in every if any(_is_small(row[name], threshold) for name in COUNTED)}
    named = {code for code, _ in every if before is None or code in before} - small - {OTHER}
    while (fewest := _to_fold(rows, named, threshold)) is not None:
        named.discard(fewest)
    return named


def _to_fold(rows: dict[str, list[Row]], named: set[str], threshold: int) -> str | None:
    """A named reason that must join the others, because they are too few: the smallest one of that scope."""
    for found in rows.values():
        for name in COUNTED:
            rest = sum(row[name] for row in found if row["code"] not in named)
            helpful = [(row[name], row["code"]) for row in found if row["code"] in named and row[name]]
            if _is_small(rest, threshold) and helpful:
                return str(min(helpful)[1])
    return None


def _told(rows: list[Row], named: set[str]) -> list[Row]:
    shown = [dict(row) for row in rows if row["code"] in named]
    others = [row for row in rows if row["code"] not in named]
    if not others:
        return shown
    sums = {name: sum(row[name] for row in others) for name in (*OUTCOMES, PREVIOUS)}
    return [*shown, {**others[0], **sums, "code": OTHER, "label": OTHER_LABEL}]


def _is_small(value: int, threshold: int) -> bool:
    return 0 < value < threshold
