"""Alarms about low and high demand: what a manager would otherwise notice too late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from events.browsing import with_places
from events.models import LONDON, Booking, Event, EventQuerySet

FREED_LATELY = timedelta(days=7)
SOON = timedelta(days=28)


@dataclass(frozen=True)
class Alarms:
    """The events that want a decision, soonest first."""

    too_few: EventQuerySet
    enough_for_another: EventQuerySet
    freed: EventQuerySet


def ringing(*, at: datetime) -> Alarms:
    """The alarms that ring at that moment."""
    coming = Event.objects.coming(at=at)
    return Alarms(too_few(coming, at=at), enough_for_another(coming), freed(coming, at=at))


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
