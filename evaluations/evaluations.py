"""Evaluations: who is asked, what they answer, what is never given. The only module that changes an evaluation's state.

The trail names the respondent's token and never the user, so that it tells nobody who said what.
"""

import secrets
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from core import audit
from core.audit import Actor, System
from core.refusals import Refusal
from core.words import day
from evaluations import questionnaires, window
from evaluations.answers import Answers, fits, prompts_of, questions_of
from evaluations.models import Comment, Evaluation, EvaluationQuerySet, Prompt, Questionnaire
from events.models import Booking, BookingQuerySet, Event
from people.models import Person

LONGEST_COMMENT = 4_000


class NotInvited(Refusal):
    """The person isn't on record as having come."""


class NotOpen(Refusal):
    """It is too early, too late, or nothing is asked about the event."""


class AlreadySubmitted(Refusal):
    """It was given, and stays as it is."""


class DoesNotFit(Refusal):
    """The answers aren't those to the questions that were asked."""


class Respondent:
    """Whoever answers, as the trail names them: by the token of their evaluation."""

    def __init__(self, evaluation: Evaluation) -> None:
        self.actor_ref = f"respondent:{evaluation.respondent}"


def of_booking(booking: Booking) -> Evaluation | None:
    """The evaluation at the end that the booking's person was asked for, or gave."""
    asked = booking.evaluations.filter(event=booking.event_id, kind=Questionnaire.Kind.END)
    return asked.select_related("questionnaire").first()


def awaited_from(person: Person, *, at: datetime) -> BookingQuerySet:
    """The bookings of events that the person came to and may evaluate now, invited already or not, the oldest first."""
    in_use = questionnaires.in_use(Questionnaire.Kind.END, at=at)
    over = Evaluation.objects.filter(booking=OuterRef("pk"), event=OuterRef("event"), kind=Questionnaire.Kind.END)
    open_now = person.bookings.attended().filter(window.open_at(at), questionnaires.bookings_asked(in_use))
    still = open_now.filter(~Exists(over.exclude(state=Evaluation.State.INVITED)))
    was_on = still.exclude(event__status=Event.Status.CANCELLED)
    return was_on.select_related("event__course").order_by("event__ends_on", "pk")


def given_by(person: Person) -> EvaluationQuerySet:
    """What the person gave, the latest first, each with `quotable`: whether they allow words of theirs to be quoted."""
    given = Evaluation.objects.submitted().filter(booking__person=person)
    quotable = Exists(Comment.objects.filter(evaluation=OuterRef("pk"), may_quote=True))
    return given.annotate(quotable=quotable).select_related("event__course").order_by("-submitted_at", "-pk")


def asked_with(booking: Booking, *, at: datetime) -> Questionnaire:
    """The questionnaire that the person is asked with; refused, with a sentence, where they can't be asked at `at`."""
    return _questionnaire(booking, booking.event, of_booking(booking), at=at)


def invite(booking: Booking, questionnaire: Questionnaire, *, by: Actor, at: datetime) -> tuple[Evaluation, bool]:
    """The booking's evaluation, and whether it is new. Wants an open transaction; two that invite at once make one."""
    evaluation, is_new = Evaluation.objects.get_or_create(
        booking=booking,
        event_id=booking.event_id,
        kind=Questionnaire.Kind.END,
        defaults={
            "questionnaire": questionnaire,
            "respondent": secrets.token_hex(16),
            "state": Evaluation.State.INVITED,
            "invited_at": at,
        },
    )
    if is_new:
        audit.record("evaluations.invite", evaluation, by=by, at=at)
    return evaluation, is_new


@transaction.atomic(durable=True)
def ask(booking: Booking, *, at: datetime) -> Evaluation:
    """The evaluation of somebody who comes to give it, whether or not they have been invited yet."""
    return invite(booking, asked_with(booking, at=at), by=System("evaluation page"), at=at)[0]


@transaction.atomic(durable=True)
def submit(
    evaluation: Evaluation, answers: Answers, comments: Mapping[str, str], may_quote: bool, *, by: Actor, at: datetime
) -> Evaluation:
    """Keep the answers {question: answer} and the words {prompt: text}; every question is to be answered, once.

    A prompt may be left blank. Nothing that was given is ever changed.
    """
    evaluation = _locked(evaluation)
    if evaluation.booking is None:
        raise NotInvited(f"This evaluation of {evaluation.event} belongs to nobody who could answer.")
    questionnaire = _questionnaire(evaluation.booking, evaluation.event, evaluation, at=at)
    _demand_fit(questionnaire, answers, comments)
    evaluation.state, evaluation.submitted_at, evaluation.answers = Evaluation.State.SUBMITTED, at, dict(answers)
    evaluation.save(update_fields=["state", "submitted_at", "answers"])
    Comment.objects.bulk_create(
        Comment(evaluation=evaluation, prompt=prompt, text=text.strip(), may_quote=may_quote)
        for prompt, text in comments.items()
        if text.strip()
    )
    audit.record("evaluations.submit", evaluation, by=by, at=at)
    return evaluation


def lapse_passed(*, at: datetime) -> int:
    """Lapse what was asked for and never given, once it is too late; how many."""
    late = Evaluation.objects.awaited().filter(window.passed_at(at))
    return sum(_lapse(evaluation, at=at) for evaluation in late.iterator())


@transaction.atomic(durable=True)
def _lapse(evaluation: Evaluation, *, at: datetime) -> bool:
    evaluation = _locked(evaluation)
    if not evaluation.may_become(Evaluation.State.LAPSED):
        return False
    evaluation.state = Evaluation.State.LAPSED
    evaluation.save(update_fields=["state"])
    audit.record("evaluations.lapse", evaluation, by=System("sweep"), at=at)
    return True


def _locked(evaluation: Evaluation) -> Evaluation:
    """The evaluation as it is now, locked until the open transaction ends."""
    rows = Evaluation.objects.select_for_update(of=("self",)).select_related(
        "booking", "event__course", "questionnaire"
    )
    return rows.get(pk=evaluation.pk)


def _questionnaire(booking: Booking, event: Event, evaluation: Evaluation | None, *, at: datetime) -> Questionnaire:
    if booking.attendance not in Booking.CAME:
        raise NotInvited(
            f"The register of {event} does not say that you came, and only those who came are asked about it."
        )
    if event.status == Event.Status.CANCELLED:
        raise NotOpen(f"{event} was cancelled: there is nothing to evaluate.")
    if event.ends_at > at:
        raise NotOpen(f"{event} has not ended yet. Please come back when it has.")
    if evaluation and evaluation.state == Evaluation.State.SUBMITTED:
        raise AlreadySubmitted(f"You have already given your evaluation of {event}. Thank you.")
    if window.has_passed(event, at=at) or (evaluation and evaluation.state == Evaluation.State.LAPSED):
        raise NotOpen(f"{event} could be evaluated until {day(window.last_day(event))}. That day has passed.")
    questionnaire = evaluation.questionnaire if evaluation else questionnaires.for_event(event, at=at)
    if questionnaire is None:
        raise NotOpen(f"There are no questions about {event}.")
    return questionnaire


def _demand_fit(questionnaire: Questionnaire, answers: Answers, comments: Mapping[str, str]) -> None:
    questions = {question.code: question for question in questions_of(questionnaire)}
    for code, question in questions.items():
        if code not in answers:
            raise DoesNotFit(f"There is no answer to “{question}” yet. Nothing was kept: please answer every question.")
        if not fits(question.answer_kind, answers[code]):
            raise DoesNotFit(f"“{answers[code]}” is not an answer to “{question}”.")
    if strangers := (answers.keys() - questions.keys()) | (comments.keys() - set(prompts_of(questionnaire))):
        raise DoesNotFit(f"Nobody was asked about {', '.join(sorted(strangers))}.")
    for prompt, text in comments.items():
        if len(text.strip()) > LONGEST_COMMENT:
            raise DoesNotFit(f"“{Prompt(prompt).label}” has room for {LONGEST_COMMENT:,} characters.")
        if "\0" in text:
            raise DoesNotFit(f"What is written to “{Prompt(prompt).label}” is not text.")
