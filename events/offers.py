"""Offered places: taken, turned down, or lapsed when nobody answered in time; what comes free passes on at once."""

from datetime import datetime

from django.db import transaction

from core import audit, mail, once, words
from core.audit import Actor, System
from core.refusals import Refusal
from events import moves, waiting
from events.locks import lock
from events.models import Booking, Event


class NotOffered(Refusal):
    """No place is offered, or not any more."""


def why_not_answer(booking: Booking, *, at: datetime) -> Refusal | None:
    """Why the offer can't be answered, or None; what `accept` and `decline` would say, said before."""
    if booking.state != Booking.State.OFFERED or booking.offer_lapses_at is None:
        return NotOffered(
            f"No place on {booking.event} is offered to {booking.person} now: {booking.standing.lower()}."
        )
    if at >= booking.offer_lapses_at:
        until = f"{words.day(booking.offer_lapses_at)}, {words.clock(booking.offer_lapses_at)}"
        return NotOffered(f"The offer of a place on {booking.event} was open until {until}.")
    if booking.event.has_begun(at=at):
        return NotOffered(f"{booking.event} has begun.")
    return None


@once.change
def accept(booking: Booking, *, by: Actor, at: datetime) -> Booking:
    """Take the place that is offered."""
    lock(booking.event)
    booking = _demand_open(booking, at=at)
    moves.move(booking, Booking.State.CONFIRMED)
    audit.record("offers.accept", booking, by=by, at=at)
    mail.post("booking-made", key=f"{booking.pk}:accepted", at=at, booking=booking.pk)
    return booking


@once.change
def decline(booking: Booking, *, by: Actor, at: datetime) -> Booking:
    """Turn the offered place down; it passes on at once."""
    event = lock(booking.event)
    booking = _demand_open(booking, at=at)
    moves.move(booking, Booking.State.DECLINED)
    audit.record("offers.decline", booking, by=by, at=at)
    waiting.promote(event, at=at)
    return booking


def lapse_due(*, at: datetime) -> int:
    """Lapse the offers that nobody answered in time, and pass their places on; how many lapsed."""
    due = Event.objects.filter(
        bookings__state=Booking.State.OFFERED, bookings__offer_lapses_at__lte=at, status=Event.Status.PUBLISHED
    )
    return sum(_lapse_due(event, at=at) for event in due.distinct())


@transaction.atomic(durable=True)
def _lapse_due(event: Event, *, at: datetime) -> int:
    event = lock(event)
    lapsing = list(event.bookings.filter(state=Booking.State.OFFERED, offer_lapses_at__lte=at))
    for booking in lapsing:
        moves.move(booking, Booking.State.LAPSED)
        audit.record("offers.lapse", booking, by=System("sweep"), at=at)
        mail.post("offer-lapsed", key=str(booking.pk), at=at, booking=booking.pk)
    waiting.promote(event, at=at)
    return len(lapsing)


def follow(event: Event, *, by: Actor, at: datetime, is_worth_telling: bool) -> None:
    """After a change of the event no offer outlives its cut-off, and who has one is told. Wants the lock held."""
    for booking in event.bookings.filter(state=Booking.State.OFFERED):
        ends_sooner = booking.offer_lapses_at is None or booking.offer_lapses_at > event.list_stops_at
        if ends_sooner:
            booking.offer_lapses_at = event.list_stops_at
            booking.save(update_fields=["offer_lapses_at"])
            lapses_at = event.list_stops_at.isoformat()
            audit.record("offers.bring_forward", booking, by=by, at=at, lapses_at=lapses_at)
        if ends_sooner or is_worth_telling:
            mail.post("offer-changed", key=f"{booking.pk}:{at.isoformat()}", at=at, booking=booking.pk)


def _demand_open(booking: Booking, *, at: datetime) -> Booking:
    booking = moves.as_it_is(booking)
    if refusal := why_not_answer(booking, at=at):
        raise refusal
    return booking
