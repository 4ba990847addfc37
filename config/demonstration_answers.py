"""What people of the demonstration said before a course, at its end and weeks later, and what their managers saw."""

from datetime import datetime, timedelta

from django.db import transaction

from core.audit import System
from evaluations import evaluations, questionnaires
from evaluations.answers import Answer, questions_of
from evaluations.evaluations import Said
from evaluations.models import Evaluation, Question, Questionnaire
from events.models import Booking, Event
from people.models import Person

BY = System("demonstration")
Kind = Questionnaire.Kind
AnswerKind = Question.AnswerKind

BEFORE = (4, 5, 3, 6, 7, 4, 5, 8, 3, 6, 5, 4)
LOOKING_BACK = (3, 4, 3, 5, 6, 3, 5, 7, 2, 5, 4, 4)
AFTER = (7, 8, 6, 8, 6, 7, 9, 8, 5, 8, 7, 7)
LATER = (7, 7, 7, 8, 7, 6, 9, 7, 4, 8)
PROGRESS = ("done", "partly", "done", "done", "not", "partly", "done", "done", "partly", "done")
SEEN = ("yes", "yes", "no", "yes", "yes", "yes")
"""Somebody fell, somebody stayed, most rose; not everybody answered each time."""

WORDS = {
    "impact": ("I will see the child alone before I decide.", "Ask what a day at home is like, and write it down."),
    "example": (
        "A school and we met the family together, and the child now has one worker.",
        "A baby was weighed every week, and gained.",
    ),
    "why": (
        "There was no time to talk it over with my team.",
        "My manager asks about it in supervision.",
        "A child I work with is being hurt at home, and I was not sure whom to tell.",
        "We practised with a real plan, which helped.",
    ),
    "seen": ("They now ask other services before they decide.", "Their notes say what the child said."),
}
GOOD: dict[str, tuple[Answer, ...]] = {
    AnswerKind.QUALITY: ("excellent", "good", "good", "excellent", "satisfactory"),
    AnswerKind.YES_NO: ("yes", "yes", "yes", "no"),
}


def load_answers(event: Event, *, but: Person, at: datetime) -> None:
    """Everybody but one answers before and at the end, fewer later, and some managers; that one is asked, and waits."""
    begins, ends = event.starts_at - timedelta(days=2), event.ends_at + timedelta(hours=1)
    later = min(at, event.ends_at + timedelta(weeks=event.course.later_weeks, hours=1))
    people = (
        event.bookings.attended().exclude(person=but).select_related("event__course", "person__user").order_by("pk")
    )
    for number, booking in enumerate(people):
        if number < len(BEFORE):
            _answer(booking, Kind.BEFORE, number, {"confidence-before": BEFORE[number]}, at=begins)
            scores: dict[str, Answer] = {"confidence-before": LOOKING_BACK[number], "confidence-after": AFTER[number]}
            _answer(booking, Kind.END, number, scores, at=ends)
        if number < len(LATER):
            manager = f"manager{number}@example.org" if number < len(SEEN) else ""
            said: dict[str, Answer] = {"practice-changed": PROGRESS[number], "confidence-after": LATER[number]}
            _answer(booking, Kind.LATER, number, said, manager=manager, at=later)
    for number, asked in enumerate(Evaluation.objects.filter(event=event, kind=Kind.MANAGER).order_by("pk")):
        if number < len(SEEN) - 1:
            said = {"change-seen": SEEN[number]}
            evaluations.answer(evaluations.asked_by(asked), Said(said, {"seen": _words("seen", number)}), at=later)
    _ask(event.bookings.get(person=but), Kind.LATER, at=later)


def _ask(booking: Booking, kind: str, *, at: datetime) -> Evaluation | None:
    questionnaire = questionnaires.for_event(booking.event, kind, at=at)
    if questionnaire is None:
        return None
    with transaction.atomic(durable=True):
        return evaluations.invite(booking, questionnaire, by=BY, at=at)[0]


def _answer(
    booking: Booking, kind: str, number: int, said: dict[str, Answer], *, at: datetime, manager: str = ""
) -> None:
    """What was not said of a question is what most would say."""
    evaluation = _ask(booking, kind, at=at)
    if evaluation is None or evaluation.questionnaire is None:
        return
    questions = [question for question in questions_of(evaluation.questionnaire) if question.code not in said]
    others = {question.code: _usual(question, number + place) for place, question in enumerate(questions)}
    prompts = evaluation.questionnaire.items.exclude(prompt="").values_list("prompt", flat=True)
    words = {prompt: _words(prompt, number) for prompt in prompts}
    answered = Said(others | said, words, may_quote=number % 2 == 0, manager=manager)
    evaluations.answer(evaluations.asked_by(evaluation), answered, at=at)


def _usual(question: Question, number: int) -> Answer:
    usual = GOOD[question.answer_kind]
    return usual[number % len(usual)]


def _words(prompt: str, number: int) -> str:
    """Two of three write something."""
    texts = WORDS.get(prompt, ("",))
    return texts[number % len(texts)] if number % 3 else ""
