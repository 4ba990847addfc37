"""The programme by the month: which events are on which day, those of several dates on each of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils.safestring import SafeString

from core import fragments
from core.months import Month, month_of
from events import browsing, cards
from events.models import LONDON, Event, EventQuerySet
from people.models import Agency

MONTHS_AHEAD = 24
"""How far the pages lead on: nobody plans further, and whoever follows every link comes to an end."""


@dataclass(frozen=True)
class Day:
    """One day of the month with what is on, as HTML; an empty place in a week where `on` is None."""

    on: date | None
    is_today: bool
    entries: list[SafeString]


@dataclass(frozen=True)
class Week:
    """Seven days, from Monday; bare, where none of them shows anything."""

    days: list[Day]

    @property
    def is_bare(self) -> bool:
        """Whether a list of days leaves all of it out."""
        return not any(day.entries or day.is_today for day in self.days)


def bounds(*, at: datetime) -> tuple[Month, Month]:
    """The first month that there is a page of, this one, and the last."""
    this = month_of(at.astimezone(LONDON).date())
    return this, this.plus(MONTHS_AHEAD)


def within(events: EventQuerySet, month: Month) -> EventQuerySet:
    """Those that have begun by the end of the month, and go on until then."""
    return events.filter(starts_on__lte=month.last, ends_on__gte=month.first)


def weeks_of(events: EventQuerySet, month: Month, *, agency: Agency | None, at: datetime) -> list[Week]:
    """The month in weeks, with those of the events that are on in it, as people of that agency see them."""
    listed = browsing.with_dates(browsing.on_cards(within(events, month)))
    entries = defaultdict(list)
    for event in browsing.as_seen_from(agency, listed, at=at):
        for on, starts, number in _occasions(event):
            entries[on].append((starts, _drawn(event, starts, number)))
    today = at.astimezone(LONDON).date()
    return [Week([_day(on, entries[on] if on else [], today) for on in week]) for week in month.weeks]


def first_after(events: EventQuerySet, month: Month) -> Month | None:
    """The next month in which one of the events begins."""
    first = events.filter(starts_on__gt=month.last).order_by("starts_on").values_list("starts_on", flat=True).first()
    return month_of(first) if first else None


def _occasions(event: Event) -> Iterator[tuple[date, time, int]]:
    """The days on which it is on: when it starts then, and which of several dates it is (0 where it has one)."""
    if not event.meets_on:
        yield event.starts_on, event.starts_time, 0
    for number, each in enumerate(event.meets_on, 1):
        yield each.held_on, each.starts_time, number


def _drawn(event: Event, starts: time, number: int) -> SafeString:
    return fragments.drawn("events/_month_entry.html", event=cards.of(event), starts=starts, number=number)


def _day(on: date | None, entries: list[tuple[time, SafeString]], today: date) -> Day:
    in_order = sorted(entries, key=lambda entry: entry[0])
    return Day(on, on == today, [drawn for _, drawn in in_order])
