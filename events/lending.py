"""Lending: the places that an agency earns by lending trainers, and which of its places they pay for; no change.

Each day given earns so many places by the policy of that day, once the event has begun. They are set against places
that cost something, on events of that day and later, the earliest first, one each whatever it costs, until none is
left. What was given back late, or missed, is charged all the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from events import policies
from events.given import work
from events.models import Booking, Event, EventTrainer, Policy
from people.models import Agency

A_PLACE = 1


@dataclass(frozen=True)
class Given:
    """Work of a trainer that an agency lent, and the places that it earned."""

    training: EventTrainer
    places: Decimal


@dataclass(frozen=True)
class Account:
    """What an agency earned, which bookings that paid for, by their ids, and how much is left."""

    given: list[Given]
    paid: frozenset[int]
    left: Decimal


def account_of(agency: Agency, *, until: date, at: datetime) -> Account:
    """The credits of the agency up to that day, as things stand at that moment."""
    given = _given_by(agency, until=until, at=at)
    return _settle(given, _places_of(agency, until=until, at=at) if given else [])


def _given_by(agency: Agency, *, until: date, at: datetime) -> list[Given]:
    trained = work(at=at).filter(agency=agency, event__starts_on__lte=until, days__gt=0)
    in_order = trained.select_related("event__course").order_by("event__starts_on", "event__starts_time", "pk")
    known = list(Policy.objects.all())
    each = [Given(one, one.days * _earned_a_day(known, one.event.starts_on)) for one in in_order]
    return [one for one in each if one.places]


def _earned_a_day(known: Iterable[Policy], day: date) -> int:
    return next((policy.places_per_trainer_day for policy in known if policy.starts_on <= day), 0)


def _places_of(agency: Agency, *, until: date, at: datetime) -> list[Booking]:
    """The places that cost their price, on events that have begun, in the order of their events."""
    had = Booking.objects.filter(
        agency=agency,
        state=Booking.State.CONFIRMED,
        held_place=True,
        price__gt=0,
        event__in=Event.objects.started(at=at),
        event__starts_on__lte=until,
    ).exclude(attendance=Booking.Attendance.ABSENT)
    in_order = had.select_related("event__course", "policy").order_by("event__starts_on", "event__starts_time", "pk")
    return [booking for booking in in_order if policies.charge(booking)]


def _settle(given: Iterable[Given], places: Iterable[Booking]) -> Account:
    given, earned, paid, left = list(given), list(given), set(), Decimal(0)
    for booking in places:
        while earned and earned[0].training.event.starts_on <= booking.event.starts_on:
            left += earned.pop(0).places
        if left >= A_PLACE:
            paid.add(booking.pk)
            left -= A_PLACE
    return Account(given, frozenset(paid), left + sum(one.places for one in earned))
