"""A conference's workshops by the time of day, and who has which, as delegates and managers read them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain

from core import words
from events import waiting, workshops
from events.browsing import with_places
from events.models import Booking, Event, EventQuerySet, WorkshopChoice


@dataclass(frozen=True)
class Slot:
    """Workshops that go on at the same time; and what one delegate has, waits for and would like there."""

    name: str
    workshops: list[Event]
    place: Booking | None = None
    wait: Booking | None = None
    position: int | None = None
    ranked: list[WorkshopChoice] = field(default_factory=list)

    @property
    def key(self) -> str:
        """What the fields of forms call it: another time, another key."""
        return f"{self.workshops[0].starts_at:%d-%H%M}"


@dataclass(frozen=True)
class Delegate:
    """Somebody with a place on a conference, and what they have at each time of day."""

    booking: Booking
    slots: list[Slot]

    @property
    def is_without(self) -> bool:
        """Whether they have no place at some time of day."""
        return any(slot.place is None for slot in self.slots)


def slots_of(conference: Event, workshops_of_it: EventQuerySet) -> list[Slot]:
    """Those of its workshops by the time of day, each with its places."""
    several_days = conference.ends_on != conference.starts_on
    return [Slot(_name(block[0], several_days), block) for block in workshops.blocks(with_places(workshops_of_it))]


def coming_slots(booking: Booking, *, at: datetime) -> list[Slot]:
    """What the delegate with that booking can choose from, and has, at each time of day."""
    still = slots_of(booking.event, Event.objects.coming(at=at).filter(parent=booking.event_id))
    parts, ranked = list(workshops.of_delegate(booking)), list(booking.workshop_choices.select_related("workshop"))
    lines = _lines(parts, at=at)
    return [_with(slot, parts, ranked, lines) for slot in still]


def slots_had(booking: Booking) -> list[Slot]:
    """What the delegate had in the workshops of a conference that has begun."""
    parts = [part for part in workshops.of_delegate(booking) if part.state in Booking.HOLDING]
    several_days = booking.event.ends_on != booking.event.starts_on
    return [Slot(_name(part.event, several_days), [part.event], place=part) for part in parts]


def delegates_of(conference: Event, *, at: datetime) -> list[Delegate]:
    """Everybody with a place on the conference, by name, with what they have in its workshops."""
    booked = conference.bookings.filter(state=Booking.State.CONFIRMED).select_related("person", "agency")
    parts, ranked = defaultdict(list), defaultdict(list)
    for part in Booking.objects.live().filter(event__parent=conference).select_related("event__course"):
        parts[part.person_id].append(part)
    for choice in WorkshopChoice.objects.filter(booking__event=conference).select_related("workshop__course"):
        ranked[choice.booking_id].append(choice)
    lines = _lines(chain.from_iterable(parts.values()), at=at)
    slots = slots_of(conference, conference.workshops.filter(status__in=(Event.Status.PUBLISHED, Event.Status.HELD)))
    return [
        Delegate(booking, [_with(slot, parts[booking.person_id], ranked[booking.pk], lines) for slot in slots])
        for booking in booked.order_by("person__last_name", "person__first_name", "pk")
    ]


def _lines(parts: Iterable[Booking], *, at: datetime) -> dict[int, int]:
    """Where in line each of those is that waits, by its id."""
    return waiting.positions([part for part in parts if part.state == Booking.State.WAITING], at=at)


def _name(first: Event, several_days: bool) -> str:
    clock = words.clock(first.starts_time)
    return f"{words.day(first.starts_on)}, {clock}" if several_days else clock


def _with(slot: Slot, parts: Iterable[Booking], ranked: Iterable[WorkshopChoice], lines: Mapping[int, int]) -> Slot:
    here = {workshop.pk for workshop in slot.workshops}
    mine = [part for part in parts if part.event_id in here]
    wait = next((part for part in mine if part.state == Booking.State.WAITING), None)
    return Slot(
        slot.name,
        slot.workshops,
        place=next((part for part in mine if part.state in Booking.HOLDING), None),
        wait=wait,
        position=lines.get(wait.pk) if wait else None,
        ranked=[choice for choice in ranked if choice.workshop_id in here],
    )
