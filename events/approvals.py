"""Requests: bookings that an agency's lead, or the training team, approves or declines within a time."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from core import audit, mail, once, words
from core.audit import Actor, System
from core.models import OutgoingMail
from core.refusals import Refusal
from events import moves, waiting
from events.locks import lock
from events.models import Booking, Event
from events.rules import may_approve
from people.models import Agency, Person, User


class NotRequested(Refusal):
    """There is no request to decide on, or its time is over."""


class NeedsApproval(Refusal):
    """Somebody would come without the approval that their event wants."""


class NoReason(Refusal):
    """Somebody who is not let go is told why."""


def is_wanted(event: Event, person: Person, *, by: Actor) -> bool:
    """Whether a booking by that user is only a request; what the house does, or who may approve, needs no approval."""
    if event.approval_hours is None or not isinstance(by, User):
        return False
    return not may_approve(by, person, person.agency)


def why_not_send(event: Event, agency: Agency, *, by: Actor, person: Person | None = None) -> Refusal | None:
    """Why that user can't send a colleague from the agency, or that one, instead of somebody, or None.

    Whoever may approve a booking sends them with that; from anybody else it would be a way round.
    """
    if not is_wanted(event, person or Person(agency=agency), by=by):
        return None
    return NeedsApproval(
        f"Who comes to {event} needs approval. The lead of {agency}, or the training team where it has none, sends a "
        "colleague in one step: ask them. The place is kept until then."
    )


def why_not_move(to: Event, booking: Booking, *, by: Actor) -> Refusal | None:
    """Why that user can't change the booking for a place on that date, or None: moving is no way round an approval."""
    person = booking.person
    if not is_wanted(to, person, by=by):
        return None
    return NeedsApproval(
        f"Who comes to {to} needs approval. The lead of {person.agency}, or the training team where it has none, "
        f"changes the date in one step: ask them. The place on {booking.event} is kept until then."
    )


def request(event: Event, person: Person, *, by: Actor, at: datetime) -> Booking:
    """Make the request, and ask whoever may decide, in the open transaction; it holds no place. Wants the lock held."""
    decide_by = min(at + timedelta(hours=event.approval_hours or 0), event.starts_at)
    booking = moves.make(event, person, Booking.State.REQUESTED, by=by, at=at, decide_by=decide_by)
    _write_to(deciders(booking), "approval-wanted", booking, at=at)
    return booking


def deciders(booking: Booking) -> list[User]:
    """The leads of the person's agency; where there is none but the person, the managers."""
    leads = User.objects.leads_of(booking.agency_id).exclude(person=booking.person)
    return list(leads or User.objects.managers())


def _write_to(users: Iterable[User], letter: str, booking: Booking, *, at: datetime, since: str = "") -> None:
    """The letter to each, once; where it is sent again, because something is otherwise `since`, once for each time."""
    for user in users:
        key = ":".join(filter(None, [str(booking.pk), str(user.pk), since]))
        mail.post(letter, key=key, at=at, booking=booking.pk, user=user.pk)


def why_not_decide(booking: Booking, *, at: datetime) -> Refusal | None:
    """Why the request can't be decided on, or None; what `approve` and `decline` would say, said before."""
    if booking.state != Booking.State.REQUESTED or booking.decide_by is None:
        return NotRequested(f"That is no request any more: {booking.standing.lower()}.")
    event = booking.event
    if event.has_begun(at=at):
        return NotRequested(f"{event} has begun.")
    if at >= booking.decide_by and event.if_unanswered != Event.IfUnanswered.ASK_MANAGER:
        until = f"{words.day(booking.decide_by)}, {words.clock(booking.decide_by)}"
        return NotRequested(f"The request was open until {until}. {event.get_if_unanswered_display()}.")
    return None


@once.change
def approve(booking: Booking, *, by: Actor, at: datetime) -> Booking:
    """Let them go: they get a place, or one on the waiting list by the day on which they asked."""
    event = lock(booking.event)
    booking = _demand_open(booking, at=at)
    _approve(event, booking, by=by, at=at)
    return booking


@once.change
def decline(booking: Booking, *, by: Actor, at: datetime, reason: str) -> Booking:
    """Don't let them go; they are told why."""
    lock(booking.event)
    booking = _demand_open(booking, at=at)
    if not reason.strip():
        raise NoReason(f"Say why: {booking.person} is told.")
    _decline(booking, by=by, at=at, reason=reason)
    return booking


def settle_due(*, at: datetime) -> int:
    """Give requests that nobody answered in time the outcome that their event states; how many."""
    due = Event.objects.filter(bookings__state=Booking.State.REQUESTED, bookings__decide_by__lte=at)
    settled = due.exclude(if_unanswered=Event.IfUnanswered.ASK_MANAGER).filter(status=Event.Status.PUBLISHED)
    return sum(_settle_due(event, at=at) for event in settled.distinct())


@transaction.atomic(durable=True)
def _settle_due(event: Event, *, at: datetime) -> int:
    event = lock(event)
    if event.has_begun(at=at) or event.if_unanswered == Event.IfUnanswered.ASK_MANAGER:
        return 0
    requested = event.bookings.filter(state=Booking.State.REQUESTED, decide_by__lte=at)
    unanswered = requested.select_related("agency").order_by("made_at", "pk")
    for booking in unanswered:
        if event.if_unanswered == Event.IfUnanswered.APPROVE:
            _approve(event, booking, by=System("sweep"), at=at)
        else:
            _decline(booking, by=System("sweep"), at=at, reason="Nobody answered in time")
    return len(unanswered)


def refer_due(*, at: datetime) -> int:
    """Tell the managers, once, of each request that nobody answered in time and that is theirs to decide; how many."""
    theirs = Booking.objects.filter(state=Booking.State.REQUESTED, decide_by__lte=at)
    asked = theirs.filter(event__if_unanswered=Event.IfUnanswered.ASK_MANAGER, event__in=Event.objects.coming(at=at))
    due, managers = list(asked.select_related("event").order_by("pk")), list(User.objects.managers())
    told = _told(due, managers)
    return sum(_refer(booking, managers, at=at) for booking in due if booking.pk not in told) if managers else 0


def _told(bookings: Iterable[Booking], managers: Iterable[User]) -> set[int]:
    """Those of the bookings, by their ids, of which any of the managers was told already; one statement."""
    keys = {f"request-due:{booking.pk}:{user.pk}": booking.pk for booking in bookings for user in managers}
    return {keys[key] for key in OutgoingMail.objects.filter(key__in=keys).values_list("key", flat=True)}


@transaction.atomic(durable=True)
def _refer(booking: Booking, managers: Sequence[User], *, at: datetime) -> int:
    lock(booking.event)
    booking = moves.as_it_is(booking)
    if booking.state != Booking.State.REQUESTED or _told([booking], managers):
        return 0
    audit.record("approvals.refer", booking, by=System("sweep"), at=at)
    _write_to(managers, "request-due", booking, at=at)
    return 1


def follow(event: Event, *, by: Actor, at: datetime) -> None:
    """After a change of the event no request is open for longer than until it begins, and who decides is told.

    Wants the event's lock held.
    """
    too_long = event.bookings.filter(state=Booking.State.REQUESTED, decide_by__gt=event.starts_at)
    for booking in too_long.select_related("person"):
        booking.decide_by = event.starts_at
        booking.save(update_fields=["decide_by"])
        audit.record("approvals.bring_forward", booking, by=by, at=at, decide_by=event.starts_at.isoformat())
        _write_to(deciders(booking), "approval-sooner", booking, at=at, since=at.isoformat())


def _approve(event: Event, booking: Booking, *, by: Actor, at: datetime) -> None:
    has_place = waiting.has_place(event, booking.agency, at=at)
    moves.move(booking, Booking.State.CONFIRMED if has_place else Booking.State.WAITING, decide_by=None)
    audit.record("approvals.approve", booking, by=by, at=at, state=booking.state)
    mail.post("booking-made", key=f"{booking.pk}:approved", at=at, booking=booking.pk)


def _decline(booking: Booking, *, by: Actor, at: datetime, reason: str) -> None:
    moves.move(booking, Booking.State.DECLINED, reason=reason)
    audit.record("approvals.decline", booking, by=by, at=at, reason=reason)
    mail.post("request-declined", key=str(booking.pk), at=at, booking=booking.pk)


def _demand_open(booking: Booking, *, at: datetime) -> Booking:
    booking = moves.as_it_is(booking)
    if refusal := why_not_decide(booking, at=at):
        raise refusal
    return booking
