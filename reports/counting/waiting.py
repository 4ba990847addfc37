"""Counts the demand that was not met: who waited for a place until the event began, and had none."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet

from events import demand
from reports.compared import beside_the_year_before
from reports.counting.reference import Reference, in_order
from reports.counting.window import Span, Window
from reports.measures import ALL, KINDS_OF_SCOPE

Row = dict[str, Any]


def in_vain(window: Window) -> QuerySet[Any]:
    """The bookings that waited in vain, in no order, each with its `span`; who came all the same is none of them."""
    held = window.held_apart_from_workshops().filter(course__kind__in=KINDS_OF_SCOPE[ALL])
    waited = demand.in_vain(at=window.at).filter(event__in=held.values("pk"))
    return waited.annotate(span=window.span_of("event__starts_on")).order_by()


def unmet(window: Window, reference: Reference) -> Row:
    """How often and how many people waited in vain, and for which courses, beside the year before."""
    waited = {span: Counter[str]() for span in Span}
    people: dict[Span, set[int]] = {span: set() for span in Span}
    for span, course, person in in_vain(window).values_list("span", "event__course", "person"):
        waited[Span(span)][reference.course(course)] += 1
        people[Span(span)].add(person)
    this, before = waited[Span.THIS], waited[Span.BEFORE]
    return {
        "waited": _compared(this.total(), before.total()),
        "people": _compared(len(people[Span.THIS]), len(people[Span.BEFORE])),
        "by_course": list(_by_course(this, before, reference)),
    }


def _compared(value: int, previous: int) -> Row:
    return {"value": value, **beside_the_year_before(value, previous)}


def _by_course(this: Counter[str], before: Counter[str], reference: Reference) -> Iterator[Row]:
    for code, label in in_order({*this, *before}, reference.labels()["by_course"]).items():
        beside = beside_the_year_before(this[code], before[code])
        yield {"code": code, "label": label, "waited": this[code], **beside}
