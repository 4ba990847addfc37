"""Invitations: finds those who came and have not been asked yet, and asks them."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from core import mail
from core.audit import System
from evaluations import evaluations, questionnaires, window
from evaluations.models import Evaluation, Questionnaire
from events.models import Booking, BookingQuerySet, Event


def invite_due(*, at: datetime, limit: int = 500) -> int:
    """Invite up to `limit` of those whose event has ended; how many. Two sweeps at once invite nobody twice.

    Events that may no longer be evaluated are left alone, so that past years brought in by an import write no letters.
    Of a conference and its workshops each is asked about, when the conference is over, in one letter a person.
    """
    in_use = questionnaires.in_use(Questionnaire.Kind.END, at=at)
    due = _due(at=at).filter(questionnaires.bookings_asked(in_use)).select_related("event__course")[:limit]
    invited, written_to = 0, set[tuple[int, int]]()
    for booking in due:
        whole = booking.person_id, booking.event.parent_id or booking.event_id
        invited += _invite(booking, in_use[questionnaires.use_of(booking.event)], at=at, tell=whole not in written_to)
        written_to.add(whole)
    return invited


def _due(*, at: datetime) -> BookingQuerySet:
    """The bookings of people who came, can be reached and were never asked."""
    asked = Evaluation.objects.filter(booking=OuterRef("pk"), event=OuterRef("event"), kind=Questionnaire.Kind.END)
    reachable = Q(person__user__isnull=False) | ~Q(person__email="")
    was_on = ~Q(event__status=Event.Status.CANCELLED)
    due = Booking.objects.attended().filter(window.open_at(at), reachable, was_on, ~Exists(asked))
    return due.exclude(event__parent__in=Event.objects.filter(window.goes_on_at(at))).order_by("pk")


@transaction.atomic(durable=True)
def _invite(booking: Booking, questionnaire: Questionnaire, *, at: datetime, tell: bool) -> bool:
    evaluation, is_new = evaluations.invite(booking, questionnaire, by=System("sweep"), at=at)
    if is_new and tell:
        mail.post("evaluation-invitation", key=str(evaluation.pk), at=at, evaluation=evaluation.pk)
    return is_new
