"""Alarms about low and high demand: what a manager would otherwise notice too late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q
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
    undecided: list[Event]
    enough_for_another: EventQuerySet
    freed: EventQuerySet
    unclaimed: MixRuleQuerySet


def ringing(*, at: datetime) -> Alarms:
    """The alarms that ring at that moment. Workshops ring none: who gives a place up there has chosen otherwise."""
    coming = Event.objects.coming(at=at).filter(parent=None)
    return Alarms(
        too_few=too_few(coming, at=at),
        undecided=undecided(coming, at=at),
        enough_for_another=enough_for_another(coming, at=at),
        freed=freed(coming, at=at),
        unclaimed=unclaimed(coming, at=at),
    )


def too_few(events: EventQuerySet, *, at: datetime) -> EventQuerySet:
    """Those whose day of decision has come, with fewer people than they want, unless they run all the same."""
    today = at.astimezone(LONDON).date()
    return with_places(events.filter(runs_anyway_at=None)).filter(
        Q(decide_on__lte=today) & Q(places_taken__lt=F("minimum"))
    )


def undecided(events: EventQuerySet, *, at: datetime) -> list[Event]:
    """Those whose waiting list moves no more by itself, with free places and people waiting: a manager decides."""
    waited_for = with_places(events.filter(cut_off_hours__isnull=False)).filter(Q(people_waiting__gt=0))
    with_room = waited_for.filter(Q(places=None) | Q(places__gt=F("places_taken")))
    return [event for event in with_room if at >= event.list_stops_at]


def enough_for_another(events: EventQuerySet, *, at: datetime) -> EventQuerySet:
    """Full ones with so many waiting that another date would have its fewest people; without a number, half its places.

    Not while another date of the course is published that they can book, or soon can.
    """
    full = with_places(events).filter(Q(places_taken__gte=F("places")) & Q(people_waiting__gt=0))
    enough = full.filter(Q(people_waiting__gte=Coalesce("minimum", F("places") / 2)))
    return enough.exclude(Exists(_with_room_instead(at=at)))


def _with_room_instead(*, at: datetime) -> EventQuerySet:
    """The other coming dates of an event's course that aren't closed to booking, nor full, nor for others only."""
    others = Event.objects.coming(at=at).filter(course=OuterRef("course"), parent=None).exclude(pk=OuterRef("pk"))
    still_open = others.filter(Q(closes_on=None) | Q(closes_on__gte=at.astimezone(LONDON).date()))
    for_them = still_open.filter(Q(for_agency=None) | Q(for_agency=OuterRef("for_agency")))
    return with_places(for_them).filter(Q(has_place=True)).order_by()


def freed(events: EventQuerySet, *, at: datetime) -> EventQuerySet:
    """Those of the next four weeks on which a place was given back within a week, and nobody waits for it."""
    cancelled = Booking.objects.filter(
        state=Booking.State.CANCELLED, held_place=True, cancelled_at__gt=at - FREED_LATELY
    )
    # Whoever moved to another date took a place there, and left this one free; a colleague took over this one.
    given_back = cancelled.filter(Q(replaced_by=None) | ~Q(replaced_by__event=F("event")))
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
