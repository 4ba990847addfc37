"""Bookings: who takes a place, who waits, who gives one back. The only module that changes a booking's state.

Every change locks the event, looks, writes, records and posts, in that order, in a transaction of its own.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from core import audit, mail
from core.audit import Actor, System
from core.refusals import Refusal
from events import policies
from events.locks import lock
from events.models import Booking, Event
from people.models import Person, User


class EventNotOpen(Refusal):
    """The event is a draft, was cancelled, has begun, or isn't booked by people at all."""


class WrongAudience(Refusal):
    """The event is for another agency, or for other target groups."""


class AlreadyBooked(Refusal):
    """The person has a live booking on the event."""

    def __init__(self, booking: Booking) -> None:
        super().__init__(_ALREADY[Booking.State(booking.state)].format(person=booking.person, event=booking.event))
        self.booking = booking


class NotLive(Refusal):
    """The booking has ended, so that there is nothing left to cancel."""


_CLOSED = {
    Event.Status.DRAFT: "{event} is not in the programme yet: it can't be booked.",
    Event.Status.HELD: "{event} has taken place: it can't be booked any more.",
    Event.Status.CANCELLED: "{event} was cancelled: it can't be booked.",
}
_ALREADY = {
    Booking.State.REQUESTED: "{person} has already asked for a place on {event}.",
    Booking.State.WAITING: "{person} is already on the waiting list for {event}.",
    Booking.State.OFFERED: "{person} has already been offered a place on {event}.",
    Booking.State.CONFIRMED: "{person} is already booked on {event}.",
}


def why_not(event: Event, person: Person | None, *, at: datetime) -> Refusal | None:
    """The first reason why that person can't book the event, or None; what `book` would say, said before.

    Of a visitor who hasn't said who they are (None), what holds for everybody.
    """
    if event.status != Event.Status.PUBLISHED:
        return EventNotOpen(_CLOSED[Event.Status(event.status)].format(event=event))
    if event.has_begun(at=at):
        return EventNotOpen(f"{event} has begun: it can't be booked any more.")
    if event.parent_id:
        return EventNotOpen(f"{event.name} is a workshop of a conference: book the conference.")
    if person is None:
        return None
    if event.for_agency and event.for_agency_id != person.agency_id:
        return WrongAudience(f"{event} is only for people from {event.for_agency}.")
    live = Booking.objects.live().filter(event=event, person=person).select_related("person", "event__course").first()
    return AlreadyBooked(live) if live else None


@transaction.atomic(durable=True)
def book(event: Event, person: Person, *, by: Actor, at: datetime) -> Booking:
    """Give the person a place, or a place on the waiting list where none is free; `why_not` says what is refused."""
    event = lock(event)
    refusal = why_not(event, person, at=at)
    if refusal:
        raise refusal
    has_place = _has_free_place(event) and not event.bookings.waiting_in_order().exists()
    booking = Booking.objects.create(
        event=event,
        person=person,
        state=Booking.State.CONFIRMED if has_place else Booking.State.WAITING,
        held_place=has_place,
        agency_id=person.agency_id,
        target_group_id=person.target_group_id,
        role_id=person.role_id,
        made_at=at,
        made_by=by if isinstance(by, User) else None,
    )
    audit.record("bookings.book", booking, by=by, at=at, state=booking.state)
    mail.post("booking-made", key=str(booking.pk), at=at, booking=booking.pk)
    return booking


def why_not_cancel(booking: Booking, *, at: datetime) -> Refusal | None:
    """The first reason why the booking can't be given up, or None; what `cancel` would say, said before."""
    if not booking.may_become(Booking.State.CANCELLED):
        return NotLive(f"That booking is {booking.get_state_display().lower()}: there is nothing to cancel.")
    if booking.event.has_begun(at=at):
        return NotLive(f"{booking.event} has begun: who came and who didn't is marked in its register.")
    return None


@transaction.atomic(durable=True)
def cancel(booking: Booking, *, by: Actor, at: datetime, reason: str = "") -> Booking:
    """Give the booking up and, if it held a place, pass the place on. Late or not is fixed now, by the policy."""
    event = lock(booking.event)
    booking = _as_it_is(booking)
    refusal = why_not_cancel(booking, at=at)
    if refusal:
        raise refusal
    _end(booking, at=at, late=booking.held_place and policies.is_late(event, at=at), reason=reason)
    audit.record("bookings.cancel", booking, by=by, at=at, reason=reason, late=booking.cancelled_late)
    mail.post("booking-cancelled", key=str(booking.pk), at=at, booking=booking.pk)
    promote(event, at=at)
    return booking


def cancel_all(event: Event, *, by: Actor, at: datetime, reason: str) -> int:
    """Cancel every live booking of an event that its organiser cancels; never late. Wants the lock held."""
    live = list(event.bookings.live().select_related("person"))
    for booking in live:
        _end(booking, at=at, late=False, reason=reason)
        audit.record("bookings.cancel", booking, by=by, at=at, reason=reason, late=False, by_the_organiser=True)
        mail.post("event-cancelled", key=str(booking.pk), at=at, booking=booking.pk)
    return len(live)


def promote(event: Event, *, at: datetime) -> list[Booking]:
    """Move the waiting list up into whatever places are free, first come first. Wants the event's lock held."""
    promoted = []
    waiting = event.bookings.waiting_in_order().select_related("person")
    for booking in waiting if not event.has_begun(at=at) else ():
        if not _has_free_place(event):
            break
        booking.state, booking.held_place = Booking.State.CONFIRMED, True
        booking.save(update_fields=["state", "held_place"])
        audit.record("bookings.promote", booking, by=System("waiting list"), at=at)
        mail.post("place-came-free", key=str(booking.pk), at=at, booking=booking.pk)
        promoted.append(booking)
    return promoted


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


def lapse_waiting(*, at: datetime) -> int:
    """Lapse the bookings that still waited when their event began; how many. They measure unmet demand."""
    begun = Event.objects.started(at=at).filter(bookings__state__in=_LAPSING).distinct()
    return sum(_lapse_waiting(event, at=at) for event in begun)


_LAPSING = (Booking.State.REQUESTED, Booking.State.WAITING, Booking.State.OFFERED)


@transaction.atomic(durable=True)
def _lapse_waiting(event: Event, *, at: datetime) -> int:
    event = lock(event)
    lapsing = list(event.bookings.filter(state__in=_LAPSING))
    for booking in lapsing:
        booking.state = Booking.State.LAPSED
        booking.save(update_fields=["state"])
        audit.record("bookings.lapse", booking, by=System("sweep"), at=at)
    return len(lapsing)


def _has_free_place(event: Event) -> bool:
    return event.has_room_for(1, taken=event.bookings.holding_places().count())


def _as_it_is(booking: Booking) -> Booking:
    """The booking read again under the lock: what a page showed a minute ago may have changed."""
    return Booking.objects.select_related("person", "event__course").get(pk=booking.pk)


def _end(booking: Booking, *, at: datetime, late: bool, reason: str) -> None:
    booking.state = Booking.State.CANCELLED
    booking.cancelled_at, booking.cancelled_late, booking.reason = at, late, reason
    booking.save(update_fields=["state", "cancelled_at", "cancelled_late", "reason"])
