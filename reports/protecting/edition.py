"""The public edition: the internal document with its small numbers protected, and what it says of that."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reports.document import Document, digest
from reports.measures import SCOPES
from reports.protecting import answers, beyond, others, reached, reasons
from reports.protecting.breakdowns import More, hidden_columns, protected, told
from reports.protecting.cells import ATTENDED, HOURS, PREVIOUS, Cell, Family
from reports.protecting.classes import CLASSES, FAMILIES, FOLDED, PERSONAL, How, demand_classes
from reports.protecting.earlier import Earlier
from reports.protecting.facts import Facts
from reports.protecting.thresholds import Thresholds

PUBLIC = "public"

Row = dict[str, Any]


def public_edition(
    document: Document,
    facts: Facts,
    thresholds: Thresholds,
    earlier: Sequence[Earlier] = (),
    more: Sequence[More] = (),
) -> Document:
    """The document as it may be published, digest and all; refused where it has a part that nobody classified.

    `earlier` are the editions that are published already, `more` is what the board hides beyond the rules.
    """
    _demand_that_all_is_known(document)
    families = _families(document, facts, thresholds, earlier, more)
    folded, unfolded = reasons.folded(document, thresholds.work, earlier)
    left_out = [*_dropped(families), *unfolded]
    breakdowns = dict(_breakdowns(document, families, folded))
    ratings, unrated = answers.ratings(document["ratings"], facts, thresholds.answers)
    quoted = answers.quotes(document["comments"], document["approved_quotes"], thresholds.work)
    edition = {
        **{key: document[key] for key in document if CLASSES[key] == How.AS_IT_IS},
        "audience": PUBLIC,
        "figures": others.figures(document, families["by_course"]),
        "breakdowns": breakdowns,
        "completeness": others.completeness(document["completeness"], families),
        "gaps": others.gaps(document["gaps"], breakdowns, left_out),
        "ratings": ratings,
        "headcounts": others.headcounts(document["headcounts"], thresholds.work),
        "priorities": beyond.served(document["priorities"], families["by_course"], facts.priorities),
        "needs": beyond.served(document["needs"], families["by_course"], facts.needs),
        "reach": reached.reach(document["reach"], breakdowns, facts.sectors, thresholds.work),
        **dict(beyond.lists(document, thresholds.work)),
        "unmet": beyond.unmet(document["unmet"], thresholds.work),
        "matched": answers.matched(document["matched"], thresholds.answers),
        "later": answers.later(document["later"], thresholds.answers),
        "comments": answers.comments(document["comments"], quoted, thresholds.work),
        "approved_quotes": quoted,
        "later_comments": answers.later_comments(document["later_comments"], thresholds.work),
        "protection": {
            "thresholds": _said(thresholds),
            "personal": sorted(PERSONAL),
            "tables": left_out,
            "rows": list(_hidden_rows(families, breakdowns)),
            "figures": list(_hidden_figures(families["by_course"])),
            "ratings": [list(place) for place in sorted(unrated)],
        },
    }
    return {**edition, "data_digest": digest(edition)}


def _demand_that_all_is_known(document: Document) -> None:
    demand_classes(document, CLASSES)
    names = {name for family in FAMILIES for name in family if name} | {FOLDED}
    known = {f"{scope.name}.{name}" for scope in SCOPES for name in names}
    demand_classes(document["breakdowns"], known, "breakdowns: ")


def _families(
    document: Document, facts: Facts, thresholds: Thresholds, earlier: Sequence[Earlier], more: Sequence[More]
) -> dict[str, Family]:
    """The families by the names of their breakdowns."""
    made = (protected(document, names, facts, thresholds, earlier=earlier, more=more) for names in FAMILIES)
    return {name: family for family in made for name in family.tables}


def _breakdowns(
    document: Document, families: Mapping[str, Family], folded: Mapping[str, list[Row]]
) -> Iterator[tuple[str, list[Row]]]:
    for key in document["breakdowns"]:
        scope, _, name = key.partition(".")
        yield key, folded[scope] if name == FOLDED else told(document, families[name], name, scope)


def _said(thresholds: Thresholds) -> dict[str, int]:
    return {
        "work": thresholds.work,
        "personal": thresholds.personal,
        "rounded_to": thresholds.rounded_to,
        "answers": thresholds.answers,
    }


def _dropped(families: Mapping[str, Family]) -> list[str]:
    return [
        f"{scope.name}.{name}" for name, family in families.items() for scope in SCOPES if scope.name in family.dropped
    ]


def _hidden_rows(families: Mapping[str, Family], breakdowns: Mapping[str, list[Row]]) -> Iterator[Row]:
    """Every row with something hidden: which columns are small, and which are withheld. It says no number."""
    for table, rows in breakdowns.items():
        scope, _, name = table.partition(".")
        for row in rows if name in families else ():
            hidden = hidden_columns(families[name], name, scope, row["code"])
            if any(hidden.values()):
                yield {"table": table, "code": row["code"]} | {status.value: cells for status, cells in hidden.items()}


def _hidden_figures(courses: Family) -> Iterator[str]:
    for scope in SCOPES:
        if any(courses.is_hidden(Cell(HOURS, scope.name, "", column)) for column in (ATTENDED, PREVIOUS)):
            yield f"{scope.name}.{HOURS}"
