"""Counts what changed: the same people's scores side by side, and what they and their managers said weeks later.

Both belong to the year in which the event began, whenever people answered. Where fewer than FEWEST have answered,
nothing of what they said is kept: their number alone is.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from core.figures import Rate
from evaluations import change, impact
from evaluations.change import Change, Given, Tallies
from evaluations.impact import Impact
from evaluations.models import Evaluation, EvaluationQuerySet, Questionnaire
from evaluations.rules import FEWEST_FOR_TRAINERS as FEWEST
from reports.counting.bookings import EventFacts
from reports.counting.reference import Reference
from reports.counting.window import Span, Window
from reports.measures import SCOPES, SCOPES_OF_KIND

Kind = Questionnaire.Kind
Row = dict[str, Any]


def _tallies() -> Tallies:
    return defaultdict(Counter)


@dataclass
class Changes:
    """What is counted of every scope and, as `course:<code>`, of every course."""

    scored: frozenset[str]
    tallies: defaultdict[str, Tallies] = field(default_factory=lambda: defaultdict(_tallies))
    impacts: defaultdict[str, Impact] = field(default_factory=lambda: defaultdict(Impact))

    def add(self, places: Iterable[str], given: list[Given]) -> None:
        """Count all that was said about one event, in the places where it counts."""
        found = _tallies()
        change.count(given, self.scored, found)
        for place in places:
            for key, pairs in found.items():
                self.tallies[place][key].update(pairs)
            for each in given:
                self.impacts[place].add(each.kind, each.answers)

    def matched(self) -> dict[str, list[Row]]:
        """The matched change of every scope, and of every course that has any."""
        scopes: dict[str, list[Row]] = {scope.name: [] for scope in SCOPES}
        return scopes | {place: rows for place, tallies in self.tallies.items() if (rows := _matched(tallies))}

    def later(self) -> dict[str, Row]:
        """What came of it, of every scope, and of every course of which anybody was asked more than at the end."""
        asked_later = {place for place, found in self.impacts.items() if any(found.asked[kind] for kind in LATER)}
        places = [*(scope.name for scope in SCOPES), *sorted(place for place in asked_later if ":" in place)]
        return {place: _later(self.impacts[place]) for place in places}


COLUMNS = (
    *("item", "comparison", "matched", "mean_before", "mean_after", "mean_change", "spread"),
    *("rose", "same", "fell"),
)
LATER = (Kind.BEFORE.value, Kind.LATER.value, Kind.MANAGER.value)


def places_of(event: EventFacts, reference: Reference) -> list[str]:
    """Where what is said about an event counts: in its scopes and its course; that about a workshop nowhere."""
    if event.parent is not None:
        return []
    return [*SCOPES_OF_KIND[event.kind], f"course:{reference.course(event.course)}"]


def count_asked(changes: Changes, asked: EvaluationQuerySet, held: dict[int, EventFacts], named: Reference) -> None:
    """Count how many were asked and how many answered, of every kind."""
    for event, kind, invited, given in asked.order_by().values_list("event_id", "kind").annotate(**impact.ASKED):
        for place in places_of(held[event], named) if event in held else []:
            changes.impacts[place].asked[kind] += invited
            changes.impacts[place].given[kind] += given


def everything(window: Window) -> EvaluationQuerySet:
    """All that was asked about the events held in this period, workshops included."""
    return Evaluation.objects.filter(event__in=window.held(Span.THIS).values("pk"))


def _matched(tallies: Tallies) -> list[Row]:
    return [_row(each) for each in change.changes(tallies) if each.matched >= FEWEST]


def _row(each: Change) -> Row:
    return {name: getattr(each, name) for name in COLUMNS}


def _later(found: Impact) -> Row:
    """Rates of those who were asked; what was said only where enough did."""
    said_later, seen = found.given[Kind.LATER] >= FEWEST, found.given[Kind.MANAGER] >= FEWEST
    shares: dict[str, Rate] = {
        "done": found.share(impact.PRACTICE_CHANGED, "done"),
        "partly": found.share(impact.PRACTICE_CHANGED, "partly"),
        "not": found.share(impact.PRACTICE_CHANGED, "not"),
        "information_sharing": found.share(impact.INFORMATION_SHARING, "yes"),
        "joint_working": found.share(impact.JOINT_WORKING, "yes"),
    }
    return {
        "responses": {kind: found.response(kind).as_data() for kind in LATER},
        "said": {name: rate.as_data() for name, rate in shares.items()} if said_later else None,
        "confirmed": found.share(impact.CHANGE_SEEN, "yes").as_data() if seen else None,
    }
