"""The cards of events, on the programme and beside an event of the same course."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time
from typing import NamedTuple

from django.utils.safestring import SafeString

from core import fragments
from events.models import Event


class Card(NamedTuple):
    """All that a card shows, under the names that the templates of a whole event use."""

    code: str
    name: str
    kind: str
    for_agency: str
    starts_on: date
    starts_time: time
    ends_on: date
    ends_time: time
    meets_on: int
    days: tuple[date, ...]
    same_times: tuple[time, time] | None
    venue: str
    area: str
    has_place: bool
    places_left: int | None
    people_waiting: int
    why_wait: str


def of(event: Event) -> Card:
    """The card of an event of `browsing.as_seen_from`."""
    dates = event.meets_on
    return Card(
        code=event.code,
        name=event.name,
        kind=event.course.get_kind_display(),
        for_agency=str(event.for_agency or ""),
        starts_on=event.starts_on,
        starts_time=event.starts_time,
        ends_on=event.ends_on,
        ends_time=event.ends_time,
        meets_on=len(dates),
        days=tuple(event.days) if dates else (),
        same_times=event.same_times if dates else None,
        venue=str(event.venue or ""),
        area=str(event.area or ""),
        has_place=event.has_place,
        places_left=event.places_left,
        people_waiting=event.people_waiting,
        why_wait=event.why_wait,
    )


def drawn(events: Iterable[Event]) -> list[SafeString]:
    """Their cards as HTML."""
    return [fragments.drawn("events/_card.html", event=of(event)) for event in events]
