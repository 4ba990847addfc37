"""Counts what the programme was made of: a conference's workshops and choices, and who gave trainers for how long."""

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from events.models import Booking, WorkshopChoice
from events.outcomes import COUNTED
from reports.counting.bookings import EventFacts
from reports.counting.numbers import number
from reports.counting.reference import Reference
from reports.counting.window import Span, Window
from reports.measures import NOT_RECORDED

Row = dict[str, Any]


def workshops(window: Window, held: Mapping[int, EventFacts], reference: Reference) -> list[Row]:
    """The workshops of this period's conferences, in the order in which they took place; they count in no figure."""
    conferences = {pk: event.code for pk, event in held.items() if event.span == Span.THIS}
    bookings = Booking.objects.filter(event__in=window.held(Span.THIS).exclude(parent=None).values("pk")).order_by()
    by_event = bookings.values_list("event_id").annotate(
        n_booked=Count("pk", filter=COUNTED["booked"]), n_came=Count("pk", filter=COUNTED["attended"])
    )
    counted = {pk: (booked, came) for pk, booked, came in by_event}
    return [
        {
            "code": event.code,
            "label": event.title or reference.courses[event.course].title,
            "conference": conferences[event.parent],
            "places": event.places,
            "booked": counted.get(pk, (0, 0))[0],
            "attended": counted.get(pk, (0, 0))[1],
        }
        for pk, event in held.items()
        if event.span == Span.THIS and event.parent in conferences
    ]


def wishes(window: Window) -> QuerySet[Any]:
    """What delegates of this period's conferences ranked, in no order; each with whether they have it, as `met`."""
    place = Booking.objects.filter(
        event=OuterRef("workshop"),
        person=OuterRef("booking__person"),
        state=Booking.State.CONFIRMED,
        held_place=True,
    )
    conferences = window.held_apart_from_workshops(Span.THIS).values("pk")
    ranked = WorkshopChoice.objects.filter(booking__event__in=conferences, booking__state=Booking.State.CONFIRMED)
    return ranked.annotate(met=Exists(place)).order_by()


def choices(window: Window, held: Mapping[int, EventFacts], reference: Reference) -> list[Row]:
    """For each conference whose delegates ranked workshops: how many wishes there were, and what became of them.

    A wish is a delegate's first choice for one time of day. Who has a place in a workshop that they ranked lower had a
    later choice met.
    """
    counted = (
        wishes(window)
        .values_list("booking__event_id")
        .annotate(
            n_delegates=Count("booking", distinct=True),
            n_first=Count("pk", filter=Q(rank=1)),
            n_first_met=Count("pk", filter=Q(rank=1, met=True)),
            n_later_met=Count("pk", filter=Q(rank__gt=1, met=True)),
        )
    )
    by_event = {pk: row for pk, *row in counted}
    return [
        {
            "code": event.code,
            "label": event.title or reference.courses[event.course].title,
            **dict(zip(("delegates", "first_choices", "first_met", "later_met"), by_event[pk], strict=True)),
        }
        for pk, event in held.items()
        if pk in by_event
    ]


def contributions(window: Window, reference: Reference) -> dict[str, Row]:
    """By the code of the agency that a trainer is of: how many trained, at how many events, and their days."""
    nothing = {"trainers": 0, "events": 0, "days": Decimal(0), "previous": Decimal(0)}
    found: dict[str, Row] = defaultdict(nothing.copy)
    given = window.trainers()
    for span, agency, days, count in given.values_list("span", "agency_id", "days").annotate(n=Count("*")):
        found[_code(agency, reference)]["days" if span == Span.THIS else "previous"] += days * count
    this = given.filter(span=Span.THIS).values_list("agency_id")
    for agency, trainers, events in this.annotate(Count("name", distinct=True), Count("event", distinct=True)):
        found[_code(agency, reference)] |= {"trainers": trainers, "events": events}
    return dict(found)


def lived_experience(window: Window) -> Row:
    """At how many events people with lived experience took part as trainers, and for how many days."""
    given = window.trainers().filter(lived_experience=True, span=Span.THIS)
    days = sum((days * count for days, count in given.values_list("days").annotate(n=Count("*"))), Decimal(0))
    names = given.aggregate(trainers=Count("name", distinct=True), events=Count("event", distinct=True))
    return {**names, "days": number(days)}


def _code(agency: int | None, reference: Reference) -> str:
    return NOT_RECORDED if agency is None else reference.agency(agency)
