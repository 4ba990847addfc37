"""Bookings: who takes a place or waits for one, and who gives one back.

Every change locks the event, looks, writes, records and posts, in that order, in a transaction of its own.
"""

from datetime import datetime

from core import audit, mail, once
from core.audit import Actor
from core.refusals import Refusal
from events import approvals, eligibility, moves, policies, waiting, workshops
from events.locks import lock, lock_both, lock_people
from events.models import Booking, Event
from events.rules import is_own, may_look_up
from people import persons
from people.models import Person, User


class NotPassedOn(Refusal):
    """The booking holds no place that could go to a colleague or to another date."""


class NotForThem(Refusal):
    """Something on a colleague's record stands against them, which isn't for whoever asks to read."""


class NotLive(Refusal):
    """The booking has ended, so that there is nothing left to cancel."""


class NoReason(Refusal):
    """Whose booking somebody else gives up is told why."""


@once.change
def book(event: Event, person: Person, *, by: Actor, at: datetime, overrule: str = "") -> Booking:
    """Give the person a place, or one on the waiting list where none is free; ask for approval where that is wanted.

    `eligibility.reasons` says what is refused; with a manager's reason in `overrule`, what may be overruled is.
    """
    event, [person] = lock(event), lock_people([person])
    overruled = _demand_eligible(event, person, at=at, overrule=overrule)
    return enter(event, person, by=by, at=at, reason=overrule if overruled else "", overruled=overruled or None)


def enter(
    event: Event, person: Person, *, by: Actor, at: datetime, reason: str = "", overruled: str | None = None
) -> Booking:
    """Make the booking of somebody found eligible, on the trail and with a letter. Wants the event's lock held."""
    if approvals.is_wanted(event, person, by=by):
        booking = approvals.request(event, person, by=by, at=at)
    else:
        has_place = waiting.has_place(event, person.agency, at=at)
        state = Booking.State.CONFIRMED if has_place else Booking.State.WAITING
        booking = moves.make(event, person, state, by=by, at=at)
    audit.record("bookings.book", booking, by=by, at=at, reason=reason, state=booking.state, overruled=overruled)
    mail.post("booking-made", key=str(booking.pk), at=at, booking=booking.pk)
    return booking


def why_not_cancel(booking: Booking, *, at: datetime) -> Refusal | None:
    """The first reason why the booking can't be given up, or None; what `cancel` would say, said before."""
    if not booking.may_become(Booking.State.CANCELLED):
        return NotLive(f"That booking has ended: {booking.standing.lower()}. There is nothing to cancel.")
    if not booking.event.has_begun(at=at):
        return None
    if booking.state != Booking.State.CONFIRMED:
        return NotLive(
            f"{_begun(booking.event, at)}, and nobody waits for a place any more: there is nothing to cancel."
        )
    return NotLive(f"{_begun(booking.event, at)}: who came and who didn't is marked in its register.")


def wants_reason(booking: Booking, *, by: Actor) -> bool:
    """Whether that user gives the booking up only with a reason, for it is somebody else's; the house needs none."""
    return isinstance(by, User) and not is_own(by, booking)


@once.change
def cancel(booking: Booking, *, by: Actor, at: datetime, reason: str = "") -> Booking:
    """Give the booking up and, if it held a place, pass the place on. Late or not is fixed now, by the policy.

    Whoever gives up somebody else's says why. What the person has in the workshops of a conference ends with the
    booking on it.
    """
    event = lock(booking.event)
    booking = moves.as_it_is(booking)
    if refusal := why_not_cancel(booking, at=at):
        raise refusal
    _give_up(event, booking, by=by, at=at, reason=reason)
    return booking


@once.change
def leave_list(booking: Booking, *, by: Actor, at: datetime) -> Booking:
    """Leave the waiting list, which is never late and costs nothing.

    Refused to whoever came by a place meanwhile: giving that up may be late, and is asked about first.
    """
    event = lock(booking.event)
    booking = moves.as_it_is(booking)
    if refusal := waiting.why_not_change(booking, at=at):
        raise refusal
    _give_up(event, booking, by=by, at=at, reason="")
    return booking


def _give_up(event: Event, booking: Booking, *, by: Actor, at: datetime, reason: str) -> None:
    if wants_reason(booking, by=by) and not reason.strip():
        raise NoReason(f"Say why: {booking.person} is told.")
    left = end_and_tell(booking, "bookings.cancel", late=policies.is_late(booking, at=at), by=by, at=at, reason=reason)
    for freed in (event, *left):
        waiting.promote(freed, at=at)


def end_and_tell(booking: Booking, verb: str, *, late: bool, by: Actor, at: datetime, reason: str) -> list[Event]:
    """End the booking and what goes with it in workshops, on the trail and with a letter. Wants the event's lock held.

    The workshops where places came free; no list has moved yet.
    """
    moves.end(booking, at=at, late=late, reason=reason)
    audit.record(verb, booking, by=by, at=at, reason=reason, late=booking.cancelled_late)
    mail.post("booking-cancelled", key=str(booking.pk), at=at, booking=booking.pk)
    return workshops.give_up_all(booking, by=by, at=at, reason=reason)


def cancel_all(event: Event, *, by: Actor, at: datetime, reason: str, tell: bool = True) -> int:
    """Cancel every live booking of an event that its organiser cancels; never late. Wants the lock held."""
    live = list(event.bookings.live().select_related("person"))
    for booking in live:
        moves.end(booking, at=at, late=False, reason=reason)
        audit.record("bookings.cancel", booking, by=by, at=at, reason=reason, late=False, by_the_organiser=True)
        if tell:
            mail.post("event-cancelled", key=str(booking.pk), at=at, booking=booking.pk)
    return len(live)


def why_not_pass_on(booking: Booking, *, at: datetime) -> Refusal | None:
    """The first reason why its place can't go to a colleague or be changed for another date, or None."""
    if booking.event.parent_id:
        return NotPassedOn(f"{booking.event.name} is a workshop: places in it go with the booking on the conference.")
    if booking.state != Booking.State.CONFIRMED:
        ended = f"That booking holds no place: {booking.standing.lower()}."
        return NotPassedOn(_NOT_YET.get(booking.state, ended))
    if booking.event.has_begun(at=at):
        return NotPassedOn(f"{_begun(booking.event, at)}: who came instead is added to its register.")
    return None


_NOT_YET: dict[str, str] = {
    Booking.State.REQUESTED: "A request can’t go to a colleague, or be changed for another date; a place can, once "
    "there is one.",
    Booking.State.WAITING: "A turn on the list can’t be passed on: a colleague joins the list themself. For another "
    "date, leave this list and book that one.",
    Booking.State.OFFERED: "An offer can’t be passed on: once the place is taken it can go to a colleague, or be "
    "changed for another date.",
}


def _begun(event: Event, at: datetime) -> str:
    return f"{event} {'is over' if event.has_ended(at=at) else 'has begun'}"


@once.change
def substitute(booking: Booking, person: Person, *, by: Actor, at: datetime, overrule: str = "") -> Booking:
    """Give the place to a colleague in one step, past whoever waits, and nobody is late; the colleague's booking.

    A colleague who isn't on record yet is put on record with it. Where the event wants approval, only who may give it
    does this. The place is kept whatever the mix says; for those who wait, the mix may have changed by it. The places
    in the workshops of a conference go along.
    """
    event, is_new = lock(booking.event), person._state.adding
    [person] = lock_people([persons.on_record(person, by=by, at=at)])
    booking = moves.as_it_is(booking)
    if refusal := why_not_pass_on(booking, at=at):
        raise refusal
    if person == booking.person:
        raise NotPassedOn(f"{person} has that place already: choose a colleague.")
    try:
        overruled = _demand_eligible(event, person, at=at, overrule=overrule, instead_of=booking)
    except Refusal as refused:
        raise refused if is_new else _as_told_to(by, person, refused) from None
    if refusal := approvals.why_not_send(event, person.agency, by=by, person=person):
        raise refusal
    moves.end(booking, at=at, late=False, reason="Passed on to a colleague")
    terms = {"policy": booking.policy, "price": booking.price}
    taken = moves.make(event, person, Booking.State.CONFIRMED, by=by, at=at, replaces=booking, **terms)
    reason = overrule if overruled else ""
    audit.record("bookings.pass_on", booking, by=by, at=at, to=taken.pk)
    audit.record("bookings.substitute", taken, by=by, at=at, reason=reason, overruled=overruled or None)
    left = workshops.pass_on(booking, taken, by=by, at=at)
    mail.post("place-passed-on", key=str(booking.pk), at=at, booking=booking.pk)
    mail.post("booking-made", key=str(taken.pk), at=at, booking=taken.pk)
    for freed in (event, *left):
        waiting.promote(freed, at=at)
    return taken


@once.change
def transfer(booking: Booking, to: Event, *, by: Actor, at: datetime, overrule: str = "") -> Booking:
    """Change the place for one on another date of the course, taken there before this one is given back.

    Giving it back may be late, by the policy. Refused where the other date has no place: then nothing has changed.
    Where the other date wants approval, only who may give it does this.
    Workshops of the other date are chosen anew.
    """
    event, to = lock_both(booking.event, to)
    booking = moves.as_it_is(booking)
    [person] = lock_people([booking.person])
    if refusal := why_not_pass_on(booking, at=at):
        raise refusal
    if to == event:
        raise NotPassedOn(f"That is the date which is booked already: {event}. Choose another one.")
    if to.course_id != event.course_id:
        raise NotPassedOn(f"{to} is another course than {event.course}: cancel this booking, and book that one.")
    overruled = _demand_eligible(to, person, at=at, overrule=overrule, instead_of=booking)
    if refusal := approvals.why_not_move(to, booking, by=by):
        raise refusal
    if not waiting.has_place(to, person.agency, at=at):
        why = waiting.why_not(to, person.agency, at=at) or f"{to} has no free place."
        raise waiting.EventFull(f"{why} You keep your place on {event}.")
    taken = moves.make(to, person, Booking.State.CONFIRMED, by=by, at=at, replaces=booking)
    moves.end(booking, at=at, late=policies.is_late(booking, at=at), reason="Moved to another date")
    reason = overrule if overruled else ""
    audit.record("bookings.transfer", taken, by=by, at=at, reason=reason, overruled=overruled or None)
    audit.record("bookings.give_up_for", booking, by=by, at=at, to=taken.pk, late=booking.cancelled_late)
    mail.post("booking-moved", key=str(taken.pk), at=at, booking=taken.pk)
    left = workshops.give_up_all(booking, by=by, at=at, reason=booking.reason)
    for freed in (event, *left):
        waiting.promote(freed, at=at)
    return taken


def _as_told_to(by: Actor, person: Person, refusal: Refusal) -> Refusal:
    """The same; without what is on record of the person to a user who may not look there."""
    may_know = not isinstance(by, User) or may_look_up(by, person.agency)
    if may_know or not eligibility.is_about_person(refusal):
        return refusal
    return NotForThem(f"{person} can’t take this place. Ask the training team, or the lead of {person.agency}.")


def _demand_eligible(
    event: Event, person: Person, *, at: datetime, overrule: str, instead_of: Booking | None = None
) -> str:
    against = eligibility.reasons(event, person, at=at, instead_of=instead_of)
    return eligibility.demand_overruled(against, overrule=overrule)
