"""Whether somebody may book an event: one list of reasons why not, told in order, before they try and when they do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from typing import NamedTuple

from django.db.models import prefetch_related_objects

from core import words
from core.refusals import Refusal
from events import policies, suspensions
from events.models import LONDON, Booking, Event
from people.models import Person
from training.models import Enrolment


class EventNotOpen(Refusal):
    """The event is a draft, was cancelled, has begun, or isn't booked by people at all."""


class AlreadyBooked(Refusal):
    """The person has a live booking on the event."""

    def __init__(self, booking: Booking) -> None:
        super().__init__(_ALREADY[Booking.State(booking.state)].format(person=booking.person, event=booking.event))
        self.booking = booking


class Ineligible(Refusal):
    """The event is open, but not to this person now. A manager may overrule it, with a reason."""


class OutsideWindow(Ineligible):
    """Booking has not opened yet, or has closed."""


class WrongAudience(Ineligible):
    """The event is for another agency, or for other target groups."""


class AnotherCourseFirst(Ineligible):
    """The course builds on one that the person has not attended."""


class DiaryClash(Ineligible):
    """The person has a live booking on another event at that time, be it that they only wait there."""

    def __init__(self, booking: Booking) -> None:
        super().__init__(_CLASHES[Booking.State(booking.state)].format(person=booking.person, event=booking.event))
        self.booking = booking


class Suspended(Ineligible):
    """The person was absent too often."""


def is_about_person(refusal: Refusal) -> bool:
    """Whether it says something of the person, and not only of the event."""
    return isinstance(refusal, (AlreadyBooked, Ineligible)) and not isinstance(refusal, OutsideWindow)


def why_not(event: Event, person: Person | None, *, at: datetime) -> Refusal | None:
    """The first reason why that person can't book the event, or None."""
    return next(reasons(event, person, at=at), None)


def reasons_each(
    events: Sequence[Event], person: Person, *, at: datetime, instead_of: Booking | None = None
) -> dict[int, list[Refusal]]:
    """Every reason why that person can't book each of those dates of one course, by their ids; what they may is empty.

    The number of statements is the same however many they are.
    """
    for event in events[1:]:
        event.course = events[0].course
    prefetch_related_objects([event.course for event in events[:1]], "target_groups")
    record = OnRecord(person, at, _read(person))
    return {event.pk: list(reasons(event, person, at=at, instead_of=instead_of, record=record)) for event in events}


def reasons(
    event: Event,
    person: Person | None,
    *,
    at: datetime,
    instead_of: Booking | None = None,
    record: OnRecord | None = None,
) -> Iterator[Refusal]:
    """Every reason why that person can't book the event, in the order in which they are told.

    Of a visitor who hasn't said who they are (None), what holds for everybody. Where the event isn't open to anybody,
    the rest doesn't matter and isn't told. A booking that this one is made instead of stands in nobody's way, and
    where it is of the same event the place is taken already, so that booking needn't be open. What is on record of the
    person is read, unless it is given.
    """
    if refusal := _not_open(event, at):
        yield refusal
        return
    if person is None:
        yield from filter(None, [_outside_window(event, at)])
        return
    record = record or OnRecord(person, at, _read(person))
    history = _history(event, record, instead_of=instead_of)
    for rule in _RULES:
        if refusal := rule(event, person, history, at):
            yield refusal


def demand_overruled(against: Iterable[Refusal], *, overrule: str) -> str:
    """Raise the first of those reasons that nobody overruled, or nobody can; the names of those that somebody did."""
    overruled = []
    for refusal in against:
        if not overrule.strip() or not isinstance(refusal, Ineligible):
            raise refusal
        overruled.append(type(refusal).__name__)
    return ", ".join(overruled)


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
_CLASHES = {
    Booking.State.REQUESTED: "{person} has asked for a place at that time, on {event}: cancel that request first.",
    Booking.State.WAITING: "{person} is waiting for a place at that time, on {event}: leave that waiting list first.",
    Booking.State.OFFERED: "{person} is offered a place at that time, on {event}: turn that place down first.",
    Booking.State.CONFIRMED: "{person} has a booking at that time: {event}.",
}


def _not_open(event: Event, at: datetime) -> Refusal | None:
    if event.status != Event.Status.PUBLISHED:
        return EventNotOpen(_CLOSED[Event.Status(event.status)].format(event=event))
    if event.has_begun(at=at):
        return EventNotOpen(f"{event} has begun: it can't be booked any more.")
    if event.parent_id:
        return EventNotOpen(f"{event.name} is a workshop of a conference: book the conference.")
    return None


def _outside_window(event: Event, at: datetime) -> Refusal | None:
    today = at.astimezone(LONDON).date()
    if event.opens_on and today < event.opens_on:
        return OutsideWindow(f"Booking for {event} opens on {words.day(event.opens_on)}.")
    if event.closes_on and today > event.closes_on:
        return OutsideWindow(f"Booking for {event} closed on {words.day(event.closes_on)}.")
    return None


class Booked(NamedTuple):
    """One of somebody's bookings, and as much of its event as has a say; the fields are in the order of COLUMNS."""

    pk: int
    state: str
    attendance: str
    event: int
    course: int
    conference: int | None
    status: str
    begins: date
    begins_time: time
    ends: date
    ends_time: time

    @property
    def fills_a_diary(self) -> bool:
        """Whether it is live; places in workshops go with the booking on their conference."""
        return self.state in Booking.LIVE and self.conference is None

    @property
    def was_absent(self) -> bool:
        """Whether the person did not come and sent no apologies, by a closed register."""
        return self.attendance == Booking.Attendance.ABSENT and self.status == Event.Status.HELD

    def overlaps(self, event: Event) -> bool:
        """Whether it begins before that event ends, and ends after it begins.

        Where both meet on several dates they may still pass each other by: `Event.clashes_with` looks at each.
        """
        begins_before = (self.begins, self.begins_time) < (event.ends_on, event.ends_time)
        return begins_before and (self.ends, self.ends_time) > (event.starts_on, event.starts_time)


COLUMNS = (
    *("pk", "state", "attendance", "event_id", "event__course_id", "event__parent_id", "event__status"),
    *("event__starts_on", "event__starts_time", "event__ends_on", "event__ends_time"),
)


@dataclass
class OnRecord:
    """What is on record of somebody at a moment, and has a say: each thing is read when a rule first asks for it."""

    person: Person
    at: datetime
    booked: Sequence[Booked]

    @cached_property
    def completed(self) -> set[int]:
        """The courses of e-learning that they completed, by their ids."""
        done = Enrolment.objects.filter(person=self.person, completed_on__isnull=False)
        return set(done.values_list("course", flat=True))

    @cached_property
    def diary(self) -> dict[int, Booking]:
        """What they have ahead, by its id, each with its event and the dates of that."""
        return ahead(self.booked, at=self.at)

    @cached_property
    def suspended_after(self) -> int | None:
        """How many absences suspend, by the policy of the day; None where none do."""
        policy = policies.in_force(at=self.at)
        return policy.suspends_after if policy else None

    @cached_property
    def absences(self) -> int:
        """How many times they were absent, as long as that counts and no manager lifted it."""
        return suspensions.absences(at=self.at).filter(person=self.person).count()


def ahead(booked: Iterable[Booked], *, at: datetime) -> dict[int, Booking]:
    """Those of the bookings that fill a diary from that day on, by their ids, each with its event and its dates."""
    today = at.astimezone(LONDON).date()
    wanted = [each.pk for each in booked if each.fills_a_diary and each.ends >= today]
    found = Booking.objects.filter(pk__in=wanted).select_related("person", "event__course").order_by("pk")
    return {booking.pk: booking for booking in found.prefetch_related("event__dates")}


class History(NamedTuple):
    """Which of somebody's bookings have a say about an event, and in what."""

    record: OnRecord
    keeps_place: bool
    already: Booked | None
    overlapping: list[int]
    attended_first: bool
    absences: int


def _read(person: Person) -> list[Booked]:
    """One statement, for it is sent under the event's lock: they are all read, for nobody has many.

    To have the database choose among them takes four times as long.
    """
    return [Booked(*row) for row in person.bookings.order_by("pk").values_list(*COLUMNS)]


def _history(event: Event, record: OnRecord, *, instead_of: Booking | None) -> History:
    """Places in workshops go with the booking on their conference: they neither fill a diary nor are missed twice."""
    booked = [each for each in record.booked if not (instead_of and each.pk == instead_of.pk)]
    elsewhere = [each for each in booked if each.fills_a_diary and each.event != event.pk]
    attended = [each for each in record.booked if each.attendance in Booking.CAME]
    absent = [each for each in record.booked if each.conference is None and each.was_absent]
    a_year_ago = record.at.astimezone(LONDON).date() - suspensions.COUNTED_FOR
    return History(
        record=record,
        keeps_place=instead_of is not None and instead_of.event_id == event.pk,
        already=next((each for each in booked if each.state in Booking.LIVE and each.event == event.pk), None),
        overlapping=[each.pk for each in elsewhere if each.overlaps(event)],
        attended_first=any(each.course == event.course.prerequisite_id for each in attended),
        absences=sum(each.begins > a_year_ago for each in absent),
    )


def _wrong_agency(event: Event, person: Person, history: History, at: datetime) -> Refusal | None:
    if event.for_agency_id in {None, person.agency_id}:
        return None
    return WrongAudience(f"{event} is only for people from {event.for_agency}.")


def _wrong_target_group(event: Event, person: Person, history: History, at: datetime) -> Refusal | None:
    codes = {group.pk: group.code for group in event.course.target_groups.all()}
    if not codes or person.target_group_id in codes:
        return None
    groups = f"target group{'s' if len(codes) > 1 else ''} {words.listed(list(codes.values()))}"
    if person.target_group is None:
        return WrongAudience(f"{event} is for {groups}, and which group {person} is in is not on record.")
    return WrongAudience(f"{event} is for {groups}, and {person} is in group {person.target_group.code}.")


def _another_course_first(event: Event, person: Person, history: History, at: datetime) -> Refusal | None:
    first = event.course.prerequisite_id
    if first is None or history.attended_first:
        return None
    if first in history.record.completed:
        return None
    first_one = event.course.prerequisite
    return AnotherCourseFirst(f"{event.name} builds on {first_one}, which {person} has not attended yet.")


def _suspended(event: Event, person: Person, history: History, at: datetime) -> Refusal | None:
    most = history.record.suspended_after if history.absences else None
    if not most or history.absences < most:
        return None
    # What a manager lifted is looked up for the few who would be suspended, and not under everybody's lock.
    times = history.record.absences
    if times < most:
        return None
    return Suspended(
        f"{person} was absent without apologies {words.count_noun(times, 'time')} in the last 12 months: "
        "the training team makes any new booking."
    )


def _diary_clash(event: Event, person: Person, history: History, at: datetime) -> Refusal | None:
    for pk in history.overlapping:
        booking = history.record.diary[pk]
        if event.clashes_with(booking.event):
            return DiaryClash(booking)
    return None


def _not_now(event: Event, person: Person, history: History, at: datetime) -> Refusal | None:
    return None if history.keeps_place else _outside_window(event, at)


def _already_booked(event: Event, person: Person, history: History, at: datetime) -> Refusal | None:
    if history.already is None:
        return None
    return AlreadyBooked(Booking(pk=history.already.pk, state=history.already.state, person=person, event=event))


_RULES: tuple[Callable[[Event, Person, History, datetime], Refusal | None], ...] = (
    _wrong_target_group,
    _another_course_first,
    _wrong_agency,
    _not_now,
    _diary_clash,
    _suspended,
    _already_booked,
)
"""In the order in which they are told."""
