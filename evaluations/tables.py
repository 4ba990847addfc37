"""The answers about one event as tables."""

from collections import Counter
from typing import Any

import django_tables2 as tables
from django.template.defaultfilters import floatformat

from core.figures import Rate
from core.tables import HouseTable, NumberColumn
from core.words import percent
from evaluations import results
from evaluations.answers import CHOICES, Answer
from evaluations.models import Question
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


class MeanColumn(NumberColumn):
    """A mean, to one decimal."""

    def render(self, value: float) -> str:
        return str(floatformat(value, 1))


class TallyTable(HouseTable):
    """Questions of one kind: how many answered, how often each answer was given, and what it comes to."""

    row_header = "question"

    question = tables.Column()
    responses = NumberColumn("Answers")

    class Meta(HouseTable.Meta):
        orderable = False


SUMMARIES: dict[str, tuple[str, str, type[NumberColumn], str]] = {
    Question.AnswerKind.QUALITY: ("Rated excellent to poor", "excellent_to_good", RateColumn, "Excellent to good"),
    Question.AnswerKind.YES_NO: ("Answered yes or no", "yes", RateColumn, "Said yes"),
    Question.AnswerKind.ONE_TO_TEN: ("Scored from 1, not at all, to 10, completely", "mean", MeanColumn, "Mean"),
}
"""Of each kind of question: the table's caption; the name, class and heading of the last column."""


def tables_of(event: Event) -> list[TallyTable]:
    """A table for each kind of question that was answered about the event."""
    counted = {kind: results.tallies(event, kind) for kind in SUMMARIES}
    return [_table(kind, tallies) for kind, tallies in counted.items() if tallies]


def _table(kind: str, tallies: list[results.Tally]) -> TallyTable:
    caption, name, summary, heading = SUMMARIES[kind]
    columns: list[tuple[str, Any]] = [
        (f"times_{answer}", TimesColumn(answer, label)) for answer, label in CHOICES[kind]
    ]
    table = TallyTable(tallies, extra_columns=[*columns, (name, summary(heading))])
    table.caption = caption
    return table
