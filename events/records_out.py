"""What goes out of the events' floor in a records package: events, bookings, head counts and trainers. No drafts."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from django.db.models import F

from core.records.writing import CHUNK, Outgoing, Values, values_at
from events.booking_records import BOOKINGS, that_count
from events.models import Booking, Event, EventQuerySet, EventTrainer, HeadCount
from events.outcomes import outcome_of
from events.records import EVENTS, HEADCOUNTS, STATUSES, TRAINERS, wall_end, wall_start

_SAYS: dict[str, str] = {status: word for word, status in STATUSES.items()}


def _told() -> EventQuerySet:
    """Conferences before their workshops, which are booked as parts of them."""
    return Event.objects.listed().order_by(F("parent").asc(nulls_first=True), "pk")


def _events() -> Iterator[Values]:
    related = _told().select_related("course", "area", "venue", "for_agency", "parent")
    for event in related.iterator(chunk_size=CHUNK):
        yield {
            "code": event.code,
            "course": event.course.code,
            "title": event.title,
            "starts": wall_start(event),
            "ends": wall_end(event),
            "area": event.area.name if event.area else "",
            "venue": event.venue.name if event.venue else "",
            "places": event.places,
            "status": _SAYS[event.status],
            "for_agency": event.for_agency.code if event.for_agency else "",
            "parent": event.parent.code if event.parent else "",
        }


def _bookings(*, at: datetime) -> Iterator[Values]:
    for event in _told():
        yield from _bookings_on(event, at=at)


def _bookings_on(event: Event, *, at: datetime) -> Iterator[Values]:
    """Of each person's bookings on it the one that counts, among those for which a package has a word.

    Of who was erased there is no key by which a package could know them again.
    """
    has_begun = event.has_begun(at=at)
    bookings = Booking.objects.filter(event=event, person__erased_at=None).order_by("pk")
    outcomes = {
        booking: outcome
        for booking in bookings.select_related("person", "agency", "target_group__scheme", "role")
        if (outcome := outcome_of(booking, has_begun=has_begun))
    }
    for booking in that_count(outcomes).values():
        group = booking.target_group
        yield {
            "event": event.code,
            "person": booking.person.code,
            "outcome": outcomes[booking],
            "unscheduled": booking.unscheduled,
            "reason": booking.reason,
            "agency": booking.agency.code,
            "target_group": group.code if group and group.scheme.is_current else "",
            "role": booking.role.code if booking.role else "",
        }


def _head_counts() -> Iterator[Values]:
    counts = HeadCount.objects.filter(event__in=Event.objects.listed()).order_by("pk")
    return values_at(counts, "audience", "people", event="event__code")


def _trainers() -> Iterator[Values]:
    trainers = EventTrainer.objects.filter(event__in=Event.objects.listed()).order_by("pk")
    return values_at(trainers, "name", "days", "lived_experience", event="event__code", agency="agency__code")


EVENTS_OUT = Outgoing(EVENTS, _events)
HEADCOUNTS_OUT = Outgoing(HEADCOUNTS, _head_counts)
TRAINERS_OUT = Outgoing(TRAINERS, _trainers)


def bookings_out(*, at: datetime) -> Outgoing:
    """The sheet of bookings, as they stand at that moment."""
    return Outgoing(BOOKINGS, partial(_bookings, at=at))
