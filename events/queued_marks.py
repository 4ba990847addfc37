"""Queued marks: what a device noted down while it had no signal, taken in when it has, each judged by itself.

A device says with each mark what it had before it. Where the register still says so, the mark is kept; where it says
the new mark already, nothing is left to do; where it says something else by now, a person at the device chooses. Each
carries a key that the device made up, spent in the transaction that keeps it: what is sent twice is done once. The
moments at which marks were made order them, and stand on the trail beside the moment of keeping.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from core import once
from core.audit import Actor
from core.refusals import Refusal
from events import marks, registers
from events.attendance import Mark, counted
from events.locks import lock
from events.marks import Line
from events.models import Booking, Event, EventDate
from people.models import Person

DONE, ALREADY, CONFLICT, REFUSED = "done", "already", "conflict", "refused"
CAME = Mark(Booking.Attendance.ATTENDED.value)


@dataclass(frozen=True)
class QueuedMark:
    """A mark as a device noted it: of which booking, what it said before, and when that was."""

    key: str
    noted_at: datetime
    booking: int
    mark: Mark
    seen: Mark


@dataclass(frozen=True)
class QueuedWalkIn:
    """Somebody who came without a booking, as a device noted it; without a person, whose booking was given up."""

    key: str
    noted_at: datetime
    person: Person | None
    booking: int | None = None


@dataclass(frozen=True)
class Verdict:
    """What became of one, said in a sentence; whether a person may insist on it, or put somebody on after all."""

    key: str
    result: str
    sentence: str
    may_insist: bool = False
    may_add: bool = False


@dataclass
class _Register:
    """The register of the date under the lock, or why it can't be marked; and what changes on it."""

    event: Event
    on: EventDate | None
    against: Refusal | None
    lines: dict[int, Line]
    spent: set[str]
    made: dict[int, Mark] = field(default_factory=dict)
    noted: dict[int, datetime] = field(default_factory=dict)

    def mark_of(self, booking: int) -> Mark:
        """The mark of that line as it is by now."""
        return self.made.get(booking, self.lines[booking].mark)


@once.change
def take(
    event: Event,
    day: date | None,
    sent: Sequence[QueuedMark],
    walk_ins: Sequence[QueuedWalkIn],
    *,
    by: Actor,
    at: datetime,
) -> list[Verdict]:
    """Take in what a device queued for the register of that day, in the order in which it was noted; a verdict each.

    `day` is None for an event that goes on in one stretch, as its register's address has none.
    """
    keys = [*(queued.key for queued in sent), *(queued.key for queued in walk_ins)]
    register = _register(event, day, spent=once.carried_out(keys, by=by), at=at)
    verdicts = [_judge(queued, register) for queued in sorted(sent, key=lambda queued: queued.noted_at)]
    _keep(register, by=by, at=at)
    verdicts += [
        _judge_walk_in(queued, register, by=by, at=at)
        for queued in sorted(walk_ins, key=lambda queued: queued.noted_at)
    ]
    once.spend_each({verdict.key for verdict in verdicts if verdict.result == DONE}, by=by, at=at)
    return verdicts


def _register(event: Event, day: date | None, *, spent: set[str], at: datetime) -> _Register:
    event = lock(event)
    on = next((date for date in event.meets_on if date.held_on == day), None)
    against = registers.why_not_mark(event, at=at, on=on)
    if bool(day) != bool(event.meets_on) or (day and on is None):
        against = registers.RegisterNotOpen(f"The dates of {event} have been changed: it has no register of that day.")
        return _Register(event, None, against, {}, spent)
    lines = {line.booking.pk: line for line in marks.lines(event, on)}
    return _Register(event, on, against, lines, spent)


def _judge(queued: QueuedMark, register: _Register) -> Verdict:
    if queued.key in register.spent:
        return Verdict(queued.key, ALREADY, "This mark was taken in before.")
    line = register.lines.get(queued.booking)
    if line is None:
        return _gone(queued, register)
    who, now = line.booking.person, register.mark_of(queued.booking)
    made = counted(queued.mark, grace=register.event.grace_minutes)
    if now == made:
        return Verdict(queued.key, ALREADY, f"The register says so of {who} already.")
    if register.against:
        return Verdict(queued.key, CONFLICT, f"{who}: {register.against.sentence}")
    if now != queued.seen and queued.booking not in register.made:
        told = f"{who} is “{in_words(now)}” on the register by now. This device says “{in_words(made)}”."
        return Verdict(queued.key, CONFLICT, told, may_insist=True)
    return _note(queued, line, register)


def _note(queued: QueuedMark, line: Line, register: _Register) -> Verdict:
    try:
        made = registers.judged(line, queued.mark, register.event, register.on)
    except registers.NotOnRegister as refusal:
        return Verdict(queued.key, REFUSED, refusal.sentence)
    register.made[queued.booking] = made
    register.noted[queued.booking] = queued.noted_at
    return Verdict(queued.key, DONE, f"{line.booking.person}: {in_words(made)}.")


def _gone(queued: QueuedMark, register: _Register) -> Verdict:
    """Of somebody who isn't on the register: their booking was given up, or there never was one."""
    booking = register.event.bookings.filter(pk=queued.booking).select_related("person").first()
    if booking is None:
        return Verdict(queued.key, REFUSED, "Somebody on that list was never on this register.")
    if register.against:
        return Verdict(queued.key, CONFLICT, f"{booking.person}: {register.against.sentence}")
    came = queued.mark.came or (queued.mark.missed is not None)
    told = f"The booking of {booking.person} is not on the register any more: {booking.standing.lower()}."
    return Verdict(queued.key, CONFLICT, told, may_add=came)


def _keep(register: _Register, *, by: Actor, at: datetime) -> None:
    """Keep what changed in all: of several marks of one person, what they came to."""
    changed = {
        register.lines[number]: mark for number, mark in register.made.items() if mark != register.lines[number].mark
    }
    noted = {line: {"noted_at": register.noted[line.booking.pk].isoformat()} for line in changed}
    registers.keep(register.event, register.on, changed, by=by, at=at, more=noted)


def _judge_walk_in(queued: QueuedWalkIn, register: _Register, *, by: Actor, at: datetime) -> Verdict:
    if queued.key in register.spent:
        return Verdict(queued.key, ALREADY, "They were put on the register before.")
    try:
        person, how = _whoever(queued, register.event)
        if register.against:
            return Verdict(queued.key, CONFLICT, f"{person}: {register.against.sentence}")
        if booked := _confirmed(person, register.event):
            return _judge_booked(queued.key, booked, register, by=by, at=at)
        # Refused, it leaves nothing behind, while what else the device sent is kept.
        with transaction.atomic():
            registers.put_on(register.event, person, by=by, at=at, on=register.on)
    except (registers.NotOnRegister, SeveralOfThatName) as refusal:
        return Verdict(queued.key, REFUSED, refusal.sentence)
    return Verdict(queued.key, DONE, f"{person} is on the register, as attended: {how}.")


def _confirmed(person: Person, event: Event) -> Booking | None:
    if person._state.adding:
        return None
    return event.bookings.filter(person=person, state=Booking.State.CONFIRMED).select_related("person").first()


def _judge_booked(key: str, booking: Booking, register: _Register, *, by: Actor, at: datetime) -> Verdict:
    """Of a walk-in who had a booking all the time: it is marked, if it has no mark yet."""
    line = next(line for line in marks.lines(register.event, register.on) if line.booking == booking)
    if line.mark.came:
        return Verdict(key, ALREADY, f"{booking.person} was on the register already: {in_words(line.mark)}.")
    if line.mark.attendance:
        told = (
            f"{booking.person} has a booking and is “{in_words(line.mark)}”. If they came, change that on the register."
        )
        return Verdict(key, CONFLICT, told)
    registers.keep(register.event, register.on, {line: CAME}, by=by, at=at)
    return Verdict(key, DONE, f"{booking.person} had a booking, which is marked as attended.")


class SeveralOfThatName(Refusal):
    """A name and an agency that are those of several people."""


def _whoever(queued: QueuedWalkIn, event: Event) -> tuple[Person, str]:
    """Who that is on record, and by what they were found; or somebody new."""
    if queued.person is None:
        booking = event.bookings.filter(pk=queued.booking or 0).select_related("person").first()
        if booking is None:
            raise registers.NotOnRegister("Somebody on that list was never on this register.")
        return booking.person, "their booking was given up before"
    if not queued.person._state.adding:
        return queued.person, "known by their e-mail address"
    said = queued.person
    names = {"first_name__iexact": said.first_name, "last_name__iexact": said.last_name, "agency": said.agency}
    found: list[Person] = list(Person.objects.filter(**names)[:2])
    if len(found) > 1:
        raise SeveralOfThatName(
            f"There are several people called {said} at {said.agency}. Find the right one on the page for people"
            " without a booking."
        )
    if found:
        return found[0], "known by name and agency, so please make sure that it is them"
    return said, "new on record"


def in_words(mark: Mark) -> str:
    """A mark in words: `In part, 20 minutes late`."""
    minutes = [(mark.minutes_late, "late"), (mark.minutes_early, "early")]
    said = [f"{number} minutes {what}" for number, what in minutes if number]
    return ", ".join([str(Booking.Attendance(mark.attendance).label), *said])


def as_it_is(event: Event, day: date | None) -> Mapping[int, Mark]:
    """The marks of that day by now, by the ids of their bookings."""
    on = next((date for date in event.meets_on if date.held_on == day), None)
    return {line.booking.pk: line.mark for line in marks.lines(event, on)}
