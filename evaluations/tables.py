"""The answers about one event as tables."""

from collections import Counter
from typing import Any

import django_tables2 as tables
from django.template.defaultfilters import floatformat

from core.figures import Rate
from core.tables import HouseTable, NumberColumn
from core.words import count_noun, in_words, percent
from evaluations import change, impact, results
from evaluations.answers import CHOICES, Answer
from evaluations.impact import Impact
from evaluations.models import Question, Questionnaire
from evaluations.rules import FEWEST_FOR_TRAINERS
from events.models import Event


class RateColumn(NumberColumn):
    """A share, with the counts that it comes from."""

    def render(self, value: Rate) -> str:
        return f"{percent(value.percent)} ({value.numerator:,} of {value.base:,})"


class TimesColumn(NumberColumn):
    """How often one answer was given."""

    def __init__(self, answer: Answer, label: str) -> None:
        super().__init__(label, accessor="counts")
        self.answer = answer

    def render(self, value: Counter[Answer]) -> str:
        return super().render(value[self.answer])


class TallyTable(HouseTable):
    """Questions, one a line: how many answered, how often each answer was given, and the share that matters."""

    row_header = "question"

    question = tables.Column()
    responses = NumberColumn("Answers")

    class Meta(HouseTable.Meta):
        orderable = False


class ScoreTable(HouseTable):
    """Scores, one a line: how often each was given to each question, and below them the mean."""

    caption = "Scored from 1 to 10"
    row_header = "score"

    score = tables.Column(footer="Mean")

    class Meta(HouseTable.Meta):
        orderable = False


SHARES: dict[str, tuple[str, str, str]] = {
    Question.AnswerKind.QUALITY: ("Rated excellent to poor", "excellent_to_good", "Excellent to good"),
    Question.AnswerKind.YES_NO: ("Answered yes or no", "yes", "Said yes"),
    Question.AnswerKind.PROGRESS: ("Done, partly or not", "done", "Done"),
}
"""Of each kind of question: the table's caption, the share that matters and its heading."""


def tables_of(event: Event) -> list[HouseTable]:
    """A table for each kind of question that was answered about the event."""
    counted = {kind: results.tallies(event, kind) for kind in CHOICES}
    return [_table(kind, tallies) for kind, tallies in counted.items() if tallies]


def _table(kind: str, tallies: list[results.Tally]) -> HouseTable:
    if kind not in SHARES:
        return _score_table(kind, tallies)
    caption, share, heading = SHARES[kind]
    columns: list[tuple[str, Any]] = [
        (f"times_{answer}", TimesColumn(answer, label)) for answer, label in CHOICES[kind]
    ]
    table = TallyTable(tallies, extra_columns=[*columns, (share, RateColumn(heading))])
    table.caption = caption
    return table


def _score_table(kind: str, tallies: list[results.Tally]) -> HouseTable:
    lines = [{"score": label} | {t.question.code: t.counts[score] for t in tallies} for score, label in CHOICES[kind]]
    return ScoreTable(
        lines, extra_columns=[(t.question.code, NumberColumn(str(t.question), footer=_mean(t))) for t in tallies]
    )


def _mean(tally: results.Tally) -> str:
    return f"{floatformat(tally.mean, 1)} ({count_noun(tally.responses, 'answer')})"


class MeanColumn(NumberColumn):
    """A mean or a spread, with two decimals; what has none says so."""

    def render(self, value: float) -> str:
        return floatformat(value, 2)


class ChangeTable(HouseTable):
    """Matched change, one comparison of one item a line; falls stand beside rises."""

    caption = "The same people, from 1 to 10"
    row_header = "item"

    item = tables.Column("Asked about")
    comparison = tables.Column("When")
    matched = NumberColumn("People matched")
    mean_before = MeanColumn("Mean first")
    mean_after = MeanColumn("Mean then")
    mean_change = MeanColumn("Mean change")
    spread = MeanColumn("Spread of the changes")
    rose = NumberColumn("Rose")
    same = NumberColumn("Stayed")
    fell = NumberColumn("Fell")

    class Meta(HouseTable.Meta):
        orderable = False
        empty_text = "Nobody’s answers can be matched yet."

    def render_item(self, value: str) -> str:
        """The item's code in words."""
        return in_words(value)

    def render_comparison(self, value: str) -> str:
        """Which two occasions are compared."""
        return change.COMPARISONS[value]


class WhatCameOfItTable(HouseTable):
    """What people said weeks later, and their managers: how many said it, of how many who answered that."""

    caption = "Weeks later"
    row_header = "said"

    said = tables.Column("What was said")
    share = RateColumn("How many")

    class Meta(HouseTable.Meta):
        orderable = False


def what_came_of_it(found: Impact) -> WhatCameOfItTable:
    """The table of one event's impact, or a course's; what few managers said is left out."""
    lines = [
        ("Did what they set out to do", impact.PRACTICE_CHANGED, "done"),
        ("Did part of it", impact.PRACTICE_CHANGED, "partly"),
        ("Have not done it yet", impact.PRACTICE_CHANGED, "not"),
        ("Share information better", impact.INFORMATION_SHARING, "yes"),
        ("Work together better", impact.JOINT_WORKING, "yes"),
    ]
    if found.given[Questionnaire.Kind.MANAGER] >= FEWEST_FOR_TRAINERS:
        lines.append(("Their manager has seen a change", impact.CHANGE_SEEN, "yes"))
    return WhatCameOfItTable([{"said": said, "share": found.share(code, answer)} for said, code, answer in lines])
