"""Bookings: who takes a place or waits for one, and who gives one back.

Every change locks the event, looks, writes, records and posts, in that order, in a transaction of its own.
"""

from datetime import datetime

from django.db import transaction

from core import audit, mail
from core.audit import Actor
from core.refusals import Refusal
from events import eligibility, moves, policies, waiting
from events.locks import lock, lock_people
from events.models import Booking, Event
from people.models import Person


class NotLive(Refusal):
    """The booking has ended, so that there is nothing left to cancel."""


@transaction.atomic(durable=True)
def book(event: Event, person: Person, *, by: Actor, at: datetime, overrule: str = "") -> Booking:
    """Give the person a place, or a place on the waiting list where none is free.

    `eligibility.reasons` says what is refused; with a manager's reason in `overrule`, what may be overruled is.
    """
    event, [person] = lock(event), lock_people([person])
    overruled = _demand_eligible(event, person, at=at, overrule=overrule)
    state = Booking.State.CONFIRMED if waiting.has_place(event) else Booking.State.WAITING
    booking = moves.make(event, person, state, by=by, at=at)
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
    booking = moves.as_it_is(booking)
    refusal = why_not_cancel(booking, at=at)
    if refusal:
        raise refusal
    moves.end(booking, at=at, late=_is_late(booking, event, at=at), reason=reason)
    audit.record("bookings.cancel", booking, by=by, at=at, reason=reason, late=booking.cancelled_late)
    mail.post("booking-cancelled", key=str(booking.pk), at=at, booking=booking.pk)
    waiting.promote(event, at=at)
    return booking


def cancel_all(event: Event, *, by: Actor, at: datetime, reason: str) -> int:
    """Cancel every live booking of an event that its organiser cancels; never late. Wants the lock held."""
    live = list(event.bookings.live().select_related("person"))
    for booking in live:
        moves.end(booking, at=at, late=False, reason=reason)
        audit.record("bookings.cancel", booking, by=by, at=at, reason=reason, late=False, by_the_organiser=True)
        mail.post("event-cancelled", key=str(booking.pk), at=at, booking=booking.pk)
    return len(live)


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
