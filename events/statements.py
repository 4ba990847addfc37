"""The monthly statement of an agency: what its places on the events of that month cost, as things stand; no change."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import StringIO

from core.csv_cells import safe_cell
from events import policies
from events.models import LONDON, Booking
from people.models import Agency, AgencyQuerySet, User
from people.rules import may_manage_training

HEADER = ("agency", "month", "day", "event", "person", "for", "charge")
MONTHS_BACK = 24
IN_ORDER = ("event__starts_on", "event__starts_time", "event", "person__last_name", "person__first_name", "pk")


@dataclass(frozen=True)
class Line:
    """One booking that costs something."""

    booking: Booking
    what: str
    charge: Decimal


def of(agency: Agency, month: date, *, at: datetime) -> list[Line]:
    """What the agency is charged for events of that month that have begun, and for places on any given back late.

    What was waived is among it, at nothing.
    """
    held = Booking.objects.filter(agency=agency, held_place=True).select_related("event__course", "person", "policy")
    in_month = held.filter(event__starts_on__year=month.year, event__starts_on__month=month.month)
    lines = [Line(booking, _what(booking), policies.charge(booking)) for booking in in_month.order_by(*IN_ORDER)]
    lines = [line for line in lines if line.charge or policies.waived(line.booking)]
    return [line for line in lines if (_is_given_back(line) or line.booking.event.has_begun(at=at))]


def total(lines: Iterable[Line]) -> Decimal:
    """The sum of the lines."""
    return sum((line.charge for line in lines), policies.FREE)


def agencies_of(user: User) -> AgencyQuerySet:
    """The agencies whose statements the user may read: a manager every one's, a lead their own."""
    mine = Agency.objects.all() if may_manage_training(user) else Agency.objects.filter(pk__in=user.led_agencies)
    return mine.order_by("name", "pk")


def months(*, at: datetime) -> list[date]:
    """The first days of this month and of those before it, the latest first."""
    today = at.astimezone(LONDON).date()
    counted = today.year * 12 + today.month - 1
    return [date(number // 12, number % 12 + 1, 1) for number in range(counted, counted - MONTHS_BACK, -1)]


def as_csv(agency: Agency, month: date, lines: Iterable[Line]) -> str:
    """The lines as CSV, a header above them."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADER)
    for line in lines:
        event = line.booking.event
        texts = (agency.name, f"{month:%Y-%m}", f"{event.starts_on:%Y-%m-%d}", event.name, line.booking.person.name)
        writer.writerow([*map(safe_cell, (*texts, line.what)), f"{line.charge:.2f}"])
    return out.getvalue()


def _is_given_back(line: Line) -> bool:
    return line.booking.state == Booking.State.CANCELLED


def _what(booking: Booking) -> str:
    return f"{_whatever(booking)}, waived" if booking.waived_at else _whatever(booking)


def _whatever(booking: Booking) -> str:
    if booking.cancelled_late:
        return "Given back late"
    return "Nobody came" if booking.attendance == Booking.Attendance.ABSENT else "A place"
