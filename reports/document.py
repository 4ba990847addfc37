"""Puts a counted year together as one JSON document (docs: the report's contract), and says what its digest is.

The document holds everything that is drawn, so that no drawing asks the database again. Beyond the contract's keys it
says how complete the records behind it are, and by which names people know what it speaks of.
"""

import json
from collections.abc import Iterator
from decimal import Decimal
from hashlib import sha256
from typing import Any

from core.figures import Rate, RateData
from core.years import Period
from events.models import LONDON
from reports import additions
from reports.compared import beside_the_year_before
from reports.counting.bookings import EventFacts
from reports.counting.numbers import number
from reports.counting.reference import Labels, in_order
from reports.counting.tallies import OUTCOMES, Tally
from reports.counting.window import Span
from reports.counting.year import Year
from reports.measures import ALL, BREAKDOWNS, NOT_RECORDED, RATES, SCOPES, WATCHED, figures_of

SCHEMA = 1
INTERNAL = "internal"
NOT_IN_DIGEST = ("compiled_at", "data_digest")

Document = dict[str, Any]
Row = dict[str, Any]


def assemble(year: Year) -> Document:
    """The whole document of a counted year, digest and all."""
    period = year.window.period
    document: Document = {
        "schema": SCHEMA,
        "year": period.name,
        "starts": period.starts.isoformat(),
        "ends": period.ends.isoformat(),
        "audience": INTERNAL,
        "compiled_at": year.window.at.astimezone(LONDON).isoformat(timespec="seconds"),
        "figures": _figures(year),
        "rates": _rates(year, Span.THIS),
        "breakdowns": _breakdowns(year),
        "ratings": year.ratings,
        "headcounts": year.headcounts,
        "gaps": list(_gaps(year)),
        "comments": year.comments,
        "matched": year.matched,
        "later": year.later,
        "budget": year.budget,
        "approved_quotes": year.approved_quotes,
        "period": period_label(period),
        "until": period.until and period.until.isoformat(),
        "previous_year": period.previous().name,
        "previous_on_record": _on_record(year, Span.BEFORE),
        "previous_rates": _rates(year, Span.BEFORE),
        "completeness": _completeness(year),
        "rated_events": list(_rated_events(year)),
        "labels": _labels(year),
        **additions.of(year),
        **_emptiness(year),
    }
    return {**document, "data_digest": digest(document)}


def digest(document: Document) -> str:
    """The digest of everything in the document but the moment at which it was made: the same data, the same digest."""
    data, told = {key: value for key, value in document.items() if key not in NOT_IN_DIGEST}, sha256()
    for piece in _canonical(data):
        told.update(piece.encode())
    return f"sha256:{told.hexdigest()}"


def _canonical(data: Any, *, depth: int = 2) -> Iterator[str]:
    """The data as JSON, keys in order and without white, piece by piece: a large county's is many megabytes."""
    if not depth or not isinstance(data, dict):
        yield json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return
    for place, key in enumerate(sorted(data)):
        yield f"{',' if place else '{'}{json.dumps(key, ensure_ascii=False)}:"
        yield from _canonical(data[key], depth=depth - 1)
    yield "}" if data else "{}"


def period_label(period: Period) -> str:
    """`1 April 2013 to 31 March 2014`, to the last day that is counted."""
    return f"{period.starts:%-d %B %Y} to {period.counted_to:%-d %B %Y}"


def _figures(year: Year) -> dict[str, Row]:
    return {
        f"{scope.name}.{figure.name}": _compared(
            getattr(year.counts.totals[Span.THIS, scope.name], figure.name),
            getattr(year.counts.totals[Span.BEFORE, scope.name], figure.name),
        )
        for scope in SCOPES
        for figure in figures_of(scope.name)
    }


def _compared(value: Decimal | int, previous: Decimal | int) -> Row:
    return {"value": number(value), **beside_the_year_before(value, previous)}


def _rates(year: Year, span: Span) -> dict[str, RateData]:
    return {
        f"{scope.name}.{rate.name}": Rate(getattr(totals, rate.numerator), getattr(totals, rate.base)).as_data()
        for scope in SCOPES
        for totals in [year.counts.totals[span, scope.name]]
        for rate in RATES
    }


def _breakdowns(year: Year) -> dict[str, list[Row]]:
    labels, always = year.reference.labels(), year.reference.always_shown()
    return {
        f"{scope.name}.{breakdown.name}": list(
            _rows(year, breakdown.name, scope.name, labels[breakdown.name], always.get(breakdown.name, []))
        )
        for scope in SCOPES
        for breakdown in BREAKDOWNS
    }


def _rows(year: Year, breakdown: str, scope: str, labels: Labels, always: list[str]) -> Iterator[Row]:
    """A row for every code in use in one of the two years, and for those that are always shown."""
    this, before = (year.counts.rows(breakdown, span, scope) for span in (Span.THIS, Span.BEFORE))
    attended = year.counts.totals[Span.THIS, scope].attended
    for code, label in in_order({*this, *before, *always}, labels).items():
        tally = this.get(code, Tally())
        yield {
            "code": code,
            "label": label,
            **dict(zip(OUTCOMES, tally.counts, strict=True)),
            "percent": Rate(tally.attended, attended).percent,
            **beside_the_year_before(tally.attended, before.get(code, Tally()).attended),
        }


def _gaps(year: Year) -> Iterator[Row]:
    """Every target group and every hard-to-reach agency with nobody this year, or fewer than the year before."""
    watched = (
        ("target_group", "by_target_group", year.reference.current_target_groups()),
        ("agency", "by_agency", year.reference.missed_from(year.window.period.starts)),
    )
    for scope in WATCHED:
        for kind, breakdown, codes in watched:
            this, before = (year.counts.rows(breakdown, span, scope) for span in (Span.THIS, Span.BEFORE))
            for code in codes:
                attended, previous = this.get(code, Tally()).attended, before.get(code, Tally()).attended
                if attended == 0 or attended < previous:
                    yield {"kind": kind, "scope": scope, "code": code, "attended": attended, "previous": previous}


def _on_record(year: Year, span: Span) -> bool:
    return bool(year.counts.totals[span, "elearning"].enrolled) or any(
        event.span == span for event in year.held.values()
    )


def _emptiness(year: Year) -> Row:
    """Whether there is nothing to report, and the sentence that says so."""
    if _on_record(year, Span.THIS):
        return {"empty": False, "sentence": None}
    label = period_label(year.window.period)
    return {"empty": True, "sentence": f"No event was held and nobody enrolled in e-learning from {label}."}


def _completeness(year: Year) -> Row:
    """How much of what the figures stand on was recorded, over everything but e-learning."""
    totals = year.counts.totals[Span.THIS, ALL]
    known = {breakdown.name: totals.attended - _not_recorded(year, breakdown.name) for breakdown in BREAKDOWNS}
    facts = ("by_agency", "by_target_group", "by_role", "by_works_with", "by_sex", "by_ethnic_group", "by_area")
    return {
        **{fact.removeprefix("by_"): Rate(known[fact], totals.attended).as_data() for fact in facts},
        "outcome": Rate(totals.booked - totals.not_recorded, totals.booked).as_data(),
        "evaluated": Rate(totals.evaluations, totals.attended).as_data(),
        "registers_closed": Rate(totals.registers_closed, totals.events).as_data(),
        "places": Rate(totals.events_with_places, totals.events).as_data(),
    }


def _not_recorded(year: Year, breakdown: str) -> int:
    return year.counts.rows(breakdown, Span.THIS, ALL).get(NOT_RECORDED, Tally()).attended


def _rated(year: Year) -> Iterator[EventFacts]:
    return (event for event in year.held.values() if f"event:{event.code}" in year.ratings)


def _rated_events(year: Year) -> Iterator[Row]:
    """The events that have ratings, in the order in which they took place."""
    codes = {pk: event.code for pk, event in year.held.items()}
    for event in _rated(year):
        yield {
            "code": event.code,
            "name": _name(year, event),
            "starts_on": event.starts_on.isoformat(),
            "parent": codes.get(event.parent) if event.parent else None,
        }


def _name(year: Year, event: EventFacts) -> str:
    return event.title or year.reference.courses[event.course].title


def _labels(year: Year) -> dict[str, dict[str, str]]:
    """What the codes in ratings, comments and gaps are called."""
    labels = year.reference.labels()
    asked = {row["question"] for rows in year.ratings.values() for row in rows}
    spoken_of = {row["theme"] for rows in year.comments.values() for row in rows}
    spoken_of |= {row["theme"] for found in year.later_comments.values() for row in found["themes"]}
    return {
        "scopes": {scope.name: scope.label for scope in SCOPES},
        "questions": {row.code: row.wording for row in year.questions if row.code in asked},
        "themes": {row.code: row.name for row in year.themes if row.code in spoken_of},
        "agencies": {code: labels["by_agency"][code] for code in year.reference.hard_to_reach()},
        "target_groups": {code: labels["by_target_group"][code] for code in year.reference.current_target_groups()},
        "workshops": {event.code: _name(year, event) for event in _rated(year) if event.parent is not None},
    }
