"""The programme: planning, publishing, changing and cancelling events."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from hashlib import sha256

from django.db.models import Q
from django.utils.text import slugify

from core import audit, mail, once, words
from core.audit import Actor
from core.refusals import Refusal
from events import (
    approvals,
    conferences,
    dates,
    demand,
    mix_words,
    moves,
    offers,
    pictures,
    registers,
    trainers,
    waiting,
)
from events.locks import lock
from events.mix import Share
from events.models import LONDON, Booking, Event, EventDate, MixRule, Venue
from people import agencies
from training.models import Course


class EventNotChangeable(Refusal):
    """That can't be done to the event any more."""


class ChangedMeanwhile(Refusal):
    """What the page showed is not so any more, and sending it would undo what somebody else has done."""


class TooFewPlaces(Refusal):
    """More people hold a place than there would be."""


class Contradiction(Refusal):
    """The rules of the mix can't all be so, or not with these places."""


@once.change
def plan(event: Event, *, by: Actor, at: datetime, meets_on: Sequence[EventDate] = ()) -> Event:
    """Keep a new, unsaved event as a draft; it gets a code from its course and date if it has none.

    Several dates in `meets_on` say when it begins and ends. A workshop lies within its conference, which has not begun.
    """
    return draft(event, by=by, at=at, meets_on=meets_on)


def draft(event: Event, *, by: Actor, at: datetime, meets_on: Sequence[EventDate] = ()) -> Event:
    """The same, in the open transaction of what plans several."""
    event.parent = lock(event.parent) if event.parent else None
    Course.objects.select_for_update().get(pk=event.course_id)  # two who plan it for one day get a code each
    event.status = Event.Status.DRAFT
    for name, value in dates.frame(meets_on).items():
        setattr(event, name, value)
    conferences.demand_room_for(event, at=at)
    agencies.demand_open(event.for_agency)
    event.code = event.code or free_code(event)
    event.venue = _on_record(event.venue)
    event.save(force_insert=True)
    dates.keep(event, meets_on)
    audit.record("programme.plan", event, by=by, at=at)
    return event


@once.change
def publish(event: Event, *, by: Actor, at: datetime) -> Event:
    """Put a draft into the programme, where people can book it.

    Who trains there is told, and who waits for its course, or did in vain.
    """
    event = lock(event)
    if not event.may_become(Event.Status.PUBLISHED) or event.status != Event.Status.DRAFT:
        raise EventNotChangeable(f"{event} is {event.get_status_display().lower()}: only a draft can be published.")
    event.status = Event.Status.PUBLISHED
    event.save(update_fields=["status"])
    announce(event, by=by, at=at)
    return event


def announce(event: Event, *, by: Actor, at: datetime) -> None:
    """What publishing it brings with it: who trains there, waits for its course, or did in vain, is told.

    In the open transaction.
    """
    audit.record("programme.publish", event, by=by, at=at)
    trainers.tell_all(event, by=by, at=at)
    demand.tell_of_another_date(event, at=at)


def why_not_change(event: Event) -> Refusal | None:
    """Why nothing about the event can be changed any more, or None."""
    if event.status in {Event.Status.DRAFT, Event.Status.PUBLISHED}:
        return None
    return EventNotChangeable(f"{event} is {event.get_status_display().lower()}: it can't be changed any more.")


def why_not_change_mix(event: Event, *, at: datetime) -> Refusal | None:
    """Why nothing about who its places are for can be changed any more, or None."""
    if event.parent_id:
        return EventNotChangeable(f"{event.name} is a workshop: whom places are for is said of its conference.")
    if event.has_begun(at=at):
        return EventNotChangeable(f"{event} has begun: its places are given out.")
    return why_not_change(event)


def why_not_cancel(event: Event) -> Refusal | None:
    """Why the event can't be cancelled any more, or None."""
    if not event.may_become(Event.Status.CANCELLED):
        return EventNotChangeable(f"{event} is {event.get_status_display().lower()}: it can't be cancelled.")
    return _marked(event)


CHANGEABLE = (
    "title", "starts_on", "starts_time", "ends_on", "ends_time", "area", "venue", "places", "for_agency",
    "minimum", "decide_on", "opens_on", "closes_on", "approval_hours", "if_unanswered", "offer_hours",
    "cut_off_hours", "joining_instructions", "grace_minutes", "enough_dates",
)  # fmt: skip


def edition(event: Event) -> str:
    """A word for all that `change` changes of the event, as it stands: another one as soon as any of it is changed."""
    stands = [*map(event.serializable_value, CHANGEABLE), *event.stretches]
    return _word_for(stands)


def mix_edition(event: Event) -> str:
    """The same for all that `change_mix` changes."""
    rules = event.mix_rules.order_by("kind", "agency", "sector", "places", "until")
    return _word_for([event.prefers_mix, *rules.values_list("kind", "agency", "sector", "places", "until")])


def _word_for(stands: Iterable[object]) -> str:
    return sha256("\n".join(map(str, stands)).encode()).hexdigest()[:16]


@once.change
def change(
    event: Event,
    *,
    by: Actor,
    at: datetime,
    seen: str = "",
    meets_on: Sequence[EventDate] | None = None,
    **values: object,
) -> Event:
    """Change what is known of a draft or published event. More places move the waiting list up.

    Several dates in `meets_on` say when it begins and ends; none make it one stretch, and None leaves its dates alone.
    Who has booked, or is offered a place, is told, once, of other times or another venue, and who waits or asked for
    one, of other times; offers and requests end in time for what it is now, and workshops move with the day of their
    conference. Refused: fewer places than are held, changing what has ended, putting off what has marks on its
    register, what does not fit a conference and its workshops, and an event that isn't any more the edition that was
    `seen`.
    """
    event = lock(event)
    if refusal := why_not_change(event):
        raise refusal
    if seen and seen != edition(event):
        raise ChangedMeanwhile(f"Somebody changed {event} after you opened this page. Open it anew to see what it is.")
    values |= dates.frame(meets_on or ())
    first_day, changed = event.starts_on, _take(event, values)
    _demand_places_for_those_booked(event)
    if "for_agency" in changed:
        agencies.demand_open(event.for_agency)
    if "places" in changed:
        demand_places_for_the_mix(event, at=at)
    if not event.has_begun(at=at) and (refusal := _marked(event)):
        raise refusal
    dates_were = dates.of(event).count() if meets_on is not None else None
    fields = [*changed, *_new_dates(event, meets_on, at=at)]
    if not fields:
        return event
    event.save(update_fields=changed)
    follow(event, fields, since=first_day, by=by, at=at, dates_were=dates_were)
    waiting.promote(event, at=at)
    if "starts_on" in fields:
        # A list that had stopped before the old day goes on before the new one.
        for workshop in conferences.open_workshops(event):
            waiting.promote(workshop, at=at)
    return event


def follow(
    event: Event,
    fields: Sequence[str],
    *,
    since: date,
    by: Actor,
    at: datetime,
    dates_were: int | None = None,
    settled: Collection[str] = (),
) -> None:
    """What a change of those fields brings with it, on the trail; the waiting list moves last. Wants the lock held.

    The event began on `since` before; workshops whose codes are `settled` don't move along.
    """
    has_moved = not _MOVING.isdisjoint(fields)
    conferences.follow(event, since=since, has_moved=has_moved, by=by, at=at, settled=settled)
    if {"dates", "grace_minutes", "enough_dates"} & set(fields):
        registers.count_again(event, by=by, at=at)
    # How many dates there were is for the calendars of those who have booked: events/entries.py cancels the rest there.
    audit.record("programme.change", event, by=by, at=at, fields=", ".join(fields), dates_were=dates_were)
    if event.status == Event.Status.PUBLISHED:
        is_worth_telling = not _WORTH_TELLING.isdisjoint(fields)
        if not _TIMES.isdisjoint(fields):
            moves.note_news(event, at=at)
        if is_worth_telling:
            _tell_of_change(event, at=at, has_moved=not _TIMES.isdisjoint(fields))
        offers.follow(event, by=by, at=at, is_worth_telling=is_worth_telling)
        approvals.follow(event, by=by, at=at)


@once.change
def change_mix(
    event: Event, rules: Sequence[MixRule], *, prefers_mix: bool, by: Actor, at: datetime, seen: str = ""
) -> Event:
    """Keep these new, unsaved rules of the mix instead of those there were, and move the waiting list up by them.

    Who holds a place keeps it. Refused: rules that contradict each other, last days that are past or too late, and a
    mix that isn't any more the edition that was `seen`.
    """
    event = lock(event)
    if refusal := why_not_change_mix(event, at=at):
        raise refusal
    if seen and seen != mix_edition(event):
        raise ChangedMeanwhile(
            f"Somebody changed who the places of {event} are for after you opened this page. Open it anew to see what "
            "they say now."
        )
    _demand_days_until_the_event(event, rules, at=at)
    demand_no_contradiction(event, rules)
    for agency in sorted({rule.agency for rule in rules if rule.agency}, key=lambda agency: agency.pk):
        agencies.demand_open(agency)
    event.mix_rules.all().delete()
    for rule in rules:
        rule.event = event
    MixRule.objects.bulk_create(rules)
    event.prefers_mix = prefers_mix
    event.save(update_fields=["prefers_mix"])
    said = "; ".join(map(str, rules))
    audit.record("programme.change_mix", event, by=by, at=at, rules=said, prefers_mix=prefers_mix)
    waiting.promote(event, at=at)
    return event


@once.change
def cancel(event: Event, *, by: Actor, at: datetime, reason: str) -> Event:
    """Cancel the event and every live booking on it, by the organiser, and tell everyone; the reason is kept.

    The workshops of a conference are cancelled with it. Refused where people are marked on its register: it took place.
    """
    event = lock(event)
    if refusal := why_not_cancel(event):
        raise refusal
    if not reason.strip():
        raise EventNotChangeable("Say why the event is cancelled: people are told.")
    call_off(event, by=by, at=at, reason=reason)
    return event


def call_off(event: Event, *, by: Actor, at: datetime, reason: str) -> None:
    """Cancel it with all that goes with it, on the trail; in the open transaction. Wants the event's lock held."""
    told = conferences.call_off(event, by=by, at=at, reason=reason)
    trainers.tell_called_off(event, at=at)
    event.status, event.cancelled_at, event.cancel_reason = Event.Status.CANCELLED, at, reason
    event.save(update_fields=["status", "cancelled_at", "cancel_reason"])
    audit.record("programme.cancel", event, by=by, at=at, reason=reason, told=told)


def why_not_let_run(event: Event, *, at: datetime) -> Refusal | None:
    """Why nobody needs to say that the event takes place with fewer people than it wants, or None."""
    if event.minimum is None:
        return EventNotChangeable(f"{event} takes place with however few people come.")
    if event.runs_anyway_at:
        return EventNotChangeable(f"{event} runs all the same: that was decided on {words.day(event.runs_anyway_at)}.")
    if event.has_begun(at=at):
        return EventNotChangeable(f"{event} has begun.")
    return why_not_change(event)


@once.change
def let_run(event: Event, *, by: Actor, at: datetime, reason: str) -> Event:
    """Say that the event takes place with fewer people than it wants; the reason is kept.

    It holds until another number or another day of decision is said.
    """
    event = lock(event)
    if refusal := why_not_let_run(event, at=at):
        raise refusal
    if not reason.strip():
        raise EventNotChangeable("Say why it takes place all the same: the reason is kept, for those who ask later.")
    event.runs_anyway_at = at
    event.save(update_fields=["runs_anyway_at"])
    audit.record("programme.let_run", event, by=by, at=at, reason=reason)
    return event


def free_code(event: Event) -> str:
    """A code that no event has: the course's, the date, and a number where that is taken."""
    stem = slugify(f"{event.course.code}-{event.starts_on:%Y-%m-%d}")[:70]
    taken = set(Event.objects.filter(code__startswith=stem).values_list("code", flat=True))
    if stem not in taken:
        return stem
    return next(code for number in range(2, len(taken) + 3) if (code := f"{stem}-{number}") not in taken)


def _take(event: Event, values: Mapping[str, object]) -> list[str]:
    """Give the event those values; the names of its fields that had others. Whether it runs may be open anew."""
    changed = [name for name, value in values.items() if getattr(event, name) != value]
    for name in changed:
        if name not in CHANGEABLE:
            raise LookupError(f"{name} is not a field that can be changed.")
        setattr(event, name, values[name])
    if event.runs_anyway_at and not _DECIDED_BY.isdisjoint(changed):
        event.runs_anyway_at = None
        changed.append("runs_anyway_at")
    event.venue = _on_record(event.venue)
    return changed


def _on_record(venue: Venue | None) -> Venue | None:
    """The venue, put on record now if it is new."""
    return Venue.objects.get_or_create(name=venue.name)[0] if venue and venue._state.adding else venue


def _new_dates(event: Event, meets_on: Sequence[EventDate] | None, *, at: datetime) -> list[str]:
    if meets_on is None:
        dates.demand_in_step(event)
    is_new = meets_on is not None and dates.keep(event, meets_on)
    if dates.of(event).to_come(at=at).filter(attendances__isnull=False).exists():
        raise EventNotChangeable(f"{event} has marks on a date that would be still to come. Take the marks back first.")
    return ["dates"] if is_new else []


def _demand_days_until_the_event(event: Event, rules: Sequence[MixRule], *, at: datetime) -> None:
    today = at.astimezone(LONDON).date()
    for rule in rules:
        if rule.until and not today <= rule.until <= event.starts_on:
            last = words.day(event.starts_on)
            raise Contradiction(f"{rule}: choose a last day from today to {last}, when the event begins.")


def demand_places_for_the_mix(event: Event, *, at: datetime) -> None:
    """Refuse fewer places than the rules of its mix, as they hold at that moment, keep or cap."""
    demand_no_contradiction(event, event.mix_rules.in_force(at=at).select_related("agency", "sector"))


def demand_no_contradiction(event: Event, rules: Iterable[MixRule]) -> None:
    """Refuse rules of the mix that can't all be so, or not with the event's places."""
    shares: dict[str, list[Share]] = {kind: [] for kind in MixRule.Kind}
    for rule in rules:
        shares[rule.kind].append(pictures.share_of(rule))
    kept, caps = shares[MixRule.Kind.RESERVE], shares[MixRule.Kind.CAP]
    if found := mix_words.contradictions(event.places, kept, caps):
        raise Contradiction(" ".join(found))


def _demand_places_for_those_booked(event: Event) -> None:
    held = event.bookings.holding_places().count()
    if not event.has_room_for(0, taken=held):
        raise TooFewPlaces(f"{held} people hold a place: cancel bookings first, or keep {held} places or more.")


def _marked(event: Event) -> Refusal | None:
    """What is on its register, or on that of one of its workshops, says that it took place."""
    here = Booking.objects.filter(Q(event=event) | Q(event__parent=event))
    if not here.marked().exists():
        return None
    return EventNotChangeable(f"{event} took place: people are marked on its register. Take the marks back first.")


_DECIDED_BY = frozenset({"minimum", "decide_on"})
_TIMES = frozenset({"starts_on", "starts_time", "ends_on", "ends_time", "dates"})
_MOVING = _TIMES | {"parent"}
_STILL_ASKING = (Booking.State.REQUESTED, Booking.State.WAITING)
_WORTH_TELLING = _TIMES | {"venue", "joining_instructions"}


def _tell_of_change(event: Event, *, at: datetime, has_moved: bool) -> None:
    """Who has a place, or trains; of another time, who waits, too. Who is offered a place is told by the offer."""
    told = [Booking.State.CONFIRMED, *(_STILL_ASKING if has_moved else ())]
    for booking_id in event.bookings.filter(state__in=told).values_list("pk", flat=True):
        mail.post("event-changed", key=f"{booking_id}:{at.isoformat()}", at=at, booking=booking_id)
    trainers.tell_of_change(event, at=at)
