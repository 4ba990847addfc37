"""Evaluations: who is asked, what they answer, what is never given. The only module that changes an evaluation's state.

The trail names the respondent's token and never the user, so that it tells nobody who said what.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from core import audit, mail, once
from core.audit import Actor, System
from core.refusals import Refusal
from evaluations import questionnaires, window
from evaluations.answers import Answers
from evaluations.asking import AlreadySubmitted, Asked, NotInvited, NotOpen, demand_fit
from evaluations.models import Comment, Evaluation, EvaluationLink, EvaluationQuerySet, Questionnaire
from events.models import LONDON, Booking, BookingQuerySet, Event
from people.models import Person

Kind = Questionnaire.Kind


class NotTheirManager(Refusal):
    """The address that the person gave for their manager is their own."""


class NothingSaid(Refusal):
    """A paper form without any answer."""


class TooManyForms(Refusal):
    """There would be more evaluations than people who came."""


class Respondent:
    """Whoever answers, as the trail names them: by the token of their evaluation."""

    def __init__(self, evaluation: Evaluation) -> None:
        self.actor_ref = f"respondent:{evaluation.respondent}"


@dataclass(frozen=True)
class Said:
    """What somebody said about one event: {question: answer}, {prompt: text}, and where to ask their manager."""

    answers: Answers
    comments: Mapping[str, str] = field(default_factory=dict)
    may_quote: bool = False
    manager: str = ""


def of_booking(booking: Booking, kind: str = Kind.END) -> Evaluation | None:
    """The evaluation of that kind that the booking's person was asked for, or gave."""
    asked = booking.evaluations.filter(event=booking.event_id, kind=kind)
    return asked.select_related("questionnaire", "event__course", "booking").first()


def awaited_from(person: Person, *, at: datetime) -> BookingQuerySet:
    """The bookings of events that the person came to and may evaluate now, invited already or not, the oldest first."""
    in_use = questionnaires.in_use(Kind.END, at=at)
    over = Evaluation.objects.filter(booking=OuterRef("pk"), event=OuterRef("event"), kind=Kind.END)
    open_now = person.bookings.attended().filter(window.open_at(at), in_use.bookings_asked())
    still = open_now.filter(~Exists(over.exclude(state=Evaluation.State.INVITED)))
    was_on = still.exclude(event__status=Event.Status.CANCELLED)
    return was_on.select_related("event__course").order_by("event__ends_on", "pk")


def asked_of(person: Person, *, at: datetime) -> EvaluationQuerySet:
    """What the person was asked before events and weeks after them, and may answer now, the oldest first."""
    asked = Evaluation.objects.awaited().filter(booking__person=person, kind__in=[Kind.BEFORE, Kind.LATER])
    still = asked.exclude(window.passed_at(at)).exclude(event__status=Event.Status.CANCELLED)
    return still.select_related("event__course").order_by("event__starts_on", "pk")


def beside(booking: Booking, *, at: datetime) -> list[Booking]:
    """The workshops of that conference that its person was in and may evaluate with it, the earliest first."""
    if booking.event.parent_id is not None:
        return []
    awaited = awaited_from(booking.person, at=at).filter(event__parent=booking.event_id)
    return list(awaited.order_by("event__starts_on", "event__starts_time", "pk"))


def given_by(person: Person) -> EvaluationQuerySet:
    """What the person gave, the latest first, each with `quotable`: whether they allow words of theirs to be quoted.

    What their managers said is not among it.
    """
    given = Evaluation.objects.submitted().filter(booking__person=person).exclude(kind=Kind.MANAGER)
    quotable = Exists(Comment.objects.filter(evaluation=OuterRef("pk"), may_quote=True))
    return given.annotate(quotable=quotable).select_related("event__course").order_by("-submitted_at", "-pk")


def at_the_end(booking: Booking) -> Asked:
    """What the booking's person is asked at the end of its event."""
    return Asked(Kind.END, booking.event, booking, of_booking(booking))


def asked_by(evaluation: Evaluation) -> Asked:
    """What somebody is asked by that evaluation."""
    return Asked(evaluation.kind, evaluation.event, evaluation.booking, evaluation)


def invite(booking: Booking, questionnaire: Questionnaire, *, by: Actor, at: datetime) -> tuple[Evaluation, bool]:
    """The booking's evaluation, and whether it is new. Wants an open transaction; two that invite at once make one."""
    evaluation, is_new = Evaluation.objects.get_or_create(
        booking=booking,
        event_id=booking.event_id,
        kind=questionnaire.kind,
        defaults={
            "questionnaire": questionnaire,
            "respondent": _token_of(booking),
            "state": Evaluation.State.INVITED,
            "invited_at": at,
            "open_until": _open_until(questionnaire.kind, at),
        },
    )
    if is_new:
        audit.record("evaluations.invite", evaluation, by=by, at=at)
    return evaluation, is_new


@transaction.atomic(durable=True)
def ask(booking: Booking, *, at: datetime) -> Evaluation:
    """The evaluation of somebody who comes to give it, whether or not they have been invited yet."""
    return invite(booking, at_the_end(booking).demand_open(at=at), by=System("evaluation page"), at=at)[0]


@transaction.atomic(durable=True)
def submit(
    evaluation: Evaluation, answers: Answers, comments: Mapping[str, str], may_quote: bool, *, by: Actor, at: datetime
) -> Evaluation:
    """Keep the answers {question: answer} and the words {prompt: text}; every question is to be answered, once.

    A prompt may be left blank. Nothing that was given is ever changed.
    """
    return _submit(evaluation, Said(answers, comments, may_quote), by=by, at=at)


@transaction.atomic(durable=True)
def answer(asked: Asked, said: Said, workshops: Sequence[tuple[Booking, Said]] = (), *, at: datetime) -> None:
    """Keep what one person said in one form about an event and its workshops: all of it, or nothing."""
    whole = [(asked, said), *((at_the_end(booking), each) for booking, each in workshops)]
    for each, words in whole:
        questionnaire = each.demand_open(at=at)
        evaluation = each.evaluation or invite(each.somebody, questionnaire, by=System("evaluation page"), at=at)[0]
        _submit(evaluation, words, by=Respondent(evaluation), at=at)


def is_kept(asked: Asked, said: Said) -> bool:
    """Whether that, word for word, is what was given, as when somebody clicks twice."""
    if asked.evaluation is None:
        return False
    written = {prompt: text.strip() for prompt, text in said.comments.items() if text.strip()}
    kept = dict(asked.evaluation.comments.values_list("prompt", "text"))
    return asked.evaluation.answers == dict(said.answers) and kept == written


@once.change
def type_in(event: Event, said: Said, booking: Booking | None, *, by: Actor, at: datetime) -> Evaluation:
    """Keep what stands on a paper form: of nobody unless the form says so, and never more forms than people came."""
    event = Event.objects.select_for_update(of=("self",)).select_related("course").get(pk=event.pk)
    questionnaire = paper_form(event, at=at)
    demand_fit(questionnaire, said.answers, said.comments, whole=False)
    if not (said.answers or any(text.strip() for text in said.comments.values())):
        raise NothingSaid("Nothing is filled in. Type in what stands on the form.")
    given = Evaluation.objects.submitted().filter(event=event, kind=Kind.END).count()
    if given >= event.bookings.attended().count():
        raise TooManyForms(
            f"There is an evaluation of {event} from each of the {given:,} who came already: this is one too many."
        )
    evaluation = _on_paper(event, booking)
    evaluation.questionnaire, evaluation.on_paper = questionnaire, True
    evaluation.state, evaluation.submitted_at = Evaluation.State.SUBMITTED, at
    evaluation.answers = dict(said.answers)
    evaluation.save()
    keep_words(evaluation, said)
    audit.record("evaluations.type_in", evaluation, by=by, at=at)
    return evaluation


def paper_form(event: Event, *, at: datetime) -> Questionnaire:
    """The questions that paper forms of the event had: those in use when it ended; refused where there are none."""
    if not _is_over(event, at):
        raise NotOpen(f"{event} has not ended yet, or was cancelled: there are no forms to type in.")
    questionnaire = questionnaires.for_event(event, at=event.ends_at)
    if questionnaire is None:
        raise NotOpen(f"There are no questions about {event}.")
    return questionnaire


def takes_paper(event: Event, *, at: datetime) -> bool:
    """Whether `paper_form` would give any questions; asked before anybody is led there."""
    return _is_over(event, at) and questionnaires.for_event(event, at=event.ends_at) is not None


def _is_over(event: Event, at: datetime) -> bool:
    return event.status != Event.Status.CANCELLED and event.has_ended(at=at)


@transaction.atomic(durable=True)
def stop_reminders(evaluation: Evaluation, *, at: datetime) -> None:
    """Ask nobody again for it; it can still be given."""
    evaluation = _locked(evaluation)
    if not evaluation.no_reminders:
        evaluation.no_reminders = True
        evaluation.save(update_fields=["no_reminders"])
        audit.record("evaluations.stop_reminders", evaluation, by=Respondent(evaluation), at=at)


def lapse_passed(*, at: datetime) -> int:
    """Lapse what was asked for and never given, once it is too late; how many."""
    late = Evaluation.objects.awaited().filter(window.passed_at(at))
    return sum(_lapse(evaluation, at=at) for evaluation in late.iterator())


@transaction.atomic(durable=True)
def _lapse(evaluation: Evaluation, *, at: datetime) -> bool:
    evaluation = _locked(evaluation)
    if not evaluation.may_become(Evaluation.State.LAPSED):
        return False
    _end_lapsed(evaluation, at=at)
    return True


def _end_lapsed(evaluation: Evaluation, *, at: datetime) -> None:
    evaluation.state, evaluation.ask_at = Evaluation.State.LAPSED, ""
    evaluation.save(update_fields=["state", "ask_at"])
    audit.record("evaluations.lapse", evaluation, by=System("sweep"), at=at)


def let_go(person: Person, *, at: datetime) -> None:
    """Cut what ties evaluations to somebody who is erased; what was not given lapses. Wants an open transaction."""
    tied = Evaluation.objects.filter(booking__person=person)
    for evaluation in tied.awaited():
        _end_lapsed(evaluation, at=at)
    EvaluationLink.objects.filter(evaluation__in=tied).delete()
    tied.update(booking=None)


def _submit(evaluation: Evaluation, said: Said, *, by: Actor, at: datetime) -> Evaluation:
    evaluation = _locked(evaluation)
    asked = asked_by(evaluation)
    demand_fit(asked.demand_open(at=at), said.answers, said.comments)
    evaluation.state, evaluation.submitted_at = Evaluation.State.SUBMITTED, at
    evaluation.answers, evaluation.ask_at = dict(said.answers), ""
    evaluation.save(update_fields=["state", "submitted_at", "answers", "ask_at"])
    keep_words(evaluation, said)
    audit.record("evaluations.submit", evaluation, by=by, at=at)
    if said.manager and evaluation.kind == Kind.LATER:
        _ask_manager(asked.somebody, said.manager, by=by, at=at)
    return evaluation


def keep_words(evaluation: Evaluation, said: Said) -> None:
    """Keep what was written to the prompts. Wants an open transaction."""
    Comment.objects.bulk_create(
        Comment(evaluation=evaluation, prompt=prompt, text=text.strip(), may_quote=said.may_quote)
        for prompt, text in said.comments.items()
        if text.strip()
    )


def _ask_manager(booking: Booking, address: str, *, by: Actor, at: datetime) -> None:
    """Ask the line manager, at the address that the person gave, whether they have seen a change; once."""
    if address.casefold() == booking.person.address.casefold():
        raise NotTheirManager("That is your own address. Leave it blank, or give the address of your line manager.")
    questionnaire = questionnaires.for_event(booking.event, Kind.MANAGER, at=at)
    if questionnaire is None:
        return
    evaluation, is_new = invite(booking, questionnaire, by=by, at=at)
    if is_new:
        evaluation.ask_at = address
        evaluation.save(update_fields=["ask_at"])
        mail.post("evaluation-manager", key=str(evaluation.pk), at=at, evaluation=evaluation.pk)


def _on_paper(event: Event, booking: Booking | None) -> Evaluation:
    """The evaluation that a paper form becomes: the one that its person was asked for, or a new one."""
    if booking is None:
        return Evaluation(event=event, kind=Kind.END, respondent=secrets.token_hex(16))
    if booking.event_id != event.pk or booking.attendance not in Booking.CAME:
        raise NotInvited(f"The register of {event} does not say that {booking.person} came.")
    asked = of_booking(booking)
    if asked and asked.state == Evaluation.State.SUBMITTED:
        raise AlreadySubmitted(f"{booking.person} has given an evaluation of {event} already.")
    return asked or Evaluation(event=event, kind=Kind.END, booking=booking, respondent=_token_of(booking))


def _locked(evaluation: Evaluation) -> Evaluation:
    """The evaluation as it is now, locked until the open transaction ends."""
    rows = Evaluation.objects.select_for_update(of=("self",)).select_related(
        "booking__person__user", "event__course", "questionnaire"
    )
    return rows.get(pk=evaluation.pk)


def _token_of(booking: Booking) -> str:
    """The token that the person has already as a respondent about that event, or a new one."""
    known = booking.evaluations.filter(event=booking.event_id).values_list("respondent", flat=True).first()
    return known or secrets.token_hex(16)


def _open_until(kind: str, at: datetime) -> date | None:
    later = kind in {Kind.LATER, Kind.MANAGER}
    return at.astimezone(LONDON).date() + window.OPEN_FOR if later else None
