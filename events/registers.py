"""Registers: who came, date by date where an event has several; closed on purpose, and reopened with a reason."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core import audit, closed_years, once, words
from core.audit import Actor
from core.refusals import Refusal
from events import attendance, marks, moves, waiting
from events.attendance import Mark
from events.locks import lock, lock_people
from events.marks import Line
from events.models import Booking, DateAttendance, Event, EventDate
from people import persons
from people.models import Person


class RegisterNotOpen(Refusal):
    """The event hasn't begun, was cancelled, or its register is closed."""


class NotOnRegister(Refusal):
    """The booking isn't on this register, or the mark isn't one that exists."""


class MarksMissing(Refusal):
    """Somebody expected has no mark, and nobody said that it isn't known."""


class MarkedMeanwhile(Refusal):
    """Somebody else marked the same person otherwise since the page was read."""


class AlreadyOnRegister(Refusal):
    """The walk-in has a booking on the event: mark that."""


MOST_MINUTES = 720


@dataclass(frozen=True)
class Gap:
    """Who has no mark on a date, or at all where the event has no dates."""

    on: EventDate | None
    people: list[Booking]

    def __str__(self) -> str:
        names = ", ".join(str(booking.person) for booking in self.people[:5])
        more = f" and {len(self.people) - 5} more" if len(self.people) > 5 else ""
        return f"{f'on {self.on} ' if self.on else ''}for {names}{more}"


def why_not_mark(event: Event, *, at: datetime, on: EventDate | None = None) -> Refusal | None:
    """Why the register, or that of one date, can't be marked at `at`, or None."""
    if event.status == Event.Status.HELD:
        return RegisterNotOpen(f"The register of {event} is closed. Reopen it, with a reason, to change it.")
    if event.status != Event.Status.PUBLISHED:
        return RegisterNotOpen(f"{event} is {event.get_status_display().lower()}: it has no register.")
    if not event.has_begun(at=at):
        return RegisterNotOpen(f"{event} has not begun. Its register opens when it does.")
    if on and not on.has_begun(at=at):
        return RegisterNotOpen(f"{on} has not begun. Its register opens when it does.")
    return None


def why_not_close(event: Event, *, at: datetime) -> Refusal | None:
    """Why the register can't be closed at `at`, or None; what is missing may be left out on purpose."""
    if refusal := why_not_mark(event, at=at):
        return refusal
    if to_come := [date for date in event.meets_on if not date.has_begun(at=at)]:
        return RegisterNotOpen(f"{event.name} meets again until {to_come[-1]}: its register can be closed then.")
    return None


def why_not_reopen(event: Event) -> Refusal | None:
    """Why the register can't be opened again, or None: it isn't closed, or its year's report is published."""
    if event.status != Event.Status.HELD:
        return RegisterNotOpen(f"The register of {event} is not closed.")
    return closed_years.why_not_open(event.starts_on)


def date_due(event: Event, *, at: datetime) -> EventDate | None:
    """Of an event of several dates the one whose register is wanted at `at`: the latest begun, or else the first."""
    begun = [date for date in event.meets_on if date.has_begun(at=at)]
    return next(iter([*reversed(begun), *event.meets_on]), None)


@once.change
def mark(
    event: Event,
    said: Mapping[int, str | Mark],
    *,
    by: Actor,
    at: datetime,
    on: EventDate | None = None,
    seen: Mapping[int, Mark] | None = None,
) -> int:
    """Mark {id of a confirmed booking: how they attended}; how many marks changed. All of them or, when refused, none.

    A Mark says how many minutes somebody missed, which decide whether that was all of it or a part. `on` is the date,
    where the event has several. `seen` are the marks that whoever says it had before them: what they left as it was
    stays as it is by now, and what somebody else marked otherwise meanwhile is refused: nobody undoes it unseen.
    """
    event, on = opened(event, on, at=at)
    lines = {line.booking.pk: line for line in marks.lines(event, on)}
    changed, overtaken = {}, []
    for booking_id, what in said.items():
        if booking_id not in lines:
            raise NotOnRegister(OUT_OF_DATE)
        line, mark = lines[booking_id], what if isinstance(what, Mark) else Mark(what)
        before = seen.get(booking_id, line.mark) if seen else line.mark
        if seen and mark == before:
            continue
        made = judged(line, mark, event, on)
        if made != line.mark:
            changed[line] = made
            overtaken += [line] if line.mark != before else []
    if overtaken:
        raise MarkedMeanwhile(
            f"Somebody else has marked {_told(overtaken)} since you opened this page. Nothing was saved: look at what"
            " you chose, and save it again if it is to be so."
        )
    keep(event, on, changed, by=by, at=at)
    return len(changed)


def judged(line: Line, mark: Mark, event: Event, on: EventDate | None) -> Mark:
    """The mark as it counts by the event's rule; NotOnRegister, with what is wrong, where it can't be that line's."""
    made = attendance.counted(mark, grace=event.grace_minutes)
    _demand_fit(line.booking, made)
    if made != line.mark:
        _demand_that_walk_ins_came(line.booking, made, on)
    return made


def keep(
    event: Event,
    on: EventDate | None,
    changed: Mapping[Line, Mark],
    *,
    by: Actor,
    at: datetime,
    more: Mapping[Line, Mapping[str, str | bool]] | None = None,
) -> None:
    """Keep those marks and put them on the trail, with what more it should say of each. Wants the event's lock held."""
    if changed:
        marks.keep(event, on, {line.booking: made for line, made in changed.items()})
        told = [
            (line.booking, {**marks.told(line.mark, made, on), **(more or {}).get(line, {})})
            for line, made in changed.items()
        ]
        audit.record_each("registers.mark", told, by=by, at=at)


@once.change
def add_walk_in(event: Event, person: Person, *, by: Actor, at: datetime, on: EventDate | None = None) -> Booking:
    """Put somebody who came without a booking on the register, as attended; takes none of the event's places.

    Somebody who isn't on record yet is put on record with it. `on` is the date, where the event has several. Who came
    to a workshop is on the register of its conference first.
    """
    event, on = opened(event, on, at=at)
    return put_on(event, person, by=by, at=at, on=on)


def put_on(event: Event, person: Person, *, by: Actor, at: datetime, on: EventDate | None) -> Booking:
    """The same for an event that is open and locked. Whoever only waited for a place waits no more."""
    [person] = lock_people([persons.on_record(person, by=by, at=at)])
    live = event.bookings.live().filter(person=person).first()
    if live and live.state == Booking.State.CONFIRMED:
        raise AlreadyOnRegister(f"{person} has a booking on {event}: mark that instead.")
    if live:
        waiting.lapse(live, by=by, at=at)
    whole = _on_conference(event, person)
    came: dict[str, Any] = {
        "part_of": whole,
        "unscheduled": True,
        "held_place": False,
        "attendance": Booking.Attendance.ATTENDED,
    }
    booking = moves.make(event, person, Booking.State.CONFIRMED, by=by, at=at, **came)
    if on:
        marks.keep(event, on, {booking: Mark(Booking.Attendance.ATTENDED.value)})
    audit.record("registers.add_walk_in", booking, by=by, at=at, on=on.held_on.isoformat() if on else None)
    return booking


def _on_conference(event: Event, person: Person) -> Booking | None:
    """Of a workshop, the person's booking on the conference, which they must have; of anything else None."""
    if event.parent is None:
        return None
    whole = event.parent.bookings.filter(person=person, state=Booking.State.CONFIRMED).first()
    if whole is None:
        raise NotOnRegister(f"{person} is not on the register of {event.parent}: add them there first.")
    return whole


def missing(event: Event, lines: Iterable[Line]) -> list[Gap]:
    """Who of the register's lines has no mark yet, date by date. Walk-ins are expected on no date."""
    people = [line.booking for line in lines if not line.booking.unscheduled]
    by_date = DateAttendance.objects.filter(date__in=event.meets_on)
    marked = set(by_date.values_list("date", "booking"))
    gaps = [
        Gap(date, [booking for booking in people if (date.pk, booking.pk) not in marked]) for date in event.meets_on
    ] or [Gap(None, [booking for booking in people if not booking.attendance])]
    return [gap for gap in gaps if gap.people]


@once.change
def close(event: Event, *, by: Actor, at: datetime, leave_unrecorded: bool = False) -> Event:
    """Close the register on purpose: the event was held. What has no mark must be said to be not recorded."""
    event = lock(event)
    if refusal := why_not_close(event, at=at):
        raise refusal
    gaps = missing(event, marks.lines(event, None))
    if gaps and not leave_unrecorded:
        raise MarksMissing(f"No mark yet {'; '.join(map(str, gaps))}. Mark them, or say that it is not recorded.")
    event.status, event.register_closed_at = Event.Status.HELD, at
    event.save(update_fields=["status", "register_closed_at"])
    audit.record("registers.close", event, by=by, at=at, not_recorded=sum(len(gap.people) for gap in gaps))
    return event


@once.change
def reopen(event: Event, *, by: Actor, at: datetime, reason: str) -> Event:
    """Open a closed register again; the reason is kept. Refused once the report of its year is published."""
    event = lock(event)
    if refusal := why_not_reopen(event):
        raise refusal
    if not reason.strip():
        raise RegisterNotOpen("Say why the register is opened again.")
    event.status, event.register_closed_at = Event.Status.PUBLISHED, None
    event.save(update_fields=["status", "register_closed_at"])
    audit.record("registers.reopen", event, by=by, at=at, reason=reason)
    return event


def count_again(event: Event, *, by: Actor, at: datetime) -> None:
    """Work attendance out anew when the event's dates or its rule are others. Wants its lock held."""
    told = [(booking, {"was": was, "now": booking.attendance}) for booking, was in marks.count_again(event).items()]
    audit.record_each("registers.count_again", told, by=by, at=at)


OUT_OF_DATE = "Part of that form is out of date. Nothing was changed: here is the register as it is."


def opened(event: Event, on: EventDate | None, *, at: datetime) -> tuple[Event, EventDate | None]:
    """The event and the date as they are now, locked and open to be marked: a page may show the date where it was."""
    event = lock(event)
    if refusal := why_not_mark(event, at=at):
        raise refusal
    if event.meets_on and on is None:
        raise RegisterNotOpen(f"{event} meets on several dates: say which of them is marked.")
    if on is None:
        return event, None
    now = next((date for date in event.meets_on if date == on), None)
    if now is None:
        raise NotOnRegister(OUT_OF_DATE)
    if refusal := why_not_mark(event, at=at, on=now):
        raise refusal
    return event, now


def _told(lines: list[Line]) -> str:
    return words.listed([f"{line.booking.person} “{line.label}”" for line in lines])


def _demand_fit(booking: Booking, made: Mark) -> None:
    if made.attendance not in Booking.Attendance.values:
        raise NotOnRegister(OUT_OF_DATE)
    known = [minutes for minutes in (made.minutes_late, made.minutes_early) if minutes is not None]
    if any(not 1 <= minutes <= MOST_MINUTES for minutes in known):
        raise NotOnRegister(
            f"Minutes late or early are a whole number from 1 to {MOST_MINUTES}: look at {booking.person}."
        )
    if known and not made.came:
        raise NotOnRegister(f"{booking.person} is marked as not there: leave the minutes empty.")


def _demand_that_walk_ins_came(booking: Booking, made: Mark, on: EventDate | None) -> None:
    """Whoever came without a booking came, be it on another date."""
    if not booking.unscheduled or made.came:
        return
    if on is None or made.attendance or not booking.by_date.exclude(date=on).exists():
        raise NotOnRegister(f"{booking.person} came without a booking: the mark can only be that they attended.")
