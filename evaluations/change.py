"""Matched change: what the same people said before, at the end and later, set side by side without their names.

A question of 1 to 10 that ends in -before or -after is one item with its pair; any other is an item of its own, asked
under one code each time. What people say at the end of how they were before is kept apart from what they said before:
who has learned how much there is to know looks back on less.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from typing import NamedTuple

from django.db.models import QuerySet

from evaluations.answers import Answers, fits
from evaluations.models import Evaluation, Question, Questionnaire
from events.models import Event

Kind = Questionnaire.Kind
BEFORE, AFTER = "-before", "-after"
COMPARISONS = {
    "before-to-end": "Asked before, and at the end",
    "looking-back": "Asked at the end, looking back",
    "end-to-later": "Asked at the end, and later",
    "before-to-later": "Asked before, and later",
}


class Given(NamedTuple):
    """What one person said on one occasion: about which event, by which booking or token, of which kind."""

    event: int
    kind: str
    booking: int | None
    respondent: str
    answers: Answers

    @property
    def person(self) -> tuple[int, int | str]:
        """What is the same in all that one person said of an event: the booking, or where none is known the token."""
        return self.event, self.respondent if self.booking is None else self.booking


READ = ("event_id", "kind", "booking_id", "respondent", "answers")
"""The fields of an evaluation that make a Given, in its order."""

Pairs = Counter[tuple[int, int]]
Tallies = defaultdict[tuple[str, str], Pairs]
"""How often each pair of scores was given, by item and comparison."""


@dataclass(frozen=True)
class Change:
    """One item in one comparison: how many people gave both scores, and what became of them."""

    item: str
    comparison: str
    pairs: Pairs

    @property
    def matched(self) -> int:
        """How many people gave both."""
        return self.pairs.total()

    @property
    def mean_before(self) -> float:
        """The mean of the first scores."""
        return float(self._mean(lambda before, _: before))

    @property
    def mean_after(self) -> float:
        """The mean of the second scores."""
        return float(self._mean(lambda _, after: after))

    @property
    def mean_change(self) -> float:
        """The mean of each person's change."""
        return float(self._mean(lambda before, after: after - before))

    @property
    def spread(self) -> float | None:
        """The standard deviation of each person's change; None of a single one."""
        if self.matched < 2:
            return None
        mean = self._mean(lambda before, after: after - before)
        squares = sum(((after - before - mean) ** 2 * n for (before, after), n in self.pairs.items()), Fraction(0))
        return sqrt(squares / (self.matched - 1))

    @property
    def rose(self) -> int:
        """How many gave a higher score the second time."""
        return sum(n for (before, after), n in self.pairs.items() if after > before)

    @property
    def same(self) -> int:
        """How many gave the same."""
        return sum(n for (before, after), n in self.pairs.items() if after == before)

    @property
    def fell(self) -> int:
        """How many gave a lower one."""
        return sum(n for (before, after), n in self.pairs.items() if after < before)

    def _mean(self, of: Callable[[int, int], int]) -> Fraction:
        return Fraction(sum(of(before, after) * n for (before, after), n in self.pairs.items()), self.matched)


def scales() -> frozenset[str]:
    """The codes of the questions that are answered from 1 to 10."""
    scored = Question.objects.filter(answer_kind=Question.AnswerKind.ONE_TO_TEN)
    return frozenset(scored.values_list("code", flat=True))


def count(given: Iterable[Given], scored: frozenset[str], into: Tallies) -> None:
    """Match what each person said on each occasion, and count the pairs of scores."""
    people: dict[tuple[int, int | str], dict[str, Answers]] = defaultdict(dict)
    for each in given:
        people[each.person][each.kind] = each.answers
    for said in people.values():
        for item, comparison, before, after in _pairs(said, scored):
            into[item, comparison][before, after] += 1


def changes(tallies: Tallies) -> list[Change]:
    """What was counted, item by item, each in the order of the comparisons."""
    order = list(COMPARISONS)
    keys = sorted(tallies, key=lambda key: (key[0], order.index(key[1])))
    return [Change(item, comparison, tallies[item, comparison]) for item, comparison in keys]


def of_events(events: QuerySet[Event]) -> list[Change]:
    """The matched change over those events."""
    given = Evaluation.objects.submitted().filter(event__in=events.values("pk")).exclude(kind=Kind.MANAGER)
    rows = given.order_by().values_list(*READ)
    tallies: Tallies = defaultdict(Counter)
    count((Given(*row) for row in rows), scales(), tallies)
    return changes(tallies)


def _pairs(said: Mapping[str, Answers], scored: frozenset[str]) -> Iterator[tuple[str, str, int, int]]:
    before = _scores(said.get(Kind.BEFORE, {}), scored, BEFORE)
    looking_back = _scores(said.get(Kind.END, {}), scored, BEFORE, alone=False)
    end = _scores(said.get(Kind.END, {}), scored, AFTER)
    later = _scores(said.get(Kind.LATER, {}), scored, AFTER)
    compared = ((before, end), (looking_back, end), (end, later), (before, later))
    for comparison, (first, second) in zip(COMPARISONS, compared, strict=True):
        for item in first.keys() & second.keys():
            yield item, comparison, first[item], second[item]


def _scores(answers: Answers, scored: frozenset[str], ending: str, *, alone: bool = True) -> dict[str, int]:
    """The scores of the items that have that ending or, if they may stand `alone`, none."""
    found = {}
    for code, score in answers.items():
        if code in scored and isinstance(score, int) and fits(Question.AnswerKind.ONE_TO_TEN, score):
            if code.endswith(ending):
                found[code.removesuffix(ending)] = score
            elif alone and not code.endswith((BEFORE, AFTER)):
                found[code] = score
    return found
