"""The board's policy on notice and charges: which one is in force, what a booking was made under, and what it means."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from core import audit, once, working_days
from core.audit import Actor
from events.models import LONDON, Booking, Event, Policy
from people.models import Person
from training.models import Course

FREE, PENNY = Decimal(0), Decimal("0.01")
HALF_A_DAY = timedelta(hours=4)


def in_force(*, at: datetime) -> Policy | None:
    """The policy of that day; None before the first one starts."""
    return Policy.objects.filter(starts_on__lte=at.astimezone(LONDON).date()).first()


@once.change
def adopt(policy: Policy, *, by: Actor, at: datetime) -> Policy:
    """Let a new, unsaved policy hold from its day on. None on record is ever changed: bookings stay under theirs."""
    policy.save(force_insert=True)
    audit.record("policies.adopt", policy, by=by, at=at)
    return policy


def of(booking: Booking) -> Policy:
    """The policy that the booking was made under; where there was none, what one says if nobody decides otherwise."""
    return booking.policy or Policy(starts_on=booking.made_at.astimezone(LONDON).date())


def price(policy: Policy | None, event: Event, person: Person) -> Decimal:
    """What a place costs that person's agency. Contributing agencies, and those of which nobody knows, pay nothing.

    Conferences are free, and a place in a workshop is part of one on its conference.
    """
    if policy is None or _is_free(event) or person.agency.contributes is not False:
        return FREE
    half_day = policy.place_price if policy.half_day_price is None else policy.half_day_price
    return sum((half_day if length <= HALF_A_DAY else policy.place_price for length in _days_of(event)), FREE)


def charge(booking: Booking) -> Decimal:
    """What the booking costs as things stand, by its own policy; nothing where a manager waived that."""
    return FREE if booking.waived_at else _full_charge(booking)


def waived(booking: Booking) -> Decimal:
    """What a manager waived of what it would cost as things stand."""
    return _full_charge(booking) if booking.waived_at else FREE


def _full_charge(booking: Booking) -> Decimal:
    """Whoever only waited is never charged."""
    if not booking.held_place or _is_free(booking.event):
        return FREE
    if booking.cancelled_late:
        return late_charge(of(booking), booking.price)
    if booking.attendance == Booking.Attendance.ABSENT:
        return of(booking).absence_charge
    return booking.price if booking.state == Booking.State.CONFIRMED else FREE


def late_charge(policy: Policy, price: Decimal) -> Decimal:
    """What giving a place of that price back late costs: a sum or, to the penny, a share of its price."""
    if not policy.late_share:
        return policy.late_charge
    return (price * policy.late_share / 100).quantize(PENNY, ROUND_HALF_UP)


def is_late(booking: Booking, *, at: datetime) -> bool:
    """Whether giving the booking up at `at` is late; never for somebody who holds no place, or one in a workshop."""
    return booking.held_place and not booking.event.parent_id and at > in_time_until(booking.event, of(booking))


def in_time_until(event: Event, policy: Policy) -> datetime:
    """The last moment at which giving a place back is in time: at the event's time of day, so many days before."""
    by_calendar = event.starts_on - timedelta(days=policy.notice_days)
    day = working_days.away(event.starts_on, -policy.notice_days) if policy.in_working_days else by_calendar
    return datetime.combine(day, event.starts_time, tzinfo=LONDON)


def _days_of(event: Event) -> Iterator[timedelta]:
    """How long it goes on on each of its days."""
    for begins, ends in event.stretches:
        days = (ends.date() - begins.date()).days + 1
        yield from [ends - begins] if days == 1 else [timedelta(days=1)] * days


def _is_free(event: Event) -> bool:
    return event.parent_id is not None or event.course.kind == Course.Kind.CONFERENCE
