"""Makers of attended bookings and of evaluations that were given."""

from datetime import datetime
from typing import Any

from evaluations import evaluations
from evaluations.answers import CHOICES, Answer, questions_of
from evaluations.models import Evaluation, Questionnaire
from events.models import Booking, Event
from tests.makers import NOW, TESTER, make_booking, make_event, make_person

STANDARD: dict[str, Answer] = {"quality": "good", "yes-no": "yes", "one-to-ten": 7, "progress": "done"}


def make_attended(event: Event | None = None, *, outcome: str = "attended", **person: Any) -> Booking:
    """The booking of somebody who came; to an event of yesterday, if none is given."""
    return make_booking(event or make_event(days=-1), make_person(**person), outcome=outcome)


def answers_to(questionnaire: Questionnaire, **other: Answer) -> dict[str, Answer]:
    """An answer to every question that it asks; `other` ones replace the standard, with _ for - in the codes."""
    answers: dict[str, Answer] = {item.code: STANDARD[item.answer_kind] for item in questions_of(questionnaire)}
    return answers | {code.replace("_", "-"): answer for code, answer in other.items()}


def give(
    booking: Booking,
    *,
    at: datetime = NOW,
    comments: dict[str, str] | None = None,
    may_quote: bool = False,
    **other: Answer,
) -> Evaluation:
    """The evaluation that the booking's person gave."""
    evaluation = evaluations.ask(booking, at=at)
    assert evaluation.questionnaire
    answers = answers_to(evaluation.questionnaire, **other)
    return evaluations.submit(evaluation, answers, comments or {}, may_quote, by=TESTER, at=at)


def form_data(questionnaire: Questionnaire, **prompts: str) -> dict[str, str]:
    """What a browser sends for a questionnaire filled in, with words to the prompts."""
    data = {f"question-{code}": str(answer) for code, answer in answers_to(questionnaire).items()}
    return data | {f"prompt-{prompt}": text for prompt, text in prompts.items()}


ALL_ANSWERS = [(kind, answer) for kind, choices in CHOICES.items() for answer, _ in choices]
