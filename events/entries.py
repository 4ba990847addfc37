"""Entries: what a booking says in its person's calendar, the same in letters and in the feed that calendars look at.

Nothing of it is kept. An entry is named after the booking and counted through its dates; a booking that took over from
an earlier one of the same person goes on under that one's name, so that the entry moves to the other date. How often it
was changed is how much the trail says of the bookings and events behind it, which only ever grows.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.template.loader import render_to_string
from django.urls import reverse

from core import audit, calendars
from core.calendars import Entry
from core.mail import Part
from core.models import AuditEntry
from events import workshops
from events.models import Booking, Event, EventDate
from people.models import Person

Acts = Mapping[str, tuple[int, datetime]]


@dataclass(frozen=True)
class Past:
    """What is behind a booking's entries: their name, the events they were on, and all of it on the trail."""

    root: str
    events: frozenset[int]
    subjects: frozenset[str]


def of(person: Person, bookings: Iterable[Booking]) -> list[Entry]:
    """The entries of that person's bookings, read with their workshops: one for each date of each. Two statements."""
    told = list(bookings)
    pasts = _pasts(person, [booking.pk for booking in told])
    acts = audit.acts_on({subject for past in pasts.values() for subject in past.subjects})
    return [entry for booking in told for entry in _entries(booking, pasts[booking.pk], acts)]


def parts(booking: Booking) -> list[Part]:
    """What a letter about the booking has beside its words: the entries it has, and cancelled those it has no more.

    None of a booking that never held a place. All are cancelled, if the booking is.
    """
    if not booking.held_place:
        return []
    booking.workshops = list(workshops.of_delegate(booking))
    past = _pasts(booking.person, [booking.pk])[booking.pk]
    told = list(_entries(booking, past, audit.acts_on(past.subjects)))
    told += gone(told, past.events, past.root, booking.event.name)
    return calendars.parts(told, to=booking.person.address, name=booking.person.name)


def at_each_date(event: Event, root: str, title: str, **said: Any) -> Iterator[Entry]:
    """The entries of an event, one for each of its dates, named after the same root and counted."""
    stretches = event.stretches
    for number, (begins, ends) in enumerate(stretches, start=1):
        counted = title if len(stretches) == 1 else f"{title} ({number} of {len(stretches)})"
        yield Entry(f"{root}-{number}", begins=begins, ends=ends, title=counted, place=_place(event), **said)


def gone(told: list[Entry], events: Collection[int], root: str, title: str) -> list[Entry]:
    """The entries of dates that those events have no more, cancelled; each like the first of those there are."""
    numbers = range(len(told) + 1, _most_dates(events) + 1)
    return [replace(told[0], name=f"{root}-{number}", title=title, is_cancelled=True) for number in numbers]


def _entries(booking: Booking, past: Past, acts: Acts) -> Iterator[Entry]:
    event, is_cancelled = booking.event, booking.state == Booking.State.CANCELLED
    on_trail = [acts[subject] for subject in past.subjects if subject in acts]
    # A cancellation outranks whatever it cancels, also where an import left nothing on the booking's own trail.
    changes = sum(times for times, _ in on_trail) + is_cancelled
    as_of = max([booking.made_at, *(last for _, last in on_trail)])
    page = settings.SITE_URL + reverse("booking", args=[booking.pk])
    said = {"changes": changes, "as_of": as_of, "about": _about(booking), "page": page, "is_cancelled": is_cancelled}
    return at_each_date(event, past.root, event.name, **said)


def _place(event: Event) -> str:
    if event.venue is None:
        return ""
    return ", ".join([event.venue.name, *filter(None, map(str.strip, event.venue.address.splitlines()))])


def _about(booking: Booking) -> str:
    mine = [part for part in booking.workshops if part.state == Booking.State.CONFIRMED]
    context = {"booking": booking, "event": booking.event, "workshops": mine, "site_url": settings.SITE_URL}
    return render_to_string("mail/_calendar_entry.txt", context).strip()


def _pasts(person: Person, bookings: Iterable[int]) -> dict[int, Past]:
    """What is behind each of those bookings of that person, by its id; one statement."""
    rows = Booking.objects.filter(person=person).values_list("pk", "event_id", "replaces_id", "part_of_id")
    event_of, replaced, whole_of = {}, {}, {}
    for pk, event, earlier, whole in rows:
        event_of[pk], replaced[pk], whole_of[pk] = event, earlier, whole
    pasts = {}
    for booking in bookings:
        chain = list(_back_from(booking, replaced))
        behind = [*chain, *(pk for pk, whole in whole_of.items() if whole in chain)]
        subjects = {f"{Booking._meta.label_lower}:{pk}" for pk in behind} | _named(event_of[pk] for pk in behind)
        pasts[booking] = Past(f"booking-{chain[-1]}", frozenset(event_of[pk] for pk in chain), frozenset(subjects))
    return pasts


def _back_from(booking: int, replaced: Mapping[int, int | None]) -> Iterator[int]:
    """The booking, the one of the same person that it took over from, and so on."""
    at: int | None = booking
    while at is not None and at in replaced:
        yield at
        at = replaced[at]


def _named(events: Iterable[int]) -> set[str]:
    return {f"{Event._meta.label_lower}:{pk}" for pk in events}


def _most_dates(events: Collection[int]) -> int:
    """The most dates that one of the events has, or had before a change of its dates."""
    now = EventDate.objects.filter(event__in=events).order_by().values_list("event").annotate(Count("pk"))
    changes = AuditEntry.objects.filter(subject__in=_named(events), verb="programme.change")
    were = [int(details.get("dates_were") or 0) for details in changes.values_list("details", flat=True)]
    return max([0, *were, *[int(dates) for _, dates in now]])
