"""Waivers: a manager's word that a booking costs nothing after all, for sickness or a closed road, with its reason."""

from datetime import datetime

from core import audit, once, words
from core.audit import Actor
from core.refusals import Refusal
from events import moves, policies
from events.locks import lock
from events.models import Booking


class NothingToWaive(Refusal):
    """The booking costs nothing as things stand."""


class NotWaived(Refusal):
    """The booking's charge was not waived, so that it stands."""


class NoReason(Refusal):
    """What goes past the policy needs a reason."""


def why_not(booking: Booking) -> Refusal | None:
    """Why there is nothing to waive, or None; what `waive` would say, said before."""
    if booking.waived_at:
        return NothingToWaive(f"What that booking costs was waived on {words.day(booking.waived_at)}.")
    if not policies.charge(booking):
        return NothingToWaive("That booking costs nothing, as things stand.")
    return None


def why_not_take_back(booking: Booking) -> Refusal | None:
    """Why there is no waiver to take back, or None."""
    return None if booking.waived_at else NotWaived("What that booking costs is not waived.")


@once.change
def waive(booking: Booking, *, by: Actor, at: datetime, reason: str) -> Booking:
    """Let the booking cost nothing, whatever its policy says; whether it was late stays on record."""
    booking = _as_it_is(booking, reason)
    if refusal := why_not(booking):
        raise refusal
    charge = policies.charge(booking)
    _keep(booking, at)
    audit.record("waivers.waive", booking, by=by, at=at, reason=reason, charge=f"{charge:.2f}")
    return booking


@once.change
def take_back(booking: Booking, *, by: Actor, at: datetime, reason: str) -> Booking:
    """Let the booking cost again what its policy says."""
    booking = _as_it_is(booking, reason)
    if refusal := why_not_take_back(booking):
        raise refusal
    _keep(booking, None)
    audit.record("waivers.take_back", booking, by=by, at=at, reason=reason)
    return booking


def _as_it_is(booking: Booking, reason: str) -> Booking:
    lock(booking.event)
    if not reason.strip():
        raise NoReason("Say why: the reason is kept, for those who ask later.")
    return moves.as_it_is(booking)


def _keep(booking: Booking, waived_at: datetime | None) -> None:
    booking.waived_at = waived_at
    booking.save(update_fields=["waived_at"])
