"""The waiting list: who is in it and where, how it moves when places come free, and what a manager does with it."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q

from core import audit, mail, once
from core.audit import Actor, System
from core.refusals import Refusal
from events import moves
from events.locks import lock
from events.models import Booking, Event

THE_LIST = System("waiting list")


class NotWaiting(Refusal):
    """The booking isn't on a waiting list that still means something."""


class EventFull(Refusal):
    """No place is free."""


class NoReason(Refusal):
    """What goes past the order of the list needs a reason."""


def free_places(event: Event) -> int | None:
    """How many of the event's places nobody holds; None where places are not limited."""
    return _beside(event.bookings.holding_places().count(), event)


def _beside(holding: int, event: Event) -> int | None:
    return None if event.places is None else max(0, event.places - holding)


def has_place(event: Event) -> bool:
    """Whether somebody who books now gets a place: one is free, and nobody waits for it."""
    return places_to_give(event) != 0


def places_to_give(event: Event) -> int | None:
    """How many who book now get a place; None where places are not limited, and none while somebody waits."""
    holds, waits = Q(state__in=Booking.HOLDING, unscheduled=False), Q(state=Booking.State.WAITING)
    counted = event.bookings.aggregate(holding=Count("pk", filter=holds), waiting=Count("pk", filter=waits))
    return 0 if counted["waiting"] else _beside(counted["holding"], event)


def promote(event: Event, *, at: datetime) -> list[Booking]:
    """Pass the free places on to those whose turn it is, until the cut-off. Wants the event's lock held.

    Each is confirmed, or offered a place for a time where the event says so.
    """
    if event.status != Event.Status.PUBLISHED or at >= event.list_stops_at:
        return []
    promoted = list(event.bookings.waiting_in_order().select_related("person")[: free_places(event)])
    for booking in promoted:
        if event.offer_hours:
            _offer(event, booking, at=at)
        else:
            confirm(booking, "waiting.promote", by=THE_LIST, at=at)
    return promoted


def confirm(booking: Booking, verb: str, *, by: Actor, at: datetime, reason: str = "") -> None:
    """Give a waiting person a place that is free, and tell them. Wants the event's lock held."""
    moves.move(booking, Booking.State.CONFIRMED)
    audit.record(verb, booking, by=by, at=at, reason=reason)
    mail.post("place-came-free", key=str(booking.pk), at=at, booking=booking.pk)


def _offer(event: Event, booking: Booking, *, at: datetime) -> None:
    lapses_at = min(at + timedelta(hours=event.offer_hours or 0), event.list_stops_at)
    moves.move(booking, Booking.State.OFFERED, offer_lapses_at=lapses_at)
    audit.record("waiting.offer", booking, by=THE_LIST, at=at, lapses_at=lapses_at.isoformat())
    mail.post("place-offered", key=str(booking.pk), at=at, booking=booking.pk)


def why_not_change(booking: Booking, *, at: datetime) -> Refusal | None:
    """Why a manager can't give that booking a place or another position, or None."""
    if booking.state != Booking.State.WAITING:
        return NotWaiting(f"{booking.person} is not on the waiting list any more: {booking.standing.lower()}.")
    if booking.event.has_begun(at=at):
        return NotWaiting(f"{booking.event} has begun: nobody waits for a place any more.")
    return None


@once.change
def give_place(booking: Booking, *, by: Actor, at: datetime, reason: str) -> Booking:
    """Give a waiting person a free place whatever their position, also after the cut-off; the reason is kept."""
    event, booking = _demand_changeable(booking, at=at, reason=reason)
    if free_places(event) == 0:
        raise EventFull(f"No place on {event} is free.")
    confirm(booking, "waiting.give_place", by=by, at=at, reason=reason)
    return booking


@once.change
def move_to(booking: Booking, position: int, *, by: Actor, at: datetime, reason: str) -> Booking:
    """Move a waiting person to that position, counted from 1; the others keep their order, and the reason is kept."""
    event, booking = _demand_changeable(booking, at=at, reason=reason)
    line = list(event.bookings.waiting_in_order().exclude(pk=booking.pk))
    was = positions([booking])[booking.pk]
    line.insert(max(1, position) - 1, booking)
    for turn, waiting in enumerate(line, start=1):
        waiting.turn = turn
    Booking.objects.bulk_update(line, ["turn"])
    audit.record("waiting.move_to", booking, by=by, at=at, reason=reason, was=was, now=line.index(booking) + 1)
    return booking


def _demand_changeable(booking: Booking, *, at: datetime, reason: str) -> tuple[Event, Booking]:
    event = lock(booking.event)
    booking = moves.as_it_is(booking)
    if refusal := why_not_change(booking, at=at):
        raise refusal
    if not reason.strip():
        raise NoReason("Say why: the reason is kept, for those who ask later.")
    return event, booking


def position(booking: Booking) -> int | None:
    """The booking's place on its event's waiting list, counted from 1; None when it waits no more."""
    return positions([booking]).get(booking.pk)


def positions(waiting: Iterable[Booking]) -> dict[int, int]:
    """The place of each on its event's waiting list, counted from 1, by the booking's id."""
    lines: dict[int, list[int]] = {}
    in_line = Booking.objects.filter(event__in={booking.event_id for booking in waiting}).waiting_in_order()
    for event_id, booking_id in in_line.values_list("event_id", "pk"):
        lines.setdefault(event_id, []).append(booking_id)
    return {booking_id: place for line in lines.values() for place, booking_id in enumerate(line, start=1)}


_LAPSING = (Booking.State.REQUESTED, Booking.State.WAITING, Booking.State.OFFERED)


def lapse_begun(*, at: datetime) -> int:
    """Lapse the bookings that still waited when their event began; how many. They measure unmet demand."""
    begun = Event.objects.started(at=at).filter(bookings__state__in=_LAPSING).distinct()
    return sum(_lapse_begun(event, at=at) for event in begun)


@transaction.atomic(durable=True)
def _lapse_begun(event: Event, *, at: datetime) -> int:
    event = lock(event)
    lapsing = list(event.bookings.filter(state__in=_LAPSING)) if event.has_begun(at=at) else []
    for booking in lapsing:
        moves.move(booking, Booking.State.LAPSED)
        audit.record("waiting.lapse", booking, by=System("sweep"), at=at)
    return len(lapsing)
