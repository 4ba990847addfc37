"""The dates of events that meet several times: the only module that changes them, and keeps their event in step.

An event keeps its first and last moment, by which it begins, ends, sorts and is reported; its dates say where between
them it meets. Fewer than two dates are one stretch, which needs no rows.
"""

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from core import words
from core.refusals import Refusal
from events.models import Event, EventDate, EventDateQuerySet


class DatesNotKept(Refusal):
    """The event can't meet on those dates."""


def of(event: Event) -> EventDateQuerySet:
    """The event's dates as they are now, whatever was asked before."""
    return EventDate.objects.filter(event=event)


def frame(dates: Iterable[EventDate]) -> dict[str, Any]:
    """The first and last moment of an event that meets on those dates, by the names of its fields; {} of none."""
    in_order = _in_order(dates)
    if not in_order:
        return {}
    first, last = in_order[0], in_order[-1]
    return {
        "starts_on": first.held_on,
        "starts_time": first.starts_time,
        "ends_on": last.held_on,
        "ends_time": last.ends_time,
    }


def keep(event: Event, dates: Iterable[EventDate]) -> bool:
    """Let the event meet on those dates and no others; whether that is new. Wants its lock held and it framed by them.

    A date that stays keeps its row, so that what hangs on it stays true.
    """
    wanted = {date.held_on: date for date in _in_order(dates)}
    if len(wanted) < 2:
        wanted = {}
    kept = {date.held_on: date for date in of(event)}
    gone = [date.pk for day, date in kept.items() if day not in wanted]
    moved = [date for day, date in kept.items() if day in wanted and _take_times(date, wanted[day])]
    new = [EventDate(event=event, **_facts(date)) for day, date in wanted.items() if day not in kept]
    _demand_no_marks(event, gone, is_first_time=bool(new) and not kept)
    of(event).filter(pk__in=gone).delete()
    EventDate.objects.bulk_update(moved, ["starts_time", "ends_time"])
    EventDate.objects.bulk_create(new)
    vars(event).get("_prefetched_objects_cache", {}).pop("dates", None)  # what it was asked before isn't so any more
    demand_in_step(event)
    return bool(gone or moved or new)


def demand_in_step(event: Event) -> None:
    """Refuse an event whose first and last moment aren't those of its dates, or that wants more of them attended."""
    several = list(of(event))
    framed = frame(several)
    if any(getattr(event, name) != value for name, value in framed.items()):
        raise DatesNotKept(f"{event.name} meets on several dates: change those, not when the whole begins and ends.")
    if event.enough_dates and not several:
        raise DatesNotKept(f"{event.name} meets once: how many dates are enough is said where there are several.")
    if (event.enough_dates or 0) > len(several):
        number = words.count_noun(len(several), "date")
        raise DatesNotKept(f"{event.name} meets on {number}: nobody can attend {event.enough_dates} of them.")


def _demand_no_marks(event: Event, gone: list[int], *, is_first_time: bool) -> None:
    """What is marked stays where it is."""
    marked = of(event).filter(pk__in=gone, attendances__isnull=False).first()
    if marked:
        raise DatesNotKept(f"People are marked on {marked}: take those marks back first.")
    if is_first_time and event.bookings.marked().exists():
        raise DatesNotKept(f"People are marked on the register of {event}: take the marks back before it has dates.")


def _in_order(dates: Iterable[EventDate]) -> list[EventDate]:
    in_order = sorted(dates, key=lambda date: date.held_on)
    for one, other in pairwise(in_order):
        if one.held_on == other.held_on:
            raise DatesNotKept(f"It meets once a day: {words.day(one.held_on)} is there twice.")
    for date in in_order:
        if date.ends_time <= date.starts_time:
            raise DatesNotKept(f"On {words.day(date.held_on)} it would end before it starts.")
    return in_order


def _take_times(date: EventDate, wanted: EventDate) -> bool:
    """Give the date that stays the times that are wanted; whether they are others."""
    if _facts(date) == _facts(wanted):
        return False
    date.starts_time, date.ends_time = wanted.starts_time, wanted.ends_time
    return True


def _facts(date: EventDate) -> dict[str, Any]:
    return {"held_on": date.held_on, "starts_time": date.starts_time, "ends_time": date.ends_time}
