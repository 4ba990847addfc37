"""The programme and one's own training as people read them; changes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from math import inf

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    prefetch_related_objects,
)

from core.search import words_in
from events import mix_words, pictures
from events import waiting as waiting_list
from events.mix import NOWHERE
from events.models import LONDON, Area, Booking, Event, EventQuerySet, MixRule
from people.models import Agency, Person, TargetGroup
from training.models import Course, Enrolment

SEARCHED = ("title", "code", "course__title", "course__summary", "venue__name", "area__name")


def open_to(person: Person | None, *, at: datetime) -> EventQuerySet:
    """Coming events that are booked by themselves, soonest first; none that is for another agency only."""
    agency = person.agency_id if person else None
    audience = Q(for_agency=None) | Q(for_agency=agency) if agency else Q(for_agency=None)
    return Event.objects.coming(at=at).filter(audience, parent=None)


def with_places(events: EventQuerySet) -> EventQuerySet:
    """Each with what its card shows: `places_left` (None: not limited), `people_waiting`, and whether it `has_place`.

    As in bookings.book, nobody has a place while somebody waits for one. Where there are rules of the mix
    (`has_mix_rules`), that depends on who asks: `as_seen_from`.
    """
    free = Q(places=None) | Q(places__gt=F("places_taken"))
    seen = {
        "people_waiting": Count("bookings", filter=Q(bookings__state=Booking.State.WAITING)),
        "places_left": F("places") - F("places_taken"),
        "has_place": ExpressionWrapper(free & Q(people_waiting=0), output_field=BooleanField()),
        "has_mix_rules": Exists(MixRule.objects.filter(event=OuterRef("pk"))),
    }
    counted = events.with_places_taken().annotate(**seen)
    return counted.select_related("course", "area", "venue", "for_agency", "parent__course")


ON_A_CARD = (
    "code", "title", "starts_on", "starts_time", "ends_on", "ends_time", "places", "prefers_mix",
    "course__title", "course__kind", "area__name", "venue__name", "for_agency__name",
)  # fmt: skip


def on_cards(events: EventQuerySet) -> EventQuerySet:
    """The same of events that are booked by themselves, and no more of each than its card needs."""
    around = ("course", "area", "venue", "for_agency")
    return with_places(events).select_related(None).select_related(*around).only(*ON_A_CARD)


Offered = tuple[tuple[str, str, str], ...]


def offered(events: EventQuerySet) -> Offered:
    """What one may narrow those events down to: what it is ("topic", "area" or "group"), its code and its name."""
    topics = Course.objects.filter(pk__in=events.order_by().values("course")).order_by()
    groups = TargetGroup.objects.filter(scheme__is_current=True).order_by()
    named = topics.annotate(what=Value("topic"), place=Value(0))
    rows = named.values_list("what", "place", "title", "code").union(
        Area.objects.order_by().values_list(Value("area"), "pk", "name", "code"),
        groups.values_list(Value("group"), "pk", "name", "code"),
        all=True,
    )
    # Topics by their titles, areas and groups as they were put on record.
    in_order = rows.order_by("place", "title")
    return tuple(
        (what, code, str(TargetGroup(code=code, name=name)) if what == "group" else name)
        for what, _, name, code in in_order
    )


def as_seen_from(agency: Agency | None, events: Iterable[Event], *, at: datetime) -> list[Event]:
    """Those events of `with_places` as they are for people from that agency, or for a visitor from who knows where.

    Each has `has_place`, whether booking it now gets a place, `places_left`, how many they may have, and `why_wait`,
    why they may have none that is free. A visitor may turn out to be somebody whom they are kept for: so to a visitor
    all are left, and why some may not have them is told too. One query, however many events.
    """
    shown = list(events)
    with_rules = [event for event in shown if event.has_mix_rules]
    seen = pictures.of_each(with_rules, at=at) if with_rules else {}
    path = pictures.path_of(agency) if agency else NOWHERE
    for event in shown:
        event.why_wait = ""
        if picture := seen.get(event.pk):
            event.why_wait = mix_words.why_not(picture, path, named=str(agency))
            left = picture.left_for(path) if agency else picture.free
            event.has_place = left > 0 and not picture.can_move
            event.places_left = None if left == inf else int(left)
    return shown


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


def dates_of(course: Course, person: Person | None, *, at: datetime) -> EventQuerySet:
    """The coming events of the course that the person, or anybody, may book."""
    return open_to(person, at=at).filter(course=course)


def catalogue(person: Person | None, *, at: datetime) -> QuerySet[Course]:
    """Every course, with `next_on`: the day of the next event of it that the person, or anybody, may book."""
    coming = open_to(person, at=at).filter(course=OuterRef("pk"))
    return Course.objects.select_related("level").annotate(next_on=Subquery(coming.values("starts_on")[:1]))


def other_dates(event: Event, person: Person | None, *, at: datetime) -> list[Event]:
    """The coming events of the same course, with what is free on them for that person."""
    return with_what_is_free(dates_of(event.course, person, at=at).exclude(pk=event.pk), person, at=at)


NAMED_AT_MOST = 3


def dates_instead(event: Event, person: Person | None, *, at: datetime) -> list[Event]:
    """The next dates of the event's course on which that person, or a visitor, gets a place if they book now.

    Three at most, and none that the person has booked, or awaits a place on.
    """
    today = at.astimezone(LONDON).date()
    is_open = Q(opens_on=None) | Q(opens_on__lte=today), Q(closes_on=None) | Q(closes_on__gte=today)
    dates = dates_of(event.course, person, at=at).filter(*is_open).exclude(pk=event.pk)
    if person and person.pk:
        dates = dates.exclude(pk__in=person.bookings.live().values("event"))
    return [date for date in with_what_is_free(dates, person, at=at) if date.has_place][:NAMED_AT_MOST]


def with_what_is_free(events: EventQuerySet, person: Person | None, *, at: datetime) -> list[Event]:
    """Those events with what is free on them for that person, and their dates."""
    return with_dates(as_seen_from(person.agency if person else None, with_places(events), at=at))


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
    """One person's bookings and e-learning, sorted by what they mean now; workshops go with their conference."""

    coming: list[Booking]
    under_way: set[int]
    waiting: list[tuple[Booking, int | None]]
    past: list[Booking]
    e_learning: list[Enrolment]


def training_of(person: Person, *, at: datetime) -> MyTraining:
    """Everything that the person booked or enrolled in: what comes soonest first, what is past latest first."""
    booked = person.bookings.select_related("event__course", "event__area", "event__venue")
    in_order = _with_workshops(booked.order_by("event__starts_on", "event__starts_time", "pk"))
    with_dates(booking.event for booking in in_order)
    ahead = [booking for booking in in_order if _is_ahead(booking, at=at)]
    waiting = [booking for booking in ahead if booking.state == Booking.State.WAITING]
    lines = waiting_list.positions(waiting, at=at)
    return MyTraining(
        coming=[booking for booking in ahead if booking not in waiting],
        under_way={booking.pk for booking in ahead if booking.event.has_begun(at=at)},
        waiting=[(booking, lines.get(booking.pk)) for booking in waiting],
        past=[booking for booking in reversed(in_order) if booking not in ahead],
        e_learning=list(person.enrolments.select_related("course").order_by("-enrolled_on", "-pk")),
    )


def places_of(person: Person, *, since: date) -> list[Booking]:
    """What the person has, or had, a place on that ended on that day or later; soonest first, workshops with their
    conference. Two statements, however many.
    """
    held = person.bookings.filter(state=Booking.State.CONFIRMED, event__ends_on__gte=since)
    read = held.exclude(event__status=Event.Status.CANCELLED).select_related("event__course", "event__venue")
    places = _with_workshops(read.order_by("event__starts_on", "event__starts_time", "pk"))
    with_dates(booking.event for booking in places)
    return places


def _with_workshops(booked: Iterable[Booking]) -> list[Booking]:
    """The bookings on whole events, those on conferences with what the person has, or waits for, in the workshops.

    Somebody of whom only the workshop is on record, by an import, has that as a booking of its own.
    """
    in_order = list(booked)
    whole = {booking.event_id for booking in in_order if booking.state == Booking.State.CONFIRMED}
    parts = defaultdict(list)
    for booking in in_order:
        booking.workshops = []
        if booking.event.parent_id in whole and booking.state in Booking.LIVE:
            parts[booking.event.parent_id].append(booking)
    for booking in in_order:
        if booking.state == Booking.State.CONFIRMED:
            booking.workshops = sorted(parts[booking.event_id], key=_by_time)
    return [booking for booking in in_order if not booking.part_of_id and booking.event.parent_id not in whole]


def _by_time(part: Booking) -> tuple[datetime, bool]:
    """A place comes before what one waits for meanwhile."""
    return part.event.starts_at, part.state == Booking.State.WAITING
