"""Suspensions: who was absent so often that the training team makes their bookings, and lifting that, with a reason."""

from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, Max, OuterRef

from core import audit, once
from core.audit import Actor
from core.refusals import Refusal
from events import policies
from events.locks import lock_people
from events.models import LONDON, Booking, BookingQuerySet, Event, LiftedSuspension
from people.models import Person, PersonQuerySet

COUNTED_FOR = timedelta(days=365)


class NotSuspended(Refusal):
    """The person books as everybody does."""


class NoReason(Refusal):
    """What goes past the policy needs a reason."""


def absences(*, at: datetime) -> BookingQuerySet:
    """What counts at that moment: absences by closed registers, without apologies, of the last twelve months.

    Workshops aren't missed beside their conference, and what a manager lifted counts no more.
    """
    since = at.astimezone(LONDON).date() - COUNTED_FOR
    missed = Booking.objects.whole().filter(
        attendance=Booking.Attendance.ABSENT, event__status=Event.Status.HELD, event__starts_on__gt=since
    )
    lifted = LiftedSuspension.objects.filter(person=OuterRef("person"), lifted_on__gte=OuterRef("event__starts_on"))
    return missed.exclude(Exists(lifted))


def suspended(*, at: datetime) -> PersonQuerySet:
    """Everybody who is, with `times` and when they were absent `last`, the latest absence first."""
    policy = policies.in_force(at=at)
    most = policy.suspends_after if policy else None
    counted = absences(at=at).filter(person=OuterRef("pk")).order_by().values("person")
    everybody = Person.objects.annotate(
        times=counted.annotate(times=Count("pk")).values("times"),
        last=counted.annotate(last=Max("event__starts_on")).values("last"),
    )
    # Where nobody is, the list is sorted all the same, by what is counted.
    found = everybody.none() if most is None else everybody.filter(times__gte=most)
    return found.order_by(F("last").desc(), "pk").select_related("agency")


def why_not_lift(person: Person, *, at: datetime) -> Refusal | None:
    """Why there is no suspension to lift, or None."""
    if suspended(at=at).filter(pk=person.pk).exists():
        return None
    return NotSuspended(f"{person} is not suspended: they book as everybody does.")


@once.change
def lift(person: Person, *, by: Actor, at: datetime, reason: str) -> Person:
    """Let them book again: no absence up to today counts. The absences stay on record, and so does the reason."""
    [person] = lock_people([person])
    if refusal := why_not_lift(person, at=at):
        raise refusal
    if not reason.strip():
        raise NoReason("Say why: the reason is kept, for those who ask later.")
    LiftedSuspension.objects.create(person=person, lifted_on=at.astimezone(LONDON).date())
    audit.record("suspensions.lift", person, by=by, at=at, reason=reason)
    return person
