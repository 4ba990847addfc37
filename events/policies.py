"""The board's policy on notice and charges: which one is in force, what a booking was made under, and what it means."""

from datetime import datetime, timedelta
from decimal import Decimal

from core import working_days
from events.models import LONDON, Booking, Event, Policy
from people.models import Person
from training.models import Course

FREE = Decimal(0)


def in_force(*, at: datetime) -> Policy | None:
    """The policy of that day; None before the first one starts."""
    return Policy.objects.filter(starts_on__lte=at.astimezone(LONDON).date()).first()


def of(booking: Booking) -> Policy:
    """The policy that the booking was made under; where there was none, what one says if nobody decides otherwise."""
    return booking.policy or Policy(starts_on=booking.made_at.astimezone(LONDON).date())


def price(policy: Policy | None, event: Event, person: Person) -> Decimal:
    """What a place costs that person's agency. Contributing agencies, and those of which nobody knows, pay nothing."""
    if policy is None or event.course.kind == Course.Kind.CONFERENCE or person.agency.contributes is not False:
        return FREE
    return policy.place_price


def charge(booking: Booking) -> Decimal:
    """What the booking costs as things stand, by its own policy. Whoever only waited is never charged."""
    if not booking.held_place or booking.event.course.kind == Course.Kind.CONFERENCE:
        return FREE
    if booking.cancelled_late:
        return of(booking).late_charge
    if booking.attendance == Booking.Attendance.ABSENT:
        return of(booking).absence_charge
    return booking.price if booking.state == Booking.State.CONFIRMED else FREE


def is_late(booking: Booking, *, at: datetime) -> bool:
    """Whether giving the booking up at `at` is late; never for somebody who holds no place."""
    return booking.held_place and at > in_time_until(booking.event, of(booking))


def in_time_until(event: Event, policy: Policy) -> datetime:
    """The last moment at which giving a place back is in time: at the event's time of day, so many days before."""
    by_calendar = event.starts_on - timedelta(days=policy.notice_days)
    day = working_days.away(event.starts_on, -policy.notice_days) if policy.in_working_days else by_calendar
    return datetime.combine(day, event.starts_time, tzinfo=LONDON)
