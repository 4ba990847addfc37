"""Alarms about low and high demand: what a manager would otherwise notice too late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce

from events.browsing import with_places
from events.models import LONDON, Booking, Event, EventQuerySet, MixRule, MixRuleQuerySet

FREED_LATELY = timedelta(days=7)
SOON = timedelta(days=28)
NEAR = timedelta(days=7)


@dataclass(frozen=True)
class Alarms:
    """The events that want a decision, soonest first."""

    too_few: EventQuerySet
    enough_for_another: EventQuerySet
    freed: EventQuerySet
    unclaimed: MixRuleQuerySet


def ringing(*, at: datetime) -> Alarms:
    """The alarms that ring at that moment. Workshops ring none: who gives a place up there has chosen otherwise."""
    coming = Event.objects.coming(at=at).filter(parent=None)
    return Alarms(too_few(coming, at=at), enough_for_another(coming), freed(coming, at=at), unclaimed(coming, at=at))


def too_few(events: EventQuerySet, *, at: datetime) -> EventQuerySet:
    """Those whose day of decision has come, with fewer people than they take place with."""
    today = at.astimezone(LONDON).date()
    return with_places(events).filter(Q(decide_on__lte=today) & Q(places_taken__lt=F("minimum")))


def enough_for_another(events: EventQuerySet) -> EventQuerySet:
    """Those with so many waiting that another date would have its fewest people; without a number, half its places."""
    return with_places(events).filter(
        Q(people_waiting__gt=0) & Q(people_waiting__gte=Coalesce("minimum", F("places") / 2))
    )


def freed(events: EventQuerySet, *, at: datetime) -> EventQuerySet:
    """Those of the next four weeks on which a place was given back within a week, and nobody waits for it."""
    given_back = Booking.objects.filter(
        state=Booking.State.CANCELLED, held_place=True, replaced_by=None, cancelled_at__gt=at - FREED_LATELY
    )
    soon = events.exclude(pk__in=Event.objects.coming(at=at + SOON).values("pk"))
    return with_places(soon.filter(pk__in=given_back.values("event"))).filter(Q(has_place=True, places__isnull=False))


def unclaimed(events: EventQuerySet, *, at: datetime) -> MixRuleQuerySet:
    """Reservations that end within a week with places that nobody has claimed, each with `held`, how many are."""
    near = at.astimezone(LONDON).date() + NEAR
    theirs = Q(event__bookings__agency=F("agency")) | Q(event__bookings__agency__sector=F("sector"))
    holding = Q(event__bookings__state__in=Booking.HOLDING, event__bookings__unscheduled=False)
    ending = MixRule.objects.in_force(at=at).filter(Q(until__lte=near) | Q(event__starts_on__lte=near))
    kept = ending.filter(kind=MixRule.Kind.RESERVE, event__in=events.order_by()).annotate(
        held=Count("event__bookings", filter=theirs & holding)
    )
    unclaimed = kept.filter(Q(held__lt=F("places"))).order_by("event__starts_on", "event__starts_time", "pk")
    return unclaimed.select_related("event__course", "agency", "sector")
