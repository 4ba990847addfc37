"""Marks: read, kept and added up to the attendance of each booking; nothing else writes attendance.

Of an event of several dates each mark has a row, and what they amount to is the booking's attendance; of any other the
booking's attendance is the mark. What writes wants the event's lock held, and leaves what is recorded to the module
that knows why. Writing takes as many statements as there are different marks, however many people have them.
"""

from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

from events import attendance, dates
from events.attendance import Mark, mark_of
from events.models import Booking, DateAttendance, Event, EventDate

Value = TypeVar("Value", bound=Hashable)


@dataclass(frozen=True)
class Line:
    """One line of a register: a booking with its mark on the date that the register is of."""

    booking: Booking
    mark: Mark

    @property
    def label(self) -> str:
        """The mark in words, without its minutes."""
        return str(Booking.Attendance(self.mark.attendance).label)


def lines(event: Event, on: EventDate | None) -> list[Line]:
    """The register's lines of that date, in the order of names."""
    people = event.bookings.filter(state=Booking.State.CONFIRMED).select_related("person", "agency")
    in_order = people.order_by("person__last_name", "person__first_name", "pk")
    if on is None:
        return [Line(booking, mark_of(booking)) for booking in in_order]
    marks = {row.booking_id: mark_of(row) for row in on.attendances.all()}
    return [Line(booking, marks.get(booking.pk, Mark())) for booking in in_order]


def keep(event: Event, on: EventDate | None, changed: Mapping[Booking, Mark]) -> None:
    """Keep those marks of that date, and what they amount to."""
    if on is None:
        for mark, people in _by_value(changed).items():
            event.bookings.filter(pk__in=people).update(**asdict(mark))
        return
    _keep_rows(on, changed)
    _add_up(event)


def count_again(event: Event) -> dict[Booking, str]:
    """Work everything out anew by the event's dates and rule as they are now; the bookings that changed, as they were.

    A mark without minutes stays as it was made.
    """
    before = dict(event.bookings.filter(state=Booking.State.CONFIRMED).values_list("pk", "attendance"))
    for on in dates.of(event) or [None]:
        marks = {line: attendance.counted(line.mark, grace=event.grace_minutes) for line in lines(event, on)}
        keep(event, on, {line.booking: mark for line, mark in marks.items() if mark != line.mark})
    bookings = event.bookings.filter(pk__in=before)
    return {booking: was for booking in bookings if (was := before[booking.pk]) != booking.attendance}


def told(was: Mark, mark: Mark, on: EventDate | None) -> dict[str, Any]:
    """What the trail says of a mark that changed: from what to what, the minutes, and on which date."""
    minutes = {name: value for name, value in asdict(mark).items() if name != "attendance" and value is not None}
    date = {"on": on.held_on.isoformat()} if on else {}
    return {"was": was.attendance, "now": mark.attendance} | minutes | date


def _keep_rows(on: EventDate, changed: Mapping[Booking, Mark]) -> None:
    on.attendances.filter(booking__in=[booking for booking, mark in changed.items() if not mark.attendance]).delete()
    DateAttendance.objects.bulk_create(
        [
            DateAttendance(booking=booking, date=on, **asdict(mark))
            for booking, mark in changed.items()
            if mark.attendance
        ],
        update_conflicts=True,
        unique_fields=["booking", "date"],
        update_fields=["attendance", "minutes_late", "minutes_early"],
    )


def _add_up(event: Event) -> None:
    """Give each booking the attendance that its marks on the event's dates amount to."""
    days = [date.pk for date in dates.of(event)]
    seen: dict[int, dict[int, str]] = defaultdict(dict)
    for row in DateAttendance.objects.filter(date__event=event):
        seen[row.booking_id][row.date_id] = row.attendance
    others = {}
    for booking in event.bookings.filter(state=Booking.State.CONFIRMED):
        on_dates = [seen[booking.pk].get(day, "") for day in days]
        amounts_to = attendance.in_all(on_dates, enough=event.enough_dates)
        if amounts_to != booking.attendance:
            others[booking] = amounts_to
    for amounts_to, people in _by_value(others).items():
        event.bookings.filter(pk__in=people).update(attendance=amounts_to)


def _by_value(values: Mapping[Booking, Value]) -> dict[Value, list[int]]:
    people: dict[Value, list[int]] = defaultdict(list)
    for booking, value in values.items():
        people[value].append(booking.pk)
    return people
