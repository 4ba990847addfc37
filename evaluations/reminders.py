"""Reminders: who was asked and has not answered is asked again a week later, and once more, and then no more.

They stop by an answer, by "don't remind me", and when it is too late. Nobody is shown who was reminded.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from core import mail
from evaluations import window
from evaluations.models import Evaluation, EvaluationQuerySet, Questionnaire
from events.models import Booking, Event

AT_MOST = 2
AFTER = timedelta(days=7)


def remind_due(*, at: datetime, limit: int = 500) -> int:
    """Ask up to `limit` of them again; how many. About a conference and its workshops a person has one letter."""
    written_to, reminded = set[tuple[int | None, int, str]](), 0
    for evaluation in _due(at=at)[:limit]:
        whole = _person(evaluation), evaluation.event.parent_id or evaluation.event_id, evaluation.kind
        reminded += _remind(evaluation, at=at, tell=whole not in written_to)
        written_to.add(whole)
    return reminded


def _due(*, at: datetime) -> EvaluationQuerySet:
    """Those who were last written to a week ago; of an event that they no longer come to, or did not, nobody."""
    asked = Evaluation.objects.awaited().filter(no_reminders=False, reminders__lt=AT_MOST, invited_at__isnull=False)
    quiet = asked.annotate(heard_at=Coalesce(F("reminded_at"), F("invited_at"))).filter(heard_at__lte=at - AFTER)
    comes = Q(kind=Questionnaire.Kind.BEFORE, booking__state=Booking.State.CONFIRMED)
    came = ~Q(kind=Questionnaire.Kind.BEFORE) & Q(booking__attendance__in=Booking.CAME)
    was_on = ~Q(event__status=Event.Status.CANCELLED)
    still = quiet.filter(comes | came, was_on).exclude(window.passed_at(at))
    return still.select_related("event", "booking").order_by("event__parent_id", "pk")


def _person(evaluation: Evaluation) -> int | None:
    return evaluation.booking.person_id if evaluation.booking else None


@transaction.atomic(durable=True)
def _remind(evaluation: Evaluation, *, at: datetime, tell: bool) -> bool:
    """Whether this sweep is the one that reminds: of two at once one finds that the other has."""
    as_seen = Evaluation.objects.awaited().filter(pk=evaluation.pk, reminders=evaluation.reminders, no_reminders=False)
    number = evaluation.reminders + 1
    is_ours = bool(as_seen.update(reminders=number, reminded_at=at))
    if is_ours and tell:
        mail.post("evaluation-reminder", key=f"{evaluation.pk}-{number}", at=at, evaluation=evaluation.pk)
    return is_ours
