"""The waiting list: who is in it and where, how it moves when places come free, and what a manager does with it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from core import audit, mail, once
from core.audit import Actor, System
from core.refusals import Refusal
from events import mix, mix_words, moves, pictures, workshops
from events.locks import lock
from events.mix import InLine, Picture
from events.models import Booking, Event
from people.models import Agency

THE_LIST = System("waiting list")


class NotWaiting(Refusal):
    """The booking isn't on a waiting list that still means something."""


class EventFull(Refusal):
    """No place is free."""


class NoReason(Refusal):
    """What goes past the order of the list needs a reason."""


def free_places(event: Event) -> int | None:
    """How many of the event's places nobody holds; None where places are not limited."""
    if event.places is None:
        return None
    return max(0, event.places - event.bookings.holding_places().count())


def has_place(event: Event, agency: Agency, *, at: datetime) -> bool:
    """Whether somebody from that agency who books now gets a place: they may hold one, and nobody in line may."""
    return pictures.of(event, at=at).has_place_for(pictures.path_of(agency))


def fitting(event: Event, agencies: Sequence[Agency], *, at: datetime) -> tuple[int, str]:
    """How many people from those agencies, who book together in that order, get a place; and why the next one doesn't.

    The reason is "" where they all do, and where simply none is free.
    """
    fit, picture = mix.fitting([pictures.path_of(agency) for agency in agencies], pictures.of(event, at=at))
    left = agencies[fit : fit + 1]
    return fit, "".join(mix_words.why_not(picture, pictures.path_of(agency), named=str(agency)) for agency in left)


def why_not(event: Event, agency: Agency, *, at: datetime) -> str:
    """Why a place that is free is not for somebody from that agency; "" where none is free, or they may hold it."""
    return mix_words.why_not(pictures.of(event, at=at), pictures.path_of(agency), named=str(agency))


def who_is_next(event: Event, *, at: datetime) -> str:
    """Whom a place goes to that comes free, in a sentence."""
    return mix_words.who_is_next(pictures.of(event, at=at))


def promote(event: Event, *, at: datetime) -> list[Booking]:
    """Pass the free places on to those whose turn it is, until the cut-off. Wants the event's lock held.

    events/mix.py says whose turn it is. Each is confirmed, or offered a place for a time where the event says so.
    """
    if event.status != Event.Status.PUBLISHED or at >= event.list_stops_at:
        return []
    picture = pictures.of(event, at=at)
    if not picture.can_move:
        return []
    chosen = [one.booking for one in mix.in_turn(_lines([event.pk])[event.pk], picture)]
    found = event.bookings.select_related("person").in_bulk(chosen)
    promoted = [found[pk] for pk in chosen]
    for booking in promoted:
        if event.offer_hours and event.parent_id is None:
            _offer(event, booking, at=at)
        else:
            confirm(booking, "waiting.promote", by=THE_LIST, at=at)
    pass_on_what_they_leave(event, promoted, at=at)
    return promoted


def pass_on_what_they_leave(event: Event, taken: Iterable[Booking], *, at: datetime) -> None:
    """Move the lists of the workshops that people leave for places in this one. Wants the lock held.

    Each round gives somebody a place who waited, and nobody begins to wait: it ends.
    """
    if event.parent_id is None:
        return
    for workshop in workshops.make_room(taken, at=at):
        promote(workshop, at=at)


def move_lists(*, at: datetime) -> int:
    """Promote wherever somebody waits beside a place that they may hold, for a rule of the mix has ended; how many."""
    waited_for = Booking.objects.filter(event=OuterRef("pk"), state=Booking.State.WAITING)
    events = list(Event.objects.coming(at=at).filter(Exists(waited_for)))
    seen = pictures.of_each(events, at=at) if events else {}
    return sum(_move(event, at=at) for event in events if seen[event.pk].can_move and at < event.list_stops_at)


@transaction.atomic(durable=True)
def _move(event: Event, *, at: datetime) -> int:
    return len(promote(lock(event), at=at))


def confirm(booking: Booking, verb: str, *, by: Actor, at: datetime, reason: str = "") -> None:
    """Give a waiting person a place that is free, and tell them. Wants the event's lock held."""
    moves.move(booking, Booking.State.CONFIRMED, news_at=at)
    audit.record(verb, booking, by=by, at=at, reason=reason)
    mail.post("place-came-free", key=str(booking.pk), at=at, booking=booking.pk)


def _offer(event: Event, booking: Booking, *, at: datetime) -> None:
    lapses_at = min(at + timedelta(hours=event.offer_hours or 0), event.list_stops_at)
    moves.move(booking, Booking.State.OFFERED, offer_lapses_at=lapses_at)
    audit.record("waiting.offer", booking, by=THE_LIST, at=at, lapses_at=lapses_at.isoformat())
    mail.post("place-offered", key=str(booking.pk), at=at, booking=booking.pk)


def why_not_change(booking: Booking, *, at: datetime) -> Refusal | None:
    """Why a manager can't give that booking a place or another position, or None."""
    if booking.state != Booking.State.WAITING:
        return NotWaiting(f"{booking.person} is not on the waiting list any more: {booking.standing.lower()}.")
    if booking.event.has_begun(at=at):
        return NotWaiting(f"{booking.event} has begun: nobody waits for a place any more.")
    return None


@once.change
def give_place(booking: Booking, *, by: Actor, at: datetime, reason: str) -> Booking:
    """Give a waiting person a free place whatever their position, also after the cut-off; the reason is kept."""
    event, booking = _demand_changeable(booking, at=at, reason=reason)
    if free_places(event) == 0:
        raise EventFull(f"No place on {event} is free.")
    confirm(booking, "waiting.give_place", by=by, at=at, reason=reason)
    pass_on_what_they_leave(event, [booking], at=at)
    return booking


@once.change
def move_to(booking: Booking, position: int, *, by: Actor, at: datetime, reason: str) -> Booking:
    """Move a waiting person to that position, counted from 1; the others keep their order, and the reason is kept.

    That order is fixed for them and whoever is before them; behind them the list goes on by the event's rule.
    """
    event, booking = _demand_changeable(booking, at=at, reason=reason)
    line = in_order(event, pictures.of(event, at=at))
    was = line.index(booking) + 1
    line.remove(booking)
    line.insert(max(1, position) - 1, booking)
    fixed = line.index(booking) + 1
    # Whoever has a turn goes before whoever has none: so those before the moved one need theirs, and no one behind.
    for turn, waiting in enumerate(line, start=1):
        waiting.turn = turn if turn <= fixed or waiting.turn is not None else None
    Booking.objects.bulk_update(line, ["turn"])
    now = positions([booking], at=at)[booking.pk]  # where places are kept for some, not before them
    audit.record("waiting.move_to", booking, by=by, at=at, reason=reason, was=was, now=now)
    return booking


def _demand_changeable(booking: Booking, *, at: datetime, reason: str) -> tuple[Event, Booking]:
    event = lock(booking.event)
    booking = moves.as_it_is(booking)
    if refusal := why_not_change(booking, at=at):
        raise refusal
    if not reason.strip():
        raise NoReason("Say why: the reason is kept, for those who ask later.")
    return event, booking


@dataclass(frozen=True)
class Prospect:
    """What somebody who waits may expect: where in line they are, whose turn is next, and what stands against them."""

    position: int
    who_is_next: str
    why_not: str


def prospect(booking: Booking, *, at: datetime) -> Prospect | None:
    """What they may expect at that moment; None when they wait no more."""
    event, agency = booking.event, booking.agency
    picture = pictures.of(event, at=at)
    line = [one.booking for one in mix.order(_lines([event.pk])[event.pk], picture)]
    if booking.pk not in line:
        return None
    why_not = mix_words.why_not(picture, pictures.path_of(agency), named=str(agency))
    return Prospect(line.index(booking.pk) + 1, mix_words.who_is_next(picture), why_not)


def positions(waiting: Iterable[Booking], *, at: datetime) -> dict[int, int]:
    """The place of each, read with its event, on its event's waiting list, counted from 1, by the booking's id.

    It is the order in which places would go that came free one by one, by the rules in force at that moment.
    """
    events = {booking.event_id: booking.event for booking in waiting}
    if not events:
        return {}
    lines, seen = _lines(events), pictures.of_each(events.values(), at=at)
    ordered = [mix.order(lines[pk], seen[pk]) for pk in events]
    return {one.booking: place for line in ordered for place, one in enumerate(line, start=1)}


def in_order(event: Event, picture: Picture) -> list[Booking]:
    """The waiting list by its positions."""
    if not picture.waiting:
        return []
    line = mix.order(_lines([event.pk])[event.pk], picture)
    found = event.bookings.select_related("person", "agency").in_bulk([one.booking for one in line])
    return [found[one.booking] for one in line]


def _lines(events: Iterable[int]) -> dict[int, list[InLine]]:
    """Who waits on each, by its id: in the order that a manager gave them, if one did, and then the oldest first."""
    lines: dict[int, list[InLine]] = {event: [] for event in events}
    waiting = Booking.objects.filter(event__in=lines).waiting_in_order()
    columns = ("event_id", "pk", "agency__sector_id", "agency_id", "turn")
    for event, booking, sector, agency, turn in waiting.values_list(*columns):
        lines[event].append(InLine(booking, (sector, agency), turn))
    return lines


_LAPSING = (Booking.State.REQUESTED, Booking.State.WAITING, Booking.State.OFFERED)


def lapse_begun(*, at: datetime) -> int:
    """Lapse the bookings that still waited when their event began, for a place, an approval or an answer; how many.

    Each is told so, and of other dates; whoever waited for a workshop is at its conference, where they see it.
    """
    begun = Event.objects.started(at=at).filter(bookings__state__in=_LAPSING).distinct()
    return sum(_lapse_begun(event, at=at) for event in begun)


@transaction.atomic(durable=True)
def _lapse_begun(event: Event, *, at: datetime) -> int:
    event = lock(event)
    lapsing = list(event.bookings.filter(state__in=_LAPSING)) if event.has_begun(at=at) else []
    for booking in lapsing:
        lapse(booking, by=System("sweep"), at=at)
        if event.parent_id is None:
            mail.post("waiting-ended", key=str(booking.pk), at=at, booking=booking.pk, ended=at.isoformat())
    return len(lapsing)


def lapse(booking: Booking, *, by: Actor, at: datetime) -> None:
    """Lapse what still waited when its event had begun. Wants the event's lock held."""
    moves.move(booking, Booking.State.LAPSED)
    audit.record("waiting.lapse", booking, by=by, at=at)
