"""The monthly statement of an agency: what its places on the events of that month cost, as things stand; no change.

Places that its trainers' days pay for are among them, at nothing: events/lending.py says which.
"""

import csv
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import StringIO

from core import words
from core.csv_cells import safe_cell
from events import lending, policies
from events.models import LONDON, Booking
from people.models import Agency, AgencyQuerySet, User
from people.rules import may_manage_training

HEADER = ("agency", "month", "day", "event", "person", "for", "charge", "credit")
ON_CREDIT = "A place, paid by trainer days"
MONTHS_BACK = 24
IN_ORDER = ("event__starts_on", "event__starts_time", "event", "person__last_name", "person__first_name", "pk")


@dataclass(frozen=True)
class Line:
    """One booking that costs something, or would but for a waiver or a credit."""

    booking: Booking
    what: str
    charge: Decimal


@dataclass(frozen=True)
class Statement:
    """The lines of a month, the trainers' days given in it, and the places left that those earned up to its end."""

    lines: list[Line]
    given: list[lending.Given]
    left: Decimal

    @property
    def total(self) -> Decimal:
        """The sum of the lines."""
        return sum((line.charge for line in self.lines), policies.FREE)

    @property
    def on_credit(self) -> int:
        """How many places trainers' days paid for."""
        return sum(line.what == ON_CREDIT for line in self.lines)


def of(agency: Agency, month: date, *, at: datetime) -> Statement:
    """What the agency is charged for events of that month that have begun, and for places on any given back late.

    What was waived is among it, at nothing.
    """
    account = lending.account_of(agency, until=_last_day(month), at=at)
    held = Booking.objects.filter(agency=agency, held_place=True).select_related("event__course", "person", "policy")
    lines = [_line(booking, account) for booking in held.filter(**_in(month, "event__")).order_by(*IN_ORDER)]
    given = [one for one in account.given if one.training.event.starts_on.replace(day=1) == month]
    return Statement([line for line in lines if line and _is_due(line.booking, at=at)], given, account.left)


def _line(booking: Booking, account: lending.Account) -> Line | None:
    if booking.pk in account.paid:
        return Line(booking, ON_CREDIT, policies.FREE)
    charge = policies.charge(booking)
    return Line(booking, _what(booking), charge) if charge or policies.waived(booking) else None


def _is_due(booking: Booking, *, at: datetime) -> bool:
    return booking.state == Booking.State.CANCELLED or booking.event.has_begun(at=at)


def _in(month: date, event: str) -> dict[str, int]:
    return {f"{event}starts_on__year": month.year, f"{event}starts_on__month": month.month}


def _last_day(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def agencies_of(user: User) -> AgencyQuerySet:
    """The agencies whose statements the user may read: a manager every one's, a lead their own."""
    mine = Agency.objects.all() if may_manage_training(user) else Agency.objects.filter(pk__in=user.led_agencies)
    return mine.order_by("name", "pk")


def months(*, at: datetime) -> list[date]:
    """The first days of this month and of those before it, the latest first."""
    today = at.astimezone(LONDON).date()
    counted = today.year * 12 + today.month - 1
    return [date(number // 12, number % 12 + 1, 1) for number in range(counted, counted - MONTHS_BACK, -1)]


def as_csv(agency: Agency, month: date, statement: Statement) -> str:
    """The days given and the lines as CSV, a header above them; `credit` is the places earned, and -1 for each used."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADER)
    about = (agency.name, f"{month:%Y-%m}")
    for one in statement.given:
        training, earned = one.training, words.trimmed(one.places)
        texts = (*about, f"{training.event.starts_on:%Y-%m-%d}", training.event.name, training.name, days_given(one))
        writer.writerow([*map(safe_cell, texts), "0.00", earned])
    for line in statement.lines:
        event = line.booking.event
        texts = (*about, f"{event.starts_on:%Y-%m-%d}", event.name, line.booking.person.name, line.what)
        writer.writerow([*map(safe_cell, texts), f"{line.charge:.2f}", "-1" if line.what == ON_CREDIT else ""])
    return out.getvalue()


def days_given(one: lending.Given) -> str:
    """How much work it was, in words."""
    days = one.training.days
    return f"{words.trimmed(days)} trainer day{'' if days == 1 else 's'}"


def _what(booking: Booking) -> str:
    return f"{_whatever(booking)}, waived" if booking.waived_at else _whatever(booking)


def _whatever(booking: Booking) -> str:
    if booking.cancelled_late:
        return "Given back late"
    return "Nobody came" if booking.attendance == Booking.Attendance.ABSENT else "A place"
