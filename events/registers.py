"""Registers: who came. The only module that changes attendance, and that closes and reopens a register."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from core import audit, once
from core.audit import Actor
from core.refusals import Refusal
from events import moves
from events.locks import lock
from events.models import Booking, Event
from people import persons
from people.models import Person


class RegisterNotOpen(Refusal):
    """The event hasn't begun, was cancelled, or its register is closed."""


class NotOnRegister(Refusal):
    """The booking isn't on this register, or the mark isn't one that exists."""


class MarksMissing(Refusal):
    """Somebody expected has no mark, and nobody said that it isn't known."""


class AlreadyOnRegister(Refusal):
    """The walk-in has a booking on the event: mark that."""


def may_be_marked(event: Event, *, at: datetime) -> Refusal | None:
    """Why the register can't be marked at `at`, or None."""
    if event.status == Event.Status.HELD:
        return RegisterNotOpen(f"The register of {event} is closed. Reopen it, with a reason, to change it.")
    if event.status != Event.Status.PUBLISHED:
        return RegisterNotOpen(f"{event} is {event.get_status_display().lower()}: it has no register.")
    if not event.has_begun(at=at):
        return RegisterNotOpen(f"{event} has not begun. Its register opens when it does.")
    return None


@once.change
def mark(event: Event, marks: Mapping[int, str], *, by: Actor, at: datetime) -> int:
    """Mark {id of a confirmed booking: attendance}; how many marks changed. All of them or, when refused, none."""
    event = _open_register(event, at=at)
    expected = {booking.pk: booking for booking in event.bookings.filter(state=Booking.State.CONFIRMED)}
    changed = 0
    for booking_id, attendance in marks.items():
        booking = expected.get(booking_id)
        if booking is None or attendance not in Booking.Attendance.values:
            raise NotOnRegister("Part of that form is out of date. Nothing was changed: here is the register as it is.")
        if booking.unscheduled and attendance not in Booking.CAME:
            raise NotOnRegister(f"{booking.person} came without a booking: the mark can only be that they attended.")
        changed += _mark(booking, attendance, by=by, at=at)
    return changed


@once.change
def add_walk_in(event: Event, person: Person, *, by: Actor, at: datetime) -> Booking:
    """Put somebody who came without a booking on the register, as attended; takes none of the event's places.

    Somebody who isn't on record yet is put on record with it. Who came to a workshop is on the register of its
    conference first.
    """
    event, person = _open_register(event, at=at), persons.on_record(person, by=by, at=at)
    if event.bookings.live().filter(person=person).exists():
        raise AlreadyOnRegister(f"{person} has a booking on {event}: mark that instead.")
    whole = _on_conference(event, person)
    came: dict[str, Any] = {
        "part_of": whole,
        "unscheduled": True,
        "held_place": False,
        "attendance": Booking.Attendance.ATTENDED,
    }
    booking = moves.make(event, person, Booking.State.CONFIRMED, by=by, at=at, **came)
    audit.record("registers.add_walk_in", booking, by=by, at=at)
    return booking


def _on_conference(event: Event, person: Person) -> Booking | None:
    """Of a workshop, the person's booking on the conference, which they must have; of anything else None."""
    if event.parent is None:
        return None
    whole = event.parent.bookings.filter(person=person, state=Booking.State.CONFIRMED).first()
    if whole is None:
        raise NotOnRegister(f"{person} is not on the register of {event.parent}: add them there first.")
    return whole


def missing(event: Event) -> list[Booking]:
    """The confirmed bookings that have no mark yet."""
    unmarked = event.bookings.filter(state=Booking.State.CONFIRMED, attendance=Booking.Attendance.NOT_RECORDED)
    return list(unmarked.select_related("person", "agency").order_by("person__last_name", "person__first_name", "pk"))


@once.change
def close(event: Event, *, by: Actor, at: datetime, leave_unrecorded: bool = False) -> Event:
    """Close the register on purpose: the event was held. What has no mark must be said to be not recorded."""
    event = _open_register(event, at=at)
    unmarked = missing(event)
    if unmarked and not leave_unrecorded:
        names = ", ".join(str(booking.person) for booking in unmarked[:5])
        more = f" and {len(unmarked) - 5} more" if len(unmarked) > 5 else ""
        raise MarksMissing(f"No mark yet for {names}{more}. Mark them, or say that it is not recorded.")
    event.status, event.register_closed_at = Event.Status.HELD, at
    event.save(update_fields=["status", "register_closed_at"])
    audit.record("registers.close", event, by=by, at=at, not_recorded=len(unmarked))
    return event


@once.change
def reopen(event: Event, *, by: Actor, at: datetime, reason: str) -> Event:
    """Open a closed register again; the reason is kept."""
    event = lock(event)
    if event.status != Event.Status.HELD:
        raise RegisterNotOpen(f"The register of {event} is not closed.")
    if not reason.strip():
        raise RegisterNotOpen("Say why the register is opened again.")
    event.status, event.register_closed_at = Event.Status.PUBLISHED, None
    event.save(update_fields=["status", "register_closed_at"])
    audit.record("registers.reopen", event, by=by, at=at, reason=reason)
    return event


def _open_register(event: Event, *, at: datetime) -> Event:
    event = lock(event)
    refusal = may_be_marked(event, at=at)
    if refusal:
        raise refusal
    return event


def _mark(booking: Booking, attendance: str, *, by: Actor, at: datetime) -> bool:
    if booking.attendance == attendance:
        return False
    before, booking.attendance = booking.attendance, attendance
    booking.save(update_fields=["attendance"])
    audit.record("registers.mark", booking, by=by, at=at, was=before, now=attendance)
    return True
