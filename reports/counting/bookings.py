"""Counts events and bookings: the figures of each scope, and the breakdowns that booking and event decide."""

from datetime import date
from typing import NamedTuple

from events.models import Event
from events.outcomes import COUNTED
from reports.counting.reference import Reference
from reports.counting.tallies import OUTCOME_COUNTS, Counts, Tally, Totals
from reports.counting.window import Span, Window
from reports.measures import NOT_RECORDED, SCOPES_OF_KIND


class EventFacts(NamedTuple):
    """What the report needs to know of one event."""

    pk: int
    span: int
    kind: str
    code: str
    title: str
    course: int
    area: int | None
    places: int | None
    parent: int | None
    status: str
    starts_on: date


_COLUMNS = (
    "pk",
    "span",
    "course__kind",
    "code",
    "title",
    "course_id",
    "area_id",
    "places",
    "parent_id",
    "status",
    "starts_on",
)


def count_events(window: Window, reference: Reference, counts: Counts) -> dict[int, EventFacts]:
    """Count events and their bookings, with the breakdowns by area and course; returns the events held, by id."""
    begun = window.events().annotate(span=window.span_of("starts_on")).order_by("starts_on", "starts_time", "code")
    facts = [EventFacts(*row) for row in begun.values_list(*_COLUMNS)]
    booked = {pk: tuple(row) for pk, *row in window.bookings().values_list("event_id").annotate(**OUTCOME_COUNTS)}
    for event in facts:
        if event.parent is not None:
            continue
        if event.status == Event.Status.CANCELLED:
            for scope in SCOPES_OF_KIND[event.kind]:
                counts.totals[Span(event.span), scope].events_cancelled += 1
        else:
            _count_event(event, booked.get(event.pk), reference, counts)
    return {event.pk: event for event in facts if event.status != Event.Status.CANCELLED}


def _count_event(event: EventFacts, booked: tuple[int, ...] | None, reference: Reference, counts: Counts) -> None:
    tally = Tally(*booked or ())
    for scope in SCOPES_OF_KIND[event.kind]:
        _add_event(counts.totals[Span(event.span), scope], event, tally, reference)
    if booked:
        counts.add("by_area", event.span, event.kind, reference.area(event.area), booked)
        counts.add("by_course", event.span, event.kind, reference.course(event.course), booked)


def _add_event(totals: Totals, event: EventFacts, tally: Tally, reference: Reference) -> None:
    totals.events += 1
    totals.registers_closed += event.status == Event.Status.HELD
    totals.courses.add(event.course)
    totals.add(tally.counts)
    totals.hours += (reference.courses[event.course].hours or 0) * tally.attended
    if event.places is not None:
        totals.events_with_places += 1
        totals.places += event.places
        totals.attended_where_places += tally.attended


def count_facts_of_the_day(window: Window, reference: Reference, counts: Counts) -> None:
    """Count the breakdowns by what the bookings keep of their day: agency and its sector, target group, role."""
    groups = window.bookings().values_list("span", "kind", "agency_id", "target_group_id", "role_id")
    for span, kind, agency, target_group, role, *counted in groups.annotate(**OUTCOME_COUNTS):
        counts.add("by_agency", span, kind, reference.agency(agency), counted)
        counts.add("by_sector", span, kind, reference.sector(agency), counted)
        counts.add("by_target_group", span, kind, reference.target_group(target_group), counted)
        counts.add("by_role", span, kind, reference.role(role), counted)


def count_reasons(window: Window, counts: Counts) -> None:
    """Count why people cancelled or did not come."""
    missed = window.bookings().filter(COUNTED["cancelled"] | COUNTED["did_not_attend"])
    for span, kind, reason, *counted in missed.values_list("span", "kind", "reason").annotate(**OUTCOME_COUNTS):
        counts.add("by_reason", span, kind, reason or NOT_RECORDED, counted)
