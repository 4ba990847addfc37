"""Choices: how the delegates of a conference come by places in its workshops, or say which they would like."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from core import audit, mail, once, words
from core.audit import Actor
from core.refusals import Refusal
from events import moves, waiting, workshops
from events.eligibility import Ineligible, demand_overruled
from events.locks import lock
from events.models import LONDON, Booking, Event, EventQuerySet, WorkshopChoice

MOST_RANKED = 3


class NotADelegate(Refusal):
    """The booking is none on a conference with workshops to choose, or holds no place there."""


class NotChosenNow(Ineligible):
    """Workshops are not chosen now: it is too late, or places are allotted first."""


class NotRankedNow(Refusal):
    """Workshops are not ranked: choosing is first come, first served, or the day has passed."""


class ChoicesChanged(Refusal):
    """What one chose from, or what one had, isn't what it was when the page was drawn."""


class TwoAtOnce(Refusal):
    """Nobody can be in two workshops at the same time."""


def offered(conference: Event, *, at: datetime) -> list[Event]:
    """The workshops that can still be chosen: published ones that have not begun."""
    return list(_coming(conference, at=at).select_related("course", "venue"))


def reasons(booking: Booking, *, at: datetime) -> Iterator[Refusal]:
    """Every reason why its delegate can't choose workshops, in order; where one is beyond overruling, no more."""
    conference = booking.event
    if refusal := _no_delegate(booking, at=at):
        yield refusal
        return
    if conference.has_begun(at=at):
        yield NotChosenNow(f"{conference} has begun: workshops are not chosen any more.")
    elif conference.awaits_allotment:
        day = words.day(conference.choose_by) if conference.choose_by else ""
        yield NotChosenNow(f"The workshops of {conference} are ranked until {day}, and then allotted.")
    elif _day_has_passed(conference, at=at) and conference.allotted_at is None:
        yield NotChosenNow(f"The workshops of {conference} could be chosen until {_last_day(conference)}.")


def why_not_rank(booking: Booking, *, at: datetime) -> Refusal | None:
    """Why its delegate can't rank workshops, or None; what `rank` would say, said before."""
    conference = booking.event
    if refusal := _no_delegate(booking, at=at):
        return refusal
    if not conference.awaits_allotment:
        return NotRankedNow(f"The workshops of {conference} are not ranked: first come, first served.")
    if conference.has_begun(at=at) or _day_has_passed(conference, at=at):
        return NotRankedNow(f"The workshops of {conference} could be ranked until {_last_day(conference)}.")
    return None


def why_not(booking: Booking, *, at: datetime) -> Refusal | None:
    """The first reason why its delegate can neither choose workshops nor rank them, whichever it is, or None."""
    return why_not_rank(booking, at=at) if booking.event.awaits_allotment else next(reasons(booking, at=at), None)


@once.change
def choose(
    booking: Booking,
    places: Collection[Event],
    waits: Collection[Event] = (),
    *,
    by: Actor,
    at: datetime,
    seen: str | None = None,
    overrule: str = "",
) -> Booking:
    """Give the delegate those places and put them on those waiting lists; what else they had is given up.

    All of it or, when refused, nothing. What somebody would wait for and has a place meanwhile is theirs, instead of
    what goes on at that time. `seen` is what they had (`workshops.standing`) when they chose; where they have something
    else now, it is refused. With a manager's reason in `overrule`, what may be overruled is, and a free place is given
    past those who wait.
    """
    lock(booking.event)
    booking = moves.as_it_is(booking)
    overruled = demand_overruled(reasons(booking, at=at), overrule=overrule) or None
    can_be_had = {workshop.pk: workshop for workshop in offered(booking.event, at=at)}
    had = {part.event_id: part for part in workshops.of_delegate(booking)}
    waited = _as_they_are(waits, can_be_had)
    came_free = [each for each in waited if _is_theirs(each, had.get(each.pk), booking, at=at)]
    aims = _aims(can_be_had, had, _as_they_are(places, can_be_had), waited, came_free)
    if aims == {pk: part.state for pk, part in had.items()}:
        return booking
    if seen is not None and seen != workshops.standing(had.values()):
        raise ChoicesChanged("Your workshops have changed since this page was drawn. Here they are: choose again.")
    for pk, state in aims.items():
        if pk not in had or had[pk].state != state:
            past_others = bool(overrule.strip())
            part = _come_by(can_be_had[pk], booking, had.get(pk), state, by=by, at=at, past_others=past_others)
            audit.record("choices.choose", part, by=by, at=at, reason=overrule, state=state, overruled=overruled)
    left = [
        workshops.give_up(part, by=by, at=at, reason="Chose otherwise") for pk, part in had.items() if pk not in aims
    ]
    mail.post("workshops-chosen", key=f"{booking.pk}:{at.isoformat()}", at=at, booking=booking.pk)
    for workshop in filter(None, left):
        waiting.promote(workshop, at=at)
    return booking


@once.change
def rank(booking: Booking, wishes: Sequence[Sequence[Event]], *, by: Actor, at: datetime) -> Booking:
    """Keep what the delegate would like, for each time of day the dearest first, instead of what they said before."""
    lock(booking.event)
    booking = moves.as_it_is(booking)
    if refusal := why_not_rank(booking, at=at):
        raise refusal
    _demand_rankable(wishes, offered(booking.event, at=at))
    ranked = [
        WorkshopChoice(booking=booking, workshop=workshop, rank=rank)
        for wish in wishes
        for rank, workshop in enumerate(wish, start=1)
    ]
    if _pairs(ranked) == _pairs(booking.workshop_choices.all()):
        return booking
    booking.workshop_choices.all().delete()
    WorkshopChoice.objects.bulk_create(ranked)
    said = ", ".join(f"{choice.workshop.code} {choice.rank}" for choice in ranked)
    audit.record("choices.rank", booking, by=by, at=at, ranked=said)
    mail.post("workshops-chosen", key=f"{booking.pk}:{at.isoformat()}", at=at, booking=booking.pk)
    return booking


_OTHER_WORKSHOPS = "The workshops have changed since this page was drawn. Here they are: choose again."


def _no_delegate(booking: Booking, *, at: datetime) -> Refusal | None:
    conference = booking.event
    if booking.state != Booking.State.CONFIRMED or conference.parent_id:
        return NotADelegate(
            f"Workshops are chosen by those who have a place on their conference. {conference}: {booking.standing}."
        )
    if not _coming(conference, at=at).exists():
        return NotADelegate(f"{conference} has no workshops to choose.")
    return None


def _coming(conference: Event, *, at: datetime) -> EventQuerySet:
    return Event.objects.coming(at=at).filter(parent=conference.pk)


def _day_has_passed(conference: Event, *, at: datetime) -> bool:
    return conference.choose_by is not None and at.astimezone(LONDON).date() > conference.choose_by


def _last_day(conference: Event) -> str:
    return words.day(conference.choose_by) if conference.choose_by else f"{conference} began"


def _as_they_are(chosen: Iterable[Event], can_be_had: Mapping[int, Event]) -> list[Event]:
    """The chosen workshops read under the lock: those that a page was drawn from may have had other places."""
    try:
        return [can_be_had[workshop.pk] for workshop in chosen]
    except KeyError:
        raise ChoicesChanged(_OTHER_WORKSHOPS) from None


def _aims(
    can_be_had: Mapping[int, Event],
    had: Mapping[int, Booking],
    places: Collection[Event],
    waits: Collection[Event],
    came_free: Collection[Event],
) -> dict[int, str]:
    """The state that each workshop is to have for the delegate; those that began meanwhile keep theirs."""
    wanted = [place for place in places if not any(place.clashes_with(other) for other in came_free)]
    wanted += came_free
    kept = [part for pk, part in had.items() if pk not in can_be_had]
    _demand_one_at_a_time([*wanted, *(part.event for part in kept)])
    _demand_one_at_a_time(waits)
    aims = {part.event_id: part.state for part in kept}
    aims |= dict.fromkeys((workshop.pk for workshop in wanted), Booking.State.CONFIRMED.value)
    return dict.fromkeys((workshop.pk for workshop in waits), Booking.State.WAITING.value) | aims


def _is_theirs(workshop: Event, part: Booking | None, booking: Booking, *, at: datetime) -> bool:
    """Whether somebody who would wait for the workshop has a place in it, or has only to take one."""
    return waiting.has_place(workshop, booking.agency, at=at) if part is None else part.state in Booking.HOLDING


def _demand_one_at_a_time(together: Collection[Event]) -> None:
    for one, other in workshops.clashes(together):
        raise TwoAtOnce(f"{other.name} and {one.name} go on at the same time: choose one of them.")


def _come_by(
    workshop: Event, booking: Booking, part: Booking | None, state: str, *, by: Actor, at: datetime, past_others: bool
) -> Booking:
    """Give the delegate a place in the workshop, or one on its waiting list."""
    is_free = waiting.free_places(workshop) != 0
    has_place = is_free if past_others else waiting.has_place(workshop, booking.agency, at=at)
    if state == Booking.State.CONFIRMED and not has_place:
        raise waiting.EventFull(f"{workshop.name} is full by now. Nothing was changed: choose another, or wait for it.")
    if part is None:
        return workshops.take(workshop, booking, state, by=by, at=at)
    moves.move(part, state)
    return part


def _demand_rankable(wishes: Sequence[Sequence[Event]], can_be_had: Collection[Event]) -> None:
    """Of each time of day up to three, each once."""
    left = [{workshop.pk for workshop in block} for block in workshops.blocks(can_be_had)]
    for wish in filter(None, wishes):
        ids = {workshop.pk for workshop in wish}
        if len(ids) != len(wish) or len(wish) > MOST_RANKED:
            raise TwoAtOnce(f"Rank up to {MOST_RANKED} workshops of one time of day, each once.")
        block = next((block for block in left if ids <= block), None)
        if block is None:
            raise ChoicesChanged(_OTHER_WORKSHOPS)
        left.remove(block)


def _pairs(choices: Iterable[WorkshopChoice]) -> set[tuple[int, int]]:
    return {(choice.workshop_id, choice.rank) for choice in choices}
