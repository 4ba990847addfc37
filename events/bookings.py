"""Bookings: who takes a place, who waits, who gives one back. The only module that changes a booking's state.

Every change locks the event, looks, writes, records and posts, in that order, in a transaction of its own.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from core import audit, mail
from core.audit import Actor, System
from core.refusals import Refusal
from events import eligibility, policies
from events.locks import lock, lock_people
from events.models import Booking, Event
from people.models import Person, User


class NotLive(Refusal):
    """The booking has ended, so that there is nothing left to cancel."""


@transaction.atomic(durable=True)
def book(event: Event, person: Person, *, by: Actor, at: datetime, overrule: str = "") -> Booking:
    """Give the person a place, or a place on the waiting list where none is free.

    `eligibility.reasons` says what is refused; with a manager's reason in `overrule`, what may be overruled is.
    """
    event, [person] = lock(event), lock_people([person])
    overruled = _demand_eligible(event, person, at=at, overrule=overrule)
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
    audit.record(
        "bookings.book",
        booking,
        by=by,
        at=at,
        reason=overrule if overruled else "",
        state=booking.state,
        overruled=overruled or None,
    )
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
    _end(booking, at=at, late=_is_late(booking, event, at=at), reason=reason)
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


def _demand_eligible(event: Event, person: Person, *, at: datetime, overrule: str) -> str:
    """Raise the first reason against it that nobody overruled; the names of those that somebody did."""
    overruled = []
    for refusal in eligibility.reasons(event, person, at=at):
        if not overrule.strip() or not isinstance(refusal, eligibility.Ineligible):
            raise refusal
        overruled.append(type(refusal).__name__)
    return ", ".join(overruled)


def _is_late(booking: Booking, event: Event, *, at: datetime) -> bool:
    return booking.held_place and policies.is_late(event, policies.in_force(at=at), at=at)


def _has_free_place(event: Event) -> bool:
    return event.has_room_for(1, taken=event.bookings.holding_places().count())


def _as_it_is(booking: Booking) -> Booking:
    """The booking read again under the lock: what a page showed a minute ago may have changed."""
    return Booking.objects.select_related("person", "event__course").get(pk=booking.pk)


def _end(booking: Booking, *, at: datetime, late: bool, reason: str) -> None:
    booking.state = Booking.State.CANCELLED
    booking.cancelled_at, booking.cancelled_late, booking.reason = at, late, reason
    booking.save(update_fields=["state", "cancelled_at", "cancelled_late", "reason"])
