"""Allotting: what delegates ranked becomes places in workshops, by one stated rule, once the day for it has passed."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from core import audit, mail, once, words
from core.audit import Actor, System
from core.refusals import Refusal
from events import pictures, workshops
from events.choices import offered
from events.locks import lock
from events.mix import Picture
from events.models import LONDON, Booking, Event, WorkshopChoice


class NotAllotted(Refusal):
    """There is nothing to allot, or not any more."""


@dataclass(frozen=True)
class Wish:
    """That a delegate would like a workshop: 1 is the dearest of those at that time."""

    delegate: int
    workshop: int
    rank: int


@dataclass(frozen=True)
class Allotment:
    """The wishes that come true, and those of delegates who get none of theirs at that time."""

    granted: list[Wish]
    left_out: list[Wish]

    @property
    def by_rank(self) -> dict[int, int]:
        """How many places go to first choices, to second choices, and so on."""
        return dict(sorted(Counter(wish.rank for wish in self.granted).items()))

    @property
    def delegates_left_out(self) -> int:
        """How many delegates get none of what they ranked at some time of day."""
        return len({wish.delegate for wish in self.left_out})


def decide(
    wishes: Sequence[Wish],
    free: Mapping[int, int | None],
    same_time: Mapping[int, Collection[int]],
    has: Mapping[int, Collection[int]] | None = None,
) -> Allotment:
    """Which wishes come true: all first choices, then all second choices, and so on, each in the order given.

    `free` is how many places each workshop has to give (None: no limit), `same_time` which workshops go on while it
    does, itself among them, and `has` where delegates have a place already. Nobody gets two at the same time.
    """
    left, has_now = dict(free), {delegate: set(places) for delegate, places in (has or {}).items()}
    granted = []
    in_order = sorted(wishes, key=lambda wish: wish.rank)
    for wish in in_order:
        mine, room = has_now.setdefault(wish.delegate, set()), left[wish.workshop]
        if room == 0 or mine & set(same_time[wish.workshop]):
            continue
        left[wish.workshop] = None if room is None else room - 1
        mine.add(wish.workshop)
        granted.append(wish)
    left_out = [wish for wish in in_order if not has_now[wish.delegate] & set(same_time[wish.workshop])]
    return Allotment(granted, left_out)


def why_not(conference: Event, *, at: datetime) -> Refusal | None:
    """Why the places in the conference's workshops can't be allotted, or None."""
    if conference.allotted_at:
        return NotAllotted(f"The workshops of {conference} were allotted on {words.day(conference.allotted_at)}.")
    if not conference.awaits_allotment:
        return NotAllotted(f"The workshops of {conference} are chosen first come, first served.")
    if conference.status != Event.Status.PUBLISHED:
        return NotAllotted(f"{conference} is {conference.get_status_display().lower()}.")
    if conference.has_begun(at=at):
        return NotAllotted(f"{conference} has begun.")
    return None


def preview(conference: Event, *, at: datetime) -> Allotment:
    """What allotting now would give."""
    choices, can_be_had = _choices(conference), offered(conference, at=at)
    ids = {workshop.pk for workshop in can_be_had}
    seen = pictures.of_each(can_be_had, at=at)
    held = Booking.objects.holding_places().filter(event__in=ids).values_list("person", "event")
    places: dict[int, set[int]] = {}
    for person, workshop in held:
        places.setdefault(person, set()).add(workshop)
    return decide(
        [Wish(choice.booking_id, choice.workshop_id, choice.rank) for choice in choices if choice.workshop_id in ids],
        {workshop.pk: _to_give(seen[workshop.pk]) for workshop in can_be_had},
        {one.pk: {one.pk, *(other.pk for other in can_be_had if one.clashes_with(other))} for one in can_be_had},
        {choice.booking_id: places.get(choice.booking.person_id, set()) for choice in choices},
    )


@once.change
def allot_places(conference: Event, *, by: Actor, at: datetime) -> Allotment:
    """Make what delegates ranked into places, and write to each of them; from then on it is first come, first served.

    Done once: a second time is refused, and changes nothing.
    """
    conference = lock(conference)
    if refusal := why_not(conference, at=at):
        raise refusal
    return _allot_places(conference, by=by, at=at)


def allot_due(*, at: datetime) -> int:
    """Allot the places of the conferences whose day for ranking has passed; of how many."""
    due = Event.objects.coming(at=at).filter(
        workshop_choice=Event.Choosing.RANKED, allotted_at=None, choose_by__lt=at.astimezone(LONDON).date()
    )
    return sum(_allot_due(conference, at=at) for conference in due)


@transaction.atomic(durable=True)
def _allot_due(conference: Event, *, at: datetime) -> bool:
    conference = lock(conference)
    last = conference.choose_by
    if why_not(conference, at=at) or last is None or at.astimezone(LONDON).date() <= last:
        return False
    _allot_places(conference, by=System("sweep"), at=at)
    return True


def _allot_places(conference: Event, *, by: Actor, at: datetime) -> Allotment:
    allotment = preview(conference, at=at)
    delegates = {choice.booking_id: choice.booking for choice in _choices(conference)}
    by_id = {workshop.pk: workshop for workshop in offered(conference, at=at)}
    for wish in allotment.granted:
        delegate = delegates[wish.delegate]
        part = workshops.take(by_id[wish.workshop], delegate, Booking.State.CONFIRMED, by=by, at=at)
        audit.record("allotting.allot", part, by=by, at=at, rank=wish.rank)
    conference.allotted_at = at
    conference.save(update_fields=["allotted_at"])
    audit.record(
        "allotting.allot_places", conference, by=by, at=at, places=len(allotment.granted), delegates=len(delegates)
    )
    for booking_id in delegates:
        mail.post("workshops-allotted", key=str(booking_id), at=at, booking=booking_id)
    return allotment


def _to_give(picture: Picture) -> int | None:
    """How many places of a workshop are free for delegates who don't wait for one; None where they are not limited."""
    if picture.can_move:
        return 0
    return None if picture.places is None else int(picture.free)


def _choices(conference: Event) -> list[WorkshopChoice]:
    """What delegates who have a place on the conference ranked; who booked first is first."""
    ranked = WorkshopChoice.objects.filter(
        booking__event=conference.pk, booking__state=Booking.State.CONFIRMED, workshop__parent=F("booking__event")
    )
    return list(ranked.select_related("booking__person").order_by("booking__made_at", "booking_id", "rank", "pk"))
