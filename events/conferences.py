"""Conferences: workshops lie within them, move with them and end with them; and how their delegates choose."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from core import audit, once, words
from core.audit import Actor
from core.refusals import Refusal
from events import bookings, trainers, workshops
from events.locks import lock, lock_all
from events.models import Booking, Event


class NotItsTime(Refusal):
    """A workshop would not lie within the time of its conference, or somebody would be in two at once."""


class TakesNoWorkshops(Refusal):
    """Nothing can be planned within the event, or chosen there another way."""


def demand_room_for(workshop: Event, *, at: datetime) -> None:
    """Refuse a new workshop within what is over, has begun or is a workshop itself, and one outside its time."""
    if workshop.parent:
        _demand_open(workshop.parent, at=at)
        _demand_within(workshop.parent, workshop)


def follow(
    event: Event, *, since: date, has_moved: bool, by: Actor, at: datetime, settled: Collection[str] = ()
) -> None:
    """Let the workshops of an event that has moved follow it from the day on which it began. Wants the lock.

    Those whose codes are `settled` stay where they are: it has been said when they are. Refused where a workshop would
    lie outside its conference then, or somebody would be in two at once.
    """
    if has_moved and event.parent:
        _demand_within(event.parent, event)
        _demand_nobody_twice(event)
    elif has_moved:
        _demand_chosen_before(event, event.choose_by)
        _move_workshops(event, event.starts_on - since, by=by, at=at, settled=settled)


def call_off(event: Event, *, by: Actor, at: datetime, reason: str) -> int:
    """Cancel the live bookings of an event that its organiser cancels, and its workshops; how many. Wants the lock.

    People are told once: who is told of the conference hears nothing of a workshop beside.
    """
    is_told = event.parent is None or event.parent.status != Event.Status.CANCELLED
    told = bookings.cancel_all(event, by=by, at=at, reason="Cancelled by the organiser", tell=is_told)
    _call_off_workshops(event, by=by, at=at, reason=reason)
    return told


def _call_off_workshops(conference: Event, *, by: Actor, at: datetime, reason: str) -> None:
    """With their conference, whose letter is the only one; but for trainers, who may train at the workshop alone."""
    for workshop in open_workshops(conference):
        trainers.tell_called_off(workshop, at=at)
        bookings.cancel_all(workshop, by=by, at=at, reason="Cancelled by the organiser", tell=False)
        workshop.status, workshop.cancelled_at, workshop.cancel_reason = Event.Status.CANCELLED, at, reason
        workshop.save(update_fields=["status", "cancelled_at", "cancel_reason"])
        audit.record("conferences.call_off_workshops", workshop, by=by, at=at, reason=reason)


def end_stray_parts(*, by: Actor, at: datetime) -> list[Event]:
    """End what people have in workshops whose booking on the conference an import has ended; where places came free."""
    stray = Booking.objects.live().exclude(part_of=None).exclude(part_of__state=Booking.State.CONFIRMED)
    parts = list(stray.select_related("event__course"))
    lock_all(part.event_id for part in parts)
    left = [workshops.give_up(part, by=by, at=at, reason="Not on the conference any more") for part in parts]
    return [workshop for workshop in left if workshop]


@once.change
def say_how_to_choose(conference: Event, choosing: str, choose_by: date | None, *, by: Actor, at: datetime) -> Event:
    """Keep how delegates choose their workshops, and until when; refused once ranked choices were allotted."""
    conference = lock(conference)
    _demand_open(conference, at=at)
    if conference.allotted_at:
        day = words.day(conference.allotted_at)
        raise TakesNoWorkshops(f"The workshops were allotted on {day}: since then it is first come, first served.")
    if choosing == Event.Choosing.RANKED and choose_by is None:
        raise TakesNoWorkshops("Say until when delegates rank workshops: the places are allotted after that day.")
    _demand_chosen_before(conference, choose_by)
    conference.workshop_choice, conference.choose_by = choosing, choose_by
    conference.save(update_fields=["workshop_choice", "choose_by"])
    until = choose_by.isoformat() if choose_by else None
    audit.record("conferences.say_how_to_choose", conference, by=by, at=at, choosing=choosing, until=until)
    return conference


def _demand_open(conference: Event, *, at: datetime) -> None:
    if conference.status not in {Event.Status.DRAFT, Event.Status.PUBLISHED}:
        raise TakesNoWorkshops(f"{conference} is {conference.get_status_display().lower()}: its workshops are settled.")
    if conference.parent_id:
        raise TakesNoWorkshops(f"{conference} is a workshop itself.")
    if conference.has_begun(at=at):
        raise TakesNoWorkshops(f"{conference} has begun: its workshops are settled.")


def _demand_chosen_before(conference: Event, choose_by: date | None) -> None:
    if choose_by and choose_by >= conference.starts_on:
        raise NotItsTime(
            f"Delegates would choose until {words.day(choose_by)}. That day must be before the conference begins."
        )


def _move_workshops(conference: Event, days: timedelta, *, by: Actor, at: datetime, settled: Collection[str]) -> None:
    for workshop in open_workshops(conference):
        moves_along = bool(days) and workshop.code not in settled
        if moves_along:
            workshop.starts_on, workshop.ends_on = workshop.starts_on + days, workshop.ends_on + days
        _demand_within(conference, workshop)
        if moves_along:
            workshop.save(update_fields=["starts_on", "ends_on"])
            audit.record("conferences.move_workshops", workshop, by=by, at=at, days=days.days)
            trainers.tell_of_change(workshop, at=at)


def open_workshops(conference: Event) -> list[Event]:
    """Those of its workshops that have neither been held nor cancelled."""
    still = conference.workshops.filter(status__in=(Event.Status.DRAFT, Event.Status.PUBLISHED))
    return list(still.select_related("course"))


def _demand_within(conference: Event, workshop: Event) -> None:
    if not any(begins <= workshop.starts_at and workshop.ends_at <= ends for begins, ends in conference.stretches):
        lasts = "; ".join(f"{_moment(begins)}, to {_moment(ends)}" for begins, ends in conference.stretches)
        raise NotItsTime(f"{workshop.name} must lie within the time of its conference: {lasts}.")


def _moment(at: datetime) -> str:
    return f"{words.day(at)}, {words.clock(at)}"


def _demand_nobody_twice(workshop: Event) -> None:
    here = Booking.objects.holding_places().filter(event=workshop).values("person")
    elsewhere = Booking.objects.holding_places().filter(event__parent=workshop.parent_id, person__in=here)
    others = {part.event for part in elsewhere.exclude(event=workshop).select_related("event__course")}
    for other in sorted(others, key=lambda other: other.pk):
        if other.clashes_with(workshop):
            raise NotItsTime(
                f"Somebody has a place in {workshop.name} and in {other.name}, which would go on at the same time: "
                "move them first."
            )
