"""The programme and one's own training as people read them; changes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import BooleanField, Count, ExpressionWrapper, F, Q, prefetch_related_objects

from core.search import words_in
from events import waiting as waiting_list
from events.models import Booking, Event, EventQuerySet
from people.models import Person, TargetGroup
from training.models import Course, Enrolment

SEARCHED = ("title", "code", "course__title", "course__summary", "venue__name", "area__name")


def open_to(person: Person | None, *, at: datetime) -> EventQuerySet:
    """Coming events that are booked by themselves, soonest first; none that is for another agency only."""
    agency = person.agency_id if person else None
    audience = Q(for_agency=None) | Q(for_agency=agency) if agency else Q(for_agency=None)
    return Event.objects.coming(at=at).filter(audience, parent=None)


def with_places(events: EventQuerySet) -> EventQuerySet:
    """Each with what its card shows: `places_left` (None: not limited), `people_waiting`, and whether it `has_place`.

    As in bookings.book, nobody has a place while somebody waits for one.
    """
    free = Q(places=None) | Q(places__gt=F("places_taken"))
    waiting = Count("bookings", filter=Q(bookings__state=Booking.State.WAITING))
    counted = events.with_places_taken().annotate(places_left=F("places") - F("places_taken"), people_waiting=waiting)
    return counted.annotate(
        has_place=ExpressionWrapper(free & Q(people_waiting=0), output_field=BooleanField())
    ).select_related("course", "area", "venue", "for_agency", "parent__course")


def with_dates(events: Iterable[Event]) -> list[Event]:
    """Those events, each with its dates if it meets several times; one query at most, and none where none does."""
    listed = list(events)
    prefetch_related_objects([event for event in listed if event.ends_on > event.starts_on], "dates")
    return listed


def matching(events: EventQuerySet, text: str) -> EventQuerySet:
    """Those in whose title, code, summary, venue or area each word of `text` occurs, whatever the capitals."""
    return events.filter(words_in(SEARCHED, text))


def for_target_group(events: EventQuerySet, group: TargetGroup) -> EventQuerySet:
    """Those whose course is for that target group, or for everybody."""
    # A subquery, for a join would count each booking once a group.
    return events.filter(course__in=Course.objects.filter(Q(target_groups=group) | Q(target_groups=None)))


def other_dates(event: Event, person: Person | None, *, at: datetime) -> EventQuerySet:
    """The coming events of the same course, with what is free on them."""
    return with_places(open_to(person, at=at).filter(course=event.course_id).exclude(pk=event.pk))


def live_booking(event: Event, person: Person | None) -> Booking | None:
    """The person's booking on the event, if it still means something."""
    return event.bookings.live().filter(person=person).first() if person else None


def _is_ahead(booking: Booking, *, at: datetime) -> bool:
    """Whether something of it is still to come: it hasn't begun, or holds a place and hasn't ended."""
    if booking.state == Booking.State.CONFIRMED:
        return not booking.event.has_ended(at=at)
    return booking.state in Booking.LIVE and not booking.event.has_begun(at=at)


@dataclass
class MyTraining:
    """One person's bookings and e-learning, sorted by what they mean now."""

    coming: list[Booking]
    under_way: set[int]
    waiting: list[tuple[Booking, int | None]]
    past: list[Booking]
    e_learning: list[Enrolment]


def training_of(person: Person, *, at: datetime) -> MyTraining:
    """Everything that the person booked or enrolled in: what comes soonest first, what is past latest first."""
    booked = person.bookings.select_related("event__course", "event__area", "event__venue")
    in_order = list(booked.order_by("event__starts_on", "event__starts_time", "pk"))
    with_dates(booking.event for booking in in_order)
    ahead = [booking for booking in in_order if _is_ahead(booking, at=at)]
    waiting = [booking for booking in ahead if booking.state == Booking.State.WAITING]
    lines = waiting_list.positions(waiting)
    return MyTraining(
        coming=[booking for booking in ahead if booking not in waiting],
        under_way={booking.pk for booking in ahead if booking.event.has_begun(at=at)},
        waiting=[(booking, lines.get(booking.pk)) for booking in waiting],
        past=[booking for booking in reversed(in_order) if booking not in ahead],
        e_learning=list(person.enrolments.select_related("course").order_by("-enrolled_on", "-pk")),
    )
