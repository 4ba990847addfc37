"""The board's policy on notice and charges: which one is in force, what a booking was made under, and what it means."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from django.db.models import Q

from core import audit, once, words, working_days
from core.audit import Actor
from core.refusals import Refusal
from events.models import LONDON, Booking, Event, Policy, PriceTier
from people.models import Agency, Person

FREE, PENNY = Decimal(0), Decimal("0.01")
HALF_A_DAY = timedelta(hours=4)


class Price(NamedTuple):
    """What a place costs those of one kind of organisation that do not contribute; `whose` is blank for all others."""

    whose: str
    day: Decimal
    half_day: Decimal


class Terms(NamedTuple):
    """What a place costs an agency that books it now, until when it is given back in time, and what it costs then."""

    agency: Agency
    price: Decimal
    in_time_until: datetime
    late_charge: Decimal


class NotAdopted(Refusal):
    """The policy would change what held on days that are over, or what another one says of its first day."""


def in_force(*, at: datetime) -> Policy | None:
    """The policy of that day; None before the first one starts."""
    return Policy.objects.filter(starts_on__lte=at.astimezone(LONDON).date()).first()


def why_not_adopt(starts_on: date, *, at: datetime) -> Refusal | None:
    """Why no policy can hold from that day on, or None. Only a board's first may begin in the past."""
    starts = words.day(starts_on)
    if Policy.objects.filter(starts_on=starts_on).exists():
        return NotAdopted(f"There is a policy from {starts} already, and none on record changes: choose another day.")
    if starts_on < at.astimezone(LONDON).date() and Policy.objects.exists():
        return NotAdopted(f"{starts} is over, and bookings stay under the policy of their day: begin today or later.")
    return None


@once.change
def adopt(policy: Policy, *, by: Actor, at: datetime, tiers: Iterable[PriceTier] = ()) -> Policy:
    """Let a new, unsaved policy hold from its day on, with its tiers. None on record is ever changed."""
    list(Policy.objects.select_for_update().order_by("pk"))
    if refusal := why_not_adopt(policy.starts_on, at=at):
        raise refusal
    policy.save(force_insert=True)
    for tier in tiers:
        tier.policy = policy
        tier.save(force_insert=True)
    audit.record("policies.adopt", policy, by=by, at=at)
    return policy


def to_come(*, at: datetime) -> list[Policy]:
    """Those on record that hold from a later day on, the next one first."""
    return list(Policy.objects.filter(starts_on__gt=at.astimezone(LONDON).date()).order_by("starts_on"))


def of(booking: Booking) -> Policy:
    """The policy that the booking was made under; where there was none, what one says if nobody decides otherwise."""
    return booking.policy or Policy(starts_on=booking.made_at.astimezone(LONDON).date())


def price(policy: Policy | None, event: Event, person: Person) -> Decimal:
    """What a place costs that person's agency. Contributing agencies, and those of which nobody knows, pay nothing.

    Others pay by the tier of their kind of organisation, for each day or half day. Some kinds of event are free, and a
    place in a workshop is part of one on its conference.
    """
    if policy is None or is_free(policy, event) or person.agency.contributes is not False:
        return FREE
    day, half_day = rates(policy, person.agency)
    return sum((half_day if length <= HALF_A_DAY else day for length in lengths(event)), FREE)


def lengths(event: Event) -> Iterator[timedelta]:
    """How long the event goes on on each of its days."""
    for begins, ends in event.stretches:
        days = (ends.date() - begins.date()).days + 1
        yield from [ends - begins] if days == 1 else [timedelta(days=1)] * days


def terms(event: Event, agency: Agency, *, at: datetime) -> Terms:
    """What a place on the event means for that agency, if it is booked at that moment."""
    policy = in_force(at=at) or Policy(starts_on=event.starts_on)
    costs = price(policy, event, Person(agency=agency))
    return Terms(agency, costs, in_time_until(event, policy), late_charge(policy, event, costs))


def rates(policy: Policy, agency: Agency) -> tuple[Decimal, Decimal]:
    """What a day and half a day cost an agency of that kind which does not contribute."""
    tier = policy.tiers.filter(kind=agency.kind_id).first() if policy.pk and agency.kind_id else None
    day, half_day = (tier.day_price, tier.half_day_price) if tier else (policy.place_price, policy.half_day_price)
    return day, day if half_day is None else half_day


def prices_of(policy: Policy) -> list[Price]:
    """What places cost under the policy, by kind of organisation, and at last for all others."""
    priced = [(tier.kind.name, tier.day_price, tier.half_day_price) for tier in policy.tiers.select_related("kind")]
    each = [*priced, ("", policy.place_price, policy.half_day_price)]
    return [Price(whose, day, day if half_day is None else half_day) for whose, day, half_day in each]


def is_free(policy: Policy, event: Event) -> bool:
    """Whether the event is free for everybody under that policy, whatever becomes of a place on it."""
    return event.parent_id is not None or event.course.kind in policy.free_kinds


COSTLY = Q(held_place=True) & (Q(price__gt=0) | Q(cancelled_late=True) | Q(attendance=Booking.Attendance.ABSENT))
"""The bookings that may be charged for; of all others `charge` is nothing."""


def charge(booking: Booking) -> Decimal:
    """What the booking costs as things stand, by its own policy; nothing where a manager waived that."""
    return FREE if booking.waived_at else _full_charge(booking)


def waived(booking: Booking) -> Decimal:
    """What a manager waived of what it would cost as things stand."""
    return _full_charge(booking) if booking.waived_at else FREE


def _full_charge(booking: Booking) -> Decimal:
    """Whoever only waited is never charged."""
    policy = of(booking)
    if not booking.held_place or is_free(policy, booking.event):
        return FREE
    if booking.cancelled_late:
        return late_charge(policy, booking.event, booking.price)
    if booking.attendance == Booking.Attendance.ABSENT:
        return policy.absence_charge
    return booking.price if booking.state == Booking.State.CONFIRMED else FREE


def late_charge(policy: Policy, event: Event, price: Decimal) -> Decimal:
    """What giving a place of that price back late costs: a sum or, to the penny, a share of its price."""
    if is_free(policy, event):
        return FREE
    if not policy.late_share:
        return policy.late_charge
    return (price * policy.late_share / 100).quantize(PENNY, ROUND_HALF_UP)


def is_late(booking: Booking, *, at: datetime) -> bool:
    """Whether giving the booking up at `at` is late; never for somebody who holds no place, or one in a workshop."""
    until = in_time_until(booking.event, of(booking), news_at=booking.news_at)
    return booking.held_place and not booking.event.parent_id and at > until


def in_time_until(event: Event, policy: Policy, *, news_at: datetime | None = None) -> datetime:
    """The last moment at which giving a place back is in time: at the event's time of day, so many days before.

    Where the place came from the waiting list, or the event was put off, not before the policy's hours after that news.
    """
    by_calendar = event.starts_on - timedelta(days=policy.notice_days)
    day = working_days.away(event.starts_on, -policy.notice_days) if policy.in_working_days else by_calendar
    notice_ends = datetime.combine(day, event.starts_time, tzinfo=LONDON)
    return max(notice_ends, news_at + timedelta(hours=policy.hours_after_news)) if news_at else notice_ends
