"""What a report says of a figure: its number, and what the row is called in which it stands."""

from collections.abc import Mapping
from typing import Any

from core.words import in_words
from reports.behind.figures import RECORDED, Figure, NoSuchFigure
from reports.measures import ALL, RATES

OF_RECORDS = {"outcome_known": "outcome", "registers_closed": "registers_closed", "events_with_places": "places"}
"""What is told of the records alone, and as which fact of them."""
TELLS = {"trainer_days": "days", "trained_at": "events", "heads": "people"}
"""What a row calls a count that has another name there."""
LISTS = {
    "by_priority": "priorities",
    "by_need": "needs",
    "by_workshop": "workshops",
    "by_conference": "workshop_choices",
}
"""Where the document has what is told apart by these."""


def printed(document: Mapping[str, Any], figure: Figure) -> tuple[str, float]:
    """What the document calls the row that it has the figure in, or "" where it is a sum; and the number.

    Raises NoSuchFigure where it has none: reports of long ago lack some, and an edition may hide one.
    """
    try:
        label, number = _of_a_row(document, figure) if figure.by else ("", _of_all(document, figure))
    except LookupError:
        raise NoSuchFigure("The report has no such row.") from None
    if number is None:
        raise NoSuchFigure("The report does not say that number.")
    return label, number


def _of_all(document: Mapping[str, Any], figure: Figure) -> Any:
    if figure.count in OF_RECORDS:
        return document["completeness"][OF_RECORDS[figure.count]]["numerator"]
    if figure.count == "waited":
        return document["unmet"]["waited"]["value"]
    key = f"{figure.scope}.{figure.count}"
    if key in document["figures"]:
        return document["figures"][key]["value"]
    told = [
        document["rates"][f"{figure.scope}.{rate.name}"][part]
        for rate in RATES
        for part, count in (("numerator", rate.numerator), ("base", rate.base))
        if count == figure.count
    ]
    return told[0]


def _of_a_row(document: Mapping[str, Any], figure: Figure) -> tuple[str, Any]:
    if figure.code == RECORDED and (figure.scope, figure.count) == (ALL, "attended"):
        return "recorded", document["completeness"][figure.by.removeprefix("by_")]["numerator"]
    if figure.by == "by_audience":
        heads = {row["audience"]: row["people"] for row in document["headcounts"][figure.scope]}
        return in_words(figure.code), heads[figure.code]
    rows = {row["code"]: row for row in _rows(document, figure)}
    row = rows[figure.code]
    return row["label"], row[TELLS.get(figure.count, figure.count)]


def _rows(document: Mapping[str, Any], figure: Figure) -> list[Any]:
    """The rows of the list or table in which the figure is one."""
    if figure.count == "waited":
        return list(document["unmet"]["by_course"])
    if figure.count == "people":
        return [row for row in document["reach"] if f"by_{row['kind']}" == figure.by]
    if figure.count in {"trainers", "trained_at", "trainer_days"}:
        return list(document["contributions"])
    if figure.by in LISTS:
        return list(document[LISTS[figure.by]])
    return list(document["breakdowns"][f"{figure.scope}.{figure.by}"])
