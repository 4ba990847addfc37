"""Invitations: finds those who have not been asked yet and asks them: before an event, at its end, and weeks later.

A line manager is asked when the person who came says where (evaluations/evaluations.py): nobody else knows who that is.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from core import mail
from core.audit import System
from evaluations import evaluations, questionnaires, window
from evaluations.models import Evaluation, Questionnaire
from events.models import Booking, BookingQuerySet, Event

Kind = Questionnaire.Kind
LETTERS = {
    Kind.BEFORE: "evaluation-before",
    Kind.END: "evaluation-invitation",
    Kind.LATER: "evaluation-later",
}


def invite_due(*, at: datetime, limit: int = 500) -> int:
    """Invite up to `limit` of those whose event has ended; how many. Two sweeps at once invite nobody twice.

    Events that may no longer be evaluated are left alone, so that past years brought in by an import write no letters.
    Of a conference and its workshops each is asked about, when the conference is over, in one letter a person.
    """
    came = Booking.objects.attended().filter(window.open_at(at))
    over = came.exclude(event__parent__in=Event.objects.filter(window.goes_on_at(at)))
    return _invite_all(Kind.END, over, at=at, limit=limit)


def invite_before_due(*, at: datetime, limit: int = 500) -> int:
    """Invite up to `limit` of those who have a place on an event that has yet to begin; how many."""
    coming = Booking.objects.filter(window.before_at(at), state=Booking.State.CONFIRMED)
    published = coming.filter(event__status=Event.Status.PUBLISHED)
    return _invite_all(Kind.BEFORE, published, at=at, limit=limit)


def invite_later_due(*, at: datetime, limit: int = 500) -> int:
    """Invite up to `limit` of those who came so many weeks ago as the course says; how many."""
    return _invite_all(Kind.LATER, Booking.objects.attended().filter(window.later_at(at)), at=at, limit=limit)


def _invite_all(kind: Kind, found: BookingQuerySet, *, at: datetime, limit: int) -> int:
    """Of the bookings found, invite those whose person can be reached and was never asked."""
    in_use = questionnaires.in_use(kind, at=at)
    asked = Evaluation.objects.filter(booking=OuterRef("pk"), event=OuterRef("event"), kind=kind)
    reachable = Q(person__user__isnull=False) | ~Q(person__email="")
    was_on = ~Q(event__status=Event.Status.CANCELLED)
    due = found.filter(in_use.bookings_asked(), reachable, was_on, ~Exists(asked))
    rows = due.select_related("event__course").order_by("pk")[:limit]
    return sum(
        _invite(booking, questionnaire, at=at, tell=is_first)
        for booking, is_first in _once_a_person(rows)
        if (questionnaire := in_use.for_event(booking.event))
    )


@transaction.atomic(durable=True)
def _invite(booking: Booking, questionnaire: Questionnaire, *, at: datetime, tell: bool) -> bool:
    evaluation, is_new = evaluations.invite(booking, questionnaire, by=System("sweep"), at=at)
    if is_new and tell:
        mail.post(LETTERS[Kind(questionnaire.kind)], key=str(evaluation.pk), at=at, evaluation=evaluation.pk)
    return is_new


def _once_a_person(found: BookingQuerySet) -> Iterator[tuple[Booking, bool]]:
    """Those bookings, and whether each is the first of its person's for an event and the workshops inside it."""
    seen = set[tuple[int, int]]()
    for booking in found:
        whole = booking.person_id, booking.event.parent_id or booking.event_id
        yield booking, whole not in seen
        seen.add(whole)
