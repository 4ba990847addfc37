"""Checking in: people who have a booking say by themselves that they are there, and the register has their mark.

Before the date begins it is a note, for a register isn't marked before; when it begins the note becomes the mark.
Whoever is no later than the event's grace attended, and who is later is marked with the minutes. What staff marked
stands: nobody overrules it by checking in, and staff overrule whatever became of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from core import audit, once
from core.audit import Actor, System
from core.refusals import Refusal
from core.search import plain
from core.words import clock
from events import marks, registers
from events.attendance import Mark
from events.check_in_codes import Occasion, dates_or_none
from events.locks import lock
from events.marks import Line
from events.models import LONDON, Booking, BookingQuerySet, CheckIn, Event, EventDate
from people.models import Person

AT_THE_DOOR = System("check-in")
"""Who acts where somebody without an account checks in, and when a note becomes a mark."""


class NotCheckedIn(Refusal):
    """Checking in isn't possible: when, by whom, or with what was tried."""


def wrong_code() -> NotCheckedIn:
    """What is said of a code that is none, or none any more."""
    return NotCheckedIn(
        "That code is not in use. Each is shown for ten minutes: look at the screen again and type what stands there"
        " now, or ask the trainer to mark you."
    )


def why_not(occasion: Occasion, *, at: datetime) -> NotCheckedIn | None:
    """Why nobody can check in to it at `at`, or None."""
    if occasion.event.status != Event.Status.PUBLISHED:
        return NotCheckedIn(f"The register of {occasion.event} is not open.")
    if at < occasion.opens_at:
        return NotCheckedIn(f"Checking in opens at {clock(occasion.opens_at)}, half an hour before it begins.")
    if at >= occasion.closes_at:
        return NotCheckedIn(
            f"Checking in closed at {clock(occasion.closes_at)}. Whoever comes now is marked by the trainer."
        )
    return None


def booking_of(occasion: Occasion, person: Person | None) -> Booking:
    """The person's confirmed booking on it; NotCheckedIn, with what can be done, where there is none."""
    found = _expected(occasion).filter(person=person).first() if person else None
    if found is None:
        raise NotCheckedIn(
            f"You have no booking on {occasion.event.name}. If you have come for it, tell the trainer: they can put you"
            " on the register without one."
        )
    return found


def booking_under(occasion: Occasion, said: str) -> Booking:
    """The one confirmed booking on it under that name or e-mail address; none and several are told alike."""
    if "@" in said:
        people = Person.objects.reached_at(said.strip()).values("pk")
        found = list(_expected(occasion).filter(person__in=people)[:2])
    else:
        found = [one for one in _expected(occasion) if plain(one.person.name) == plain(said)]
    if len(found) != 1:
        raise NotCheckedIn(
            "We can’t tell from that which booking is yours. Type your name or your e-mail address as it was given when"
            " you were booked, or ask the trainer to mark you."
        )
    return found[0]


@once.change
def check_in(occasion: Occasion, booking: Booking, *, by: Actor, at: datetime) -> CheckIn:
    """Check in the booking's person; once more changes nothing. Refused where staff marked that they did not come."""
    occasion = _as_it_is(occasion)
    if refusal := why_not(occasion, at=at):
        raise refusal
    line = next((line for line in marks.lines(occasion.event, occasion.on) if line.booking == booking), None)
    if line is None:
        raise NotCheckedIn("This booking has just been cancelled. If you have come for it, tell the trainer.")
    if line.mark.attendance and not line.mark.came:
        raise NotCheckedIn("The register has another mark for you already. Only the trainer can change it: tell them.")
    made, is_new = CheckIn.objects.get_or_create(
        booking=booking, held_on=occasion.held_on, defaults={"at": at, "has_account": by is not AT_THE_DOOR}
    )
    if is_new:
        audit.record("check_ins.check_in", booking, by=by, at=at, on=occasion.held_on.isoformat())
        _settle(occasion, [(line, made)], by=by, at=at)
    return made


def of(event: Event, on: EventDate | None) -> dict[int, CheckIn]:
    """Who checked in by themselves to that date, by the id of their booking."""
    day = Occasion(event, on).held_on
    return {made.booking_id: made for made in CheckIn.objects.filter(booking__event=event, held_on=day)}


def settle_due(*, at: datetime) -> int:
    """Make marks of what was said before dates that have begun by now; how many of them were looked at."""
    days = [(at - timedelta(days)).astimezone(LONDON).date() for days in (0, 1)]
    waiting = CheckIn.objects.filter(settled_at=None, held_on__in=days)
    events = Event.objects.filter(pk__in=waiting.values("booking__event")).select_related("course")
    return sum(_settle_event(event, at=at) for event in events)


@once.change
def _settle_event(event: Event, *, at: datetime) -> int:
    event, settled = lock(event), 0
    for on in dates_or_none(event):
        said = {made.booking_id: made for made in of(event, on).values() if made.settled_at is None}
        if said and event.status == Event.Status.PUBLISHED:
            both = [(line, said[line.booking.pk]) for line in marks.lines(event, on) if line.booking.pk in said]
            settled += _settle(Occasion(event, on), both, by=AT_THE_DOOR, at=at)
    return settled


def _settle(occasion: Occasion, said: Iterable[tuple[Line, CheckIn]], *, by: Actor, at: datetime) -> int:
    """Once it has begun: mark those who have no mark yet. Wants the event's lock held."""
    both = list(said)
    if occasion.starts_at > at or not both:
        return 0
    event, on = occasion.event, occasion.on
    unmarked = {line: _mark(occasion, made) for line, made in both if not line.mark.attendance}
    changed = {line: registers.judged(line, mark, event, on) for line, mark in unmarked.items()}
    registers.keep(event, on, changed, by=by, at=at, more={line: {"by_themselves": True} for line in changed})
    return CheckIn.objects.filter(pk__in=[made.pk for _, made in both]).update(settled_at=at)


def _mark(occasion: Occasion, made: CheckIn) -> Mark:
    """Attended; of whoever came after the grace, how late."""
    late = (made.at - occasion.starts_at) // timedelta(minutes=1)
    is_late = late > occasion.event.grace_minutes
    return Mark(Booking.Attendance.ATTENDED.value, late if is_late else None)


def _as_it_is(occasion: Occasion) -> Occasion:
    """The same under the lock; NotCheckedIn where the event doesn't meet then any more."""
    event = lock(occasion.event)
    on = next((on for on in event.meets_on if on == occasion.on), None)
    if bool(event.meets_on) != bool(occasion.on) or (occasion.on and on is None):
        raise NotCheckedIn(f"The dates of {event} have just been changed. Ask the trainer to mark you.")
    return Occasion(event, on)


def _expected(occasion: Occasion) -> BookingQuerySet:
    return occasion.event.bookings.filter(state=Booking.State.CONFIRMED).select_related("person__user")
