"""What a package says of events to come: each row of bookings a move by the table below, on the trail, with a letter.

It is the training team's word. So it needs no approval and passes the order of the list, and what it says is cancelled
is; but a row that says waiting takes no place away, nor the offer of one, and what ended stays as it ended: of somebody
whose booking ended, booked or waiting is a new one, as when they book again.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q

from core import audit, mail
from core.audit import Actor
from core.refusals import Busy
from events import bookings, conferences, moves, programme, waiting, workshops
from events.models import Booking, Event
from events.outcomes import Fields
from people.models import Person

State = Booking.State
_STANDING = frozenset({"status", "register_closed_at", "cancelled_at", "cancel_reason"})


@dataclass(frozen=True)
class Was:
    """What an event that is to come was before its row was saved, and which of its fields are others since."""

    status: str
    starts_on: date
    fields: tuple[str, ...]


def follow(event: Event, was: Was, *, named: Collection[str], by: Actor, at: datetime) -> None:
    """Let follow from a row of events what follows from the same change on the event's page, but for the list.

    Workshops whose codes are `named` have rows of their own. Wants the event's lock held.
    """
    if event.status == Event.Status.CANCELLED:
        if was.status != Event.Status.CANCELLED:
            programme.call_off(event, by=by, at=at, reason="")
        return
    if event.has_begun(at=at):
        return
    if "places" in was.fields:
        programme.demand_places_for_the_mix(event, at=at)
    fields = [name for name in was.fields if name not in _STANDING]
    if fields:
        programme.follow(event, fields, since=was.starts_on, by=by, at=at, settled=named)
    if was.status == Event.Status.DRAFT:
        programme.announce(event, by=by, at=at)


def move_lists(events: Iterable[int], *, by: Actor, at: datetime) -> None:
    """Move the lists of the events of those ids, last of all, under the locks that their rows were saved under.

    Whoever isn't on a conference any more has nothing in its workshops. What was found to have room may have been
    booked by others between the check and the lock: then all of it is to be tried again.
    """
    left = [workshop.pk for workshop in conferences.end_stray_parts(by=by, at=at)]
    moved = [*events, *left]
    # Workshops too, for they move with the day of their conference.
    coming = Event.objects.filter(Q(pk__in=moved) | Q(parent__in=moved)).coming(at=at).select_related("course")
    overfull = coming.with_places_taken().filter(Q(places_taken__gt=F("places"))).first()
    if overfull:
        raise Busy(f"Somebody booked {overfull} while the package was being checked. Nothing was saved: try again.")
    for event in coming:
        waiting.promote(event, at=at)


@dataclass(frozen=True)
class Said:
    """A row about an event to come: its outcome, and the facts of a booking that it gives by the model's fields.

    `is_news` is whether a booking that nobody here knew of is news to its person; of one that comes in together with
    its event it isn't.
    """

    event: Event
    person: Person
    outcome: Fields
    facts: Mapping[str, Any]
    is_news: bool
    by: Actor
    at: datetime


@dataclass
class Taken:
    """What became of a row: whether it changed anything, or was said in vain; and where places came free."""

    has_changed: bool = False
    is_overruled: bool = False
    freed: tuple[Event, ...] = ()


def meant(booking: Booking | None, outcome: Fields) -> Booking | None:
    """Of the booking that counts, the one that the outcome is of; None where it is of a new one."""
    has_ended = booking is not None and booking.state not in Booking.LIVE
    return None if has_ended and outcome.state in Booking.LIVE else booking


def take_in(booking: Booking | None, said: Said) -> Taken:
    """Let the booking that is meant become what is said, as far as a move leads there. Wants the event's lock held.

    No list moves: other rows may want what came free.
    """
    if booking is None:
        return _make(said)
    booking.event, booking.person = said.event, said.person
    taken = _ACTS[booking.state][said.outcome.state](booking, said)
    if not taken.is_overruled and _correct(booking, said):
        taken.has_changed = True
    return taken


def was_made_here(booking: Booking) -> bool:
    """Whether it was made by somebody here or under a policy of ours, not by a package: then we know what it was."""
    return booking.made_by_id is not None or booking.policy_id is not None


def _make(said: Said) -> Taken:
    """A new booking. What was agreed elsewhere is under no policy of ours; one that ended was held first, or waited."""
    held = State.CONFIRMED if said.outcome.held_place else State.WAITING
    agreed = {"policy": None, "price": 0, "news_at": said.at if said.is_news else None, **said.facts}
    booking = moves.make(said.event, said.person, held, by=said.by, at=said.at, **agreed)
    if said.outcome.state == State.CANCELLED:
        late = bool(said.outcome.cancelled_late)
        moves.end(booking, at=said.at, late=late, reason=booking.reason)
        audit.record("records.cancel", booking, by=said.by, at=said.at, reason=booking.reason, late=late)
        return Taken(has_changed=True)
    audit.record("records.book", booking, by=said.by, at=said.at, state=booking.state)
    if said.is_news:
        _tell(booking, said, key=str(booking.pk))
    return Taken(has_changed=True, freed=_left_for(booking, said))


def _settle(booking: Booking, said: Said) -> Taken:
    """A request is decided on, or an offer taken, which is news: they haven't said yes to it themselves."""
    news_at = said.at if booking.state == State.OFFERED else booking.news_at
    moves.move(booking, said.outcome.state, decide_by=None, news_at=news_at)
    audit.record("records.book", booking, by=said.by, at=said.at, state=booking.state)
    _tell(booking, said, key=f"{booking.pk}:{booking.state}")
    return Taken(has_changed=True, freed=_left_for(booking, said))


def _confirm(booking: Booking, said: Said) -> Taken:
    waiting.confirm(booking, "records.give_place", by=said.by, at=said.at)
    return Taken(has_changed=True, freed=_left_for(booking, said))


def _end(booking: Booking, said: Said) -> Taken:
    late = _is_late(booking, said)
    reason = said.facts.get("reason", booking.reason)
    left = bookings.end_and_tell(booking, "records.cancel", late=late, by=said.by, at=said.at, reason=reason)
    return Taken(has_changed=True, freed=tuple(left))


def _stay(booking: Booking, said: Said) -> Taken:
    """It is so already."""
    return Taken()


def _stand(booking: Booking, said: Said) -> Taken:
    """It isn't so, and no move leads there."""
    return Taken(is_overruled=True)


_Act = Callable[[Booking, Said], Taken]
_ACTS: dict[str, dict[str, _Act]] = {
    State.REQUESTED: {State.CONFIRMED: _settle, State.WAITING: _settle, State.CANCELLED: _end},
    State.WAITING: {State.CONFIRMED: _confirm, State.WAITING: _stay, State.CANCELLED: _end},
    State.OFFERED: {State.CONFIRMED: _settle, State.WAITING: _stand, State.CANCELLED: _end},
    State.CONFIRMED: {State.CONFIRMED: _stay, State.WAITING: _stand, State.CANCELLED: _end},
    State.DECLINED: {State.CANCELLED: _stand},
    State.CANCELLED: {State.CANCELLED: _stay},
    State.LAPSED: {State.CANCELLED: _stand},
}
"""What is done by the state on record and the state said; every other pair makes a new booking."""


def _is_late(booking: Booking, said: Said) -> bool:
    """As the row says, of who held a place; never in a workshop."""
    return bool(said.outcome.cancelled_late) and booking.held_place and not said.event.parent_id


def _tell(booking: Booking, said: Said, *, key: str) -> None:
    """Of a place, or that they wait for one: unless they have it as soon as the list has moved."""
    name = "booking-made" if booking.state == State.CONFIRMED else "put-on-list"
    mail.post(name, key=key, at=said.at, booking=booking.pk)


def _left_for(booking: Booking, said: Said) -> tuple[Event, ...]:
    """Where places came free because somebody who has one in a workshop leaves what else they had at that time."""
    has_place = said.event.parent_id and booking.state == State.CONFIRMED
    return tuple(workshops.make_room([booking], at=said.at)) if has_place else ()


def _correct(booking: Booking, said: Said) -> bool:
    """Let facts beside the outcome be what the row says; whether any was otherwise.

    Whether it was cancelled late is one of them only where a package said so before: here that is fixed for ever.
    """
    facts = dict(said.facts)
    if booking.state == State.CANCELLED and said.outcome.cancelled_late is not None and not was_made_here(booking):
        facts["cancelled_late"] = _is_late(booking, said)
    differing = [name for name, value in facts.items() if getattr(booking, name) != value]
    if not differing:
        return False
    for name in differing:
        setattr(booking, name, facts[name])
    booking.save(update_fields=differing)
    fields = ", ".join(name.removesuffix("_id") for name in differing)
    audit.record("records.correct", booking, by=said.by, at=said.at, fields=fields)
    return True
