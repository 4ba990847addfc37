"""What goes out of the evaluations' floor in a records package: what was said at the end of events, and by nobody."""

from collections.abc import Iterator

from core.records.writing import CHUNK, Outgoing, Values, values_at
from evaluations.models import Comment, Evaluation
from evaluations.records import COMMENTS, END, RATINGS
from events.models import Event

_GIVEN = {"kind": END, "state": Evaluation.State.SUBMITTED}


def _ratings() -> Iterator[Values]:
    given = Evaluation.objects.filter(event__in=Event.objects.listed(), **_GIVEN).order_by("pk")
    for event, respondent, answers in given.values_list("event__code", "respondent", "answers").iterator(CHUNK):
        for question, answer in answers.items():
            yield {"event": event, "respondent": respondent, "question": question, "answer": answer}


def _comments() -> Iterator[Values]:
    of_given = {f"evaluation__{name}": value for name, value in _GIVEN.items()}
    comments = Comment.objects.filter(evaluation__event__in=Event.objects.listed(), **of_given).order_by("lot")
    return values_at(
        comments,
        "prompt",
        "text",
        "may_quote",
        event="evaluation__event__code",
        respondent="evaluation__respondent",
        theme="theme__code",
    )


RATINGS_OUT = Outgoing(RATINGS, _ratings, unsaid=frozenset({"person"}))
"""Evaluations are pseudonymous: no file says who gave which."""
COMMENTS_OUT = Outgoing(COMMENTS, _comments)
