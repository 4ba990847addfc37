"""What the API tells of events and bookings: the programme to everybody, and an agency's bookings to its own system."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from core.addresses import on_this_site
from core.api.lists import SINCE, Asked, Listing
from core.api.values import (
    ADDRESS,
    DAY,
    FLAG,
    HOURS,
    MOMENT,
    TEXT,
    WHOLE,
    Field,
    Record,
    maybe,
    one_of,
    record,
    several,
)
from events import browsing
from events.models import Booking, Event
from people.api import PERSON
from people.models import Person
from training.api import COURSE_NAMED, LEVEL

STRETCH = record(
    Record(
        "Stretch",
        "From when to when it goes on.",
        (
            Field("starts_at", MOMENT, "When it begins.", lambda stretch: stretch[0]),
            Field("ends_at", MOMENT.like("2027-03-10T16:30:00+00:00"), "When it ends.", lambda stretch: stretch[1]),
        ),
    )
)
_CODE = Field("code", TEXT.like("neglect-2027-03"), "Its code, which never changes.")
_TITLE = Field("title", TEXT.like("Recognising neglect"), "What it is called.", "name")
_STARTS = Field("starts_at", MOMENT, "When it begins, on the first of its dates if there are several.")
_ENDS = Field("ends_at", MOMENT.like("2027-03-10T16:30:00+00:00"), "When it ends, on the last of them.")
_DATES = Field("dates", several(STRETCH), "Each of its dates; a booking covers them all.", "stretches")
_COURSE = Field("course", COURSE_NAMED, "Which course it is a run of.")


def page_of(event: Event) -> str:
    """The address at which people read about an event, and book."""
    return on_this_site(reverse("event", args=[event.code]))


COMING_EVENT = Record(
    "Event",
    "A coming event.",
    (
        _CODE,
        _TITLE,
        _COURSE,
        Field("level", LEVEL, "Its course’s level; null if it has none.", "course.level.name"),
        Field("hours", maybe(HOURS), "How many hours it counts for; null if not known.", "course.hours"),
        _STARTS,
        _ENDS,
        _DATES,
        Field("area", maybe(TEXT.like("Fenland")), "The part of the county; null if not said.", "area.name"),
        Field("venue", maybe(TEXT.like("Town Hall")), "Where it is; null if not known yet.", "venue.name"),
        Field("venue_address", maybe(TEXT.like("1 High Street")), "The venue’s address.", "venue.address"),
        Field("places", maybe(WHOLE), "How many places it has; null where there is no limit."),
        Field(
            "places_free",
            maybe(WHOLE.like(4)),
            "How many of them the agency’s staff may have, or without a key anybody; null where there is no limit.",
            lambda event: None if event.places_left is None else max(event.places_left, 0),
        ),
        Field("people_waiting", WHOLE.like(0), "How many wait for a place."),
        Field(
            "has_place", FLAG, "Whether somebody of the agency, or without a key anybody, who books now gets a place."
        ),
        Field(
            "opens_on", maybe(DAY.like("2027-01-04")), "The first day on which it can be booked; null: any.", "opens_on"
        ),
        Field(
            "closes_on",
            maybe(DAY.like("2027-03-03")),
            "The last day on which it can be booked; null: any.",
            "closes_on",
        ),
        Field(
            "is_for_agency_only",
            FLAG.like(example=False),
            "Whether it is for the agency’s staff alone.",
            lambda event: event.for_agency_id is not None,
        ),
        Field(
            "page", ADDRESS.like("https://training.example.org/events/neglect-2027-03/"), "Where it is booked.", page_of
        ),
    ),
)


def _programme(asked: Asked) -> QuerySet[Any]:
    audience = Person(agency=asked.agency) if asked.agency else None
    return browsing.with_places(browsing.open_to(audience, at=asked.at)).select_related(
        "course__level", "area", "venue", "for_agency"
    )


def _as_seen(events: list[Event], asked: Asked) -> Sequence[Event]:
    return browsing.with_dates(browsing.as_seen_from(asked.agency, events, at=asked.at))


EVENTS = Listing(
    "events",
    "The programme",
    "What is to come and can be booked. With a key also what is for the agency alone, and what its staff may have of"
    " what is free. What has begun or is cancelled isn’t there any more. Needs no key.",
    COMING_EVENT,
    _programme,
    _as_seen,
    needs_key=False,
)

BOOKED_EVENT = Record(
    "BookedEvent",
    "What was booked.",
    (
        _CODE,
        _TITLE,
        _COURSE,
        Field(
            "status",
            one_of(Event.Status.values[1:], "held"),
            "“published” is to come or not closed yet, “held” has its register closed.",
        ),
        _STARTS,
        _ENDS,
        _DATES,
        Field(
            "page",
            ADDRESS.like("https://training.example.org/events/neglect-2027-03/"),
            "Where it is told of.",
            page_of,
        ),
    ),
)
BOOKING = Record(
    "Booking",
    "A booking that was made for somebody of the agency.",
    (
        Field("id", WHOLE.like(90210), "Its number, which never changes. Booking again makes another.", "pk"),
        Field("person", PERSON, "Who comes. They may have left the agency since."),
        Field("event", record(BOOKED_EVENT), "What was booked."),
        Field("state", one_of(Booking.State.values, "confirmed"), "How it stands; only “confirmed” has a place."),
        Field("is_walk_in", FLAG.like(example=False), "Whether they came without a booking.", "unscheduled"),
        Field(
            "attendance",
            maybe(one_of(Booking.Attendance.values[1:], "attended")),
            "What the register says; null is not recorded, which is not absent. Final once the event is “held”.",
            lambda booking: booking.attendance or None,
        ),
        Field(
            "hours",
            maybe(HOURS),
            "How many hours of learning it counts for: those of its course for whoever came, else null.",
            lambda booking: booking.event.course.hours if booking.attendance in Booking.CAME else None,
        ),
        Field("made_at", MOMENT.like("2027-01-11T08:15:00+00:00"), "When it was made."),
        Field("cancelled_at", maybe(MOMENT.like("2027-03-01T08:15:00+00:00")), "When it was cancelled; else null."),
        Field("cancelled_late", maybe(FLAG), "Whether that was late by the board’s policy; null if not cancelled."),
    ),
)


def _bookings(asked: Asked) -> QuerySet[Any]:
    # Who isn't on record any more is a number, and an HR system may still know whose it was.
    found = Booking.objects.whole().filter(agency=asked.agency, person__erased_at=None)
    if since := asked.said.get(SINCE.name):
        found = found.filter(event__ends_on__gte=since)
    return found.select_related("person", "event__course")


def _with_dates(bookings: list[Booking], asked: Asked) -> Sequence[Booking]:
    browsing.with_dates(booking.event for booking in bookings)
    return bookings


BOOKINGS = Listing(
    "bookings",
    "The agency’s bookings",
    "All that was booked, asked for or waited for by the agency’s staff, in every state, with what the register says."
    " Workshops go with their conference. A booking stays with the agency that it was made for. Bookings change:"
    " read again what ends from some weeks ago on, with “since”.",
    BOOKING,
    _bookings,
    _with_dates,
    filters=(SINCE,),
)
