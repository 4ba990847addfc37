"""The workshops of a conference: which go on at the same time, who is in which, and how somebody leaves one.

Nobody who isn't confirmed on the conference has a place in one of its workshops, and nobody has two at the same time.
Everything here wants the lock of the conference held where it changes something.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from core import audit
from core.audit import Actor, System
from events import moves
from events.models import Booking, BookingQuerySet, Event

PASSED_ON = "Passed on to a colleague"


def blocks(workshops: Iterable[Event]) -> list[list[Event]]:
    """The workshops by the time of day: any two of a block go on at the same time, so that nobody is in both.

    One that goes on into a later block stands in the block in which it begins.
    """
    left, found = sorted(workshops, key=lambda workshop: (workshop.ends_at, workshop.pk)), []
    while left:
        first = left[0]
        together = [workshop for workshop in left if workshop is first or workshop.starts_at < first.ends_at]
        found.append(sorted(together, key=lambda workshop: (workshop.starts_at, workshop.pk)))
        left = [workshop for workshop in left if workshop not in together]
    return found


def clashes(workshops: Collection[Event]) -> list[tuple[Event, Event]]:
    """The pairs of them that go on at the same time."""
    in_order = list(workshops)
    return [
        (one, other) for number, one in enumerate(in_order) for other in in_order[:number] if one.clashes_with(other)
    ]


def of_delegate(booking: Booking) -> BookingQuerySet:
    """What the delegate with that booking on a conference has, or waits for, in its workshops."""
    mine = Booking.objects.live().filter(person=booking.person_id, event__parent=booking.event_id)
    # By their names "confirmed" comes before "waiting": a place before what one waits for meanwhile.
    in_order = mine.order_by("event__starts_on", "event__starts_time", "state", "pk")
    return in_order.select_related("event__course", "event__venue")


def whole_of(booking: Booking) -> Booking:
    """The person's booking on the conference, of one in a workshop; of any other the booking itself."""
    if booking.part_of or not booking.event.parent_id:
        return booking.part_of or booking
    return Booking.objects.live().filter(person=booking.person_id, event=booking.event.parent_id).first() or booking


def standing(parts: Iterable[Booking]) -> str:
    """What somebody has in workshops, and waits for, in one short text: another text, another state of things."""
    return " ".join(sorted(f"{part.event_id}:{part.state}" for part in parts))


def give_up(part: Booking, *, by: Actor, at: datetime, reason: str) -> Event | None:
    """End what somebody has in a workshop, or waits for, which is never late; the workshop, if a place came free."""
    had_place = part.state in Booking.HOLDING
    moves.end(part, at=at, late=False, reason=reason)
    audit.record("workshops.give_up", part, by=by, at=at, reason=reason)
    return part.event if had_place else None


def give_up_all(booking: Booking, *, by: Actor, at: datetime, reason: str) -> list[Event]:
    """End all that the delegate has, with the booking on the conference; the workshops where places came free."""
    left = [give_up(part, by=by, at=at, reason=reason) for part in of_delegate(booking)]
    return [workshop for workshop in left if workshop]


def make_room(taken: Iterable[Booking], *, at: datetime) -> list[Event]:
    """Let those who came by a place in a workshop leave what else they have at that time; where places came free."""
    left = []
    for part in taken:
        same_time = [other for other in _others(part) if other.event.clashes_with(part.event)]
        reason = f"Has a place in {part.event.name}"
        left += [give_up(other, by=System("waiting list"), at=at, reason=reason) for other in same_time]
    return [workshop for workshop in left if workshop]


def pass_on(booking: Booking, taken: Booking, *, by: Actor, at: datetime) -> list[Event]:
    """Give a colleague who comes instead the places in workshops, and the ranked choices; nobody waits for another.

    The workshops whose places the colleague had no need of.
    """
    left = []
    for part in of_delegate(booking):
        workshop = give_up(part, by=by, at=at, reason=PASSED_ON)
        if workshop and workshop.bookings.live().filter(person=taken.person_id).exists():
            left.append(workshop)
        elif workshop:
            own = take(workshop, taken, Booking.State.CONFIRMED, by=by, at=at, replaces=part)
            audit.record("workshops.take_over", own, by=by, at=at)
    booking.workshop_choices.update(booking=taken)
    return left


def take(workshop: Event, booking: Booking, state: str, *, by: Actor, at: datetime, **fields: Any) -> Booking:
    """Make what a delegate has in a workshop: part of their booking on the conference, with the agency of that."""
    of_that_day = {name: getattr(booking, name) for name in ("agency_id", "target_group_id", "role_id")}
    return moves.make(workshop, booking.person, state, by=by, at=at, part_of=booking, **of_that_day, **fields)


def _others(part: Booking) -> BookingQuerySet:
    """What else the person has, or waits for, in the workshops of the same conference."""
    theirs = Booking.objects.live().filter(person=part.person_id, event__parent=part.event.parent_id)
    return theirs.exclude(pk=part.pk).select_related("event__course")
