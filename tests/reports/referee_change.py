"""The referee of matched change and of what came later: recounted person by person, with no code of the product."""

from fractions import Fraction
from math import floor, sqrt
from typing import Any

from tests.reports.contract import KINDS
from tests.reports.worlds import EvaluationRow, World

FEWEST = 5
OCCASIONS = (
    ("before-to-end", ("before", "confidence-before"), ("end", "confidence-after")),
    ("looking-back", ("end", "confidence-before"), ("end", "confidence-after")),
    ("end-to-later", ("end", "confidence-after"), ("later", "confidence-after")),
    ("before-to-later", ("before", "confidence-before"), ("later", "confidence-after")),
)
LATER = ("before", "later", "manager")


def places(year: Any) -> dict[str, list[str]]:
    """The events of each scope and course in the referee's year, workshops left out."""
    found = {scope: [row.code for row in year.events(scope)] for scope in KINDS}
    for row in year.counted:
        found.setdefault(f"course:{row.course}", []).append(row.code)
    return found


def matched(world: World, places: dict[str, list[str]]) -> dict[str, Any]:
    """For each scope, and each course that has any, how the same people's confidence changed."""
    found = {}
    for place, events in places.items():
        people = {(row.event, row.respondent) for row in _given(world, events)}
        rows = []
        for comparison, first, second in OCCASIONS:
            pairs = []
            for person in sorted(people):
                before, after = _score(world, person, *first), _score(world, person, *second)
                if before is not None and after is not None:
                    pairs.append((before, after))
            if len(pairs) >= FEWEST:
                rows.append({"item": "confidence", "comparison": comparison, **_row(pairs)})
        if rows or ":" not in place:
            found[place] = rows
    return found


def _given(world: World, events: list[str], kind: str = "") -> list[EvaluationRow]:
    given = [row for row in world.evaluations if row.event in events and row.state == "submitted"]
    return [row for row in given if kind in ("", row.kind)]


def _score(world: World, person: tuple[str, str], kind: str, question: str) -> int | None:
    for row in _given(world, [person[0]], kind):
        if row.respondent == person[1] and question in row.answers:
            return int(row.answers[question])
    return None


def _row(pairs: list[tuple[int, int]]) -> dict[str, Any]:
    changes = [after - before for before, after in pairs]
    mean = Fraction(sum(changes), len(changes))
    return {
        "matched": len(pairs),
        "mean_before": sum(before for before, _ in pairs) / len(pairs),
        "mean_after": sum(after for _, after in pairs) / len(pairs),
        "mean_change": sum(changes) / len(pairs),
        "spread": sqrt(sum((change - mean) ** 2 for change in changes) / (len(pairs) - 1)),
        "rose": len([change for change in changes if change > 0]),
        "same": len([change for change in changes if change == 0]),
        "fell": len([change for change in changes if change < 0]),
    }


def later(world: World, places: dict[str, list[str]]) -> dict[str, Any]:
    """For each scope, and each course of which anybody was asked before, later or as a manager, what came of it."""
    found = {}
    for place, events in places.items():
        asked = {kind: [row for row in world.evaluations if row.event in events and row.kind == kind] for kind in LATER}
        invited = {kind: len([row for row in asked[kind] if row.asked]) for kind in LATER}
        given = {kind: len(_given(world, events, kind)) for kind in LATER}
        if ":" in place and not any(invited.values()):
            continue
        found[place] = {
            "responses": {kind: _rate(given[kind], invited[kind]) for kind in LATER},
            "said": _said(world, events) if given["later"] >= FEWEST else None,
            "confirmed": _share(world, events, "manager", "change-seen", "yes") if given["manager"] >= FEWEST else None,
        }
    return found


def _said(world: World, events: list[str]) -> dict[str, Any]:
    did = {answer: _share(world, events, "later", "practice-changed", answer) for answer in ("done", "partly", "not")}
    return {
        **did,
        "information_sharing": _share(world, events, "later", "information-sharing", "yes"),
        "joint_working": _share(world, events, "later", "joint-working", "yes"),
    }


def _share(world: World, events: list[str], kind: str, question: str, answer: str) -> dict[str, Any]:
    answers = [row.answers[question] for row in _given(world, events, kind) if question in row.answers]
    return _rate(answers.count(answer), len(answers))


def _rate(numerator: int, base: int) -> dict[str, Any]:
    rounded = floor(Fraction(100 * numerator, base) + Fraction(1, 2)) if base else None
    percent = 100 * numerator / base if base else None
    return {"numerator": numerator, "base": base, "percent": percent, "rounded": rounded}
