"""Merging agencies, on the events' floor: what has begun keeps the agency of its day, what is to come goes along."""

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet

from core.years import period_of
from events import lending, policies, programme, waiting
from events.models import LONDON, Booking, Event
from events.programme import Contradiction
from people.merging_agencies import Holding
from people.models import Agency


def _events_to_come(events: QuerySet[Any], at: datetime) -> QuerySet[Any]:
    """Those that have not begun; a workshop begins with its conference."""
    begun = Event.objects.started(at=at)
    return events.exclude(pk__in=begun).exclude(parent__in=begun)


def _to_come(rows: QuerySet[Any], at: datetime) -> QuerySet[Any]:
    """Those of such events."""
    return rows.filter(event__in=_events_to_come(Event.objects.order_by(), at).values("pk"))


BOOKINGS = Holding("events.Booking.agency", "booking", goes=_to_come)
MIX_RULES = Holding("events.MixRule.agency", "rule of a mix,rules of mixes", goes=_to_come)
OF_AN_AGENCY = (
    BOOKINGS,
    Holding("events.Event.for_agency", "event for its people alone,events for its people alone", goes=_events_to_come),
    MIX_RULES,
    Holding("events.EventTrainer.agency", "trainer lent,trainers lent", goes=_to_come),
)


def not_over() -> QuerySet[Event, int]:
    """The ids of the events whose locks a merge wants: nobody books, or is marked, on any of them meanwhile."""
    return Event.objects.filter(status__in=[Event.Status.DRAFT, Event.Status.PUBLISHED]).values_list("pk", flat=True)


def why_not(kept: Agency, gone: Agency, *, at: datetime) -> Iterator[str]:
    """Where the mix of an event that is to come says something of both, or could not be so of the kept one."""
    events = Event.objects.filter(pk__in=MIX_RULES.going(gone, at=at).values("event")).select_related("course")
    for event in events.order_by("starts_on", "pk"):
        rules = list(event.mix_rules.select_related("agency", "sector"))
        if any(rule.agency_id == kept.pk for rule in rules):
            yield f"The mix of {event} says something of both. Leave there what is to hold for {kept} alone."
        elif sentence := _contradiction(event, kept, gone, at=at):
            yield f"The mix of {event} could not be so: {sentence}"


def _contradiction(event: Event, kept: Agency, gone: Agency, *, at: datetime) -> str:
    rules = list(event.mix_rules.in_force(at=at).select_related("agency", "sector"))
    for rule in rules:
        if rule.agency_id == gone.pk:
            rule.agency = kept
    try:
        programme.demand_no_contradiction(event, rules)
    except Contradiction as refusal:
        return refusal.sentence
    return ""


def whose_lists_move(gone: Agency, *, at: datetime) -> set[int]:
    """The ids of the events on which whose turn it is may be another matter once the agencies are one."""
    return {
        event
        for holding in (BOOKINGS, MIX_RULES)
        for event in holding.going(gone, at=at).order_by().values_list("event", flat=True)
    }


def move_lists(events: Collection[int], *, at: datetime) -> None:
    """Pass free places on to those whose turn it is now. Wants the events' locks held."""
    waits = Booking.objects.filter(event=OuterRef("pk"), state=Booking.State.WAITING)
    for event in Event.objects.filter(Exists(waits), pk__in=events).select_related("course", "parent").order_by("pk"):
        waiting.promote(event, at=at)


def by_year(agency: Agency) -> dict[str, int]:
    """How many bookings the agency has in each reporting year, the latest first."""
    days = Booking.objects.filter(agency=agency).order_by("-event__starts_on").values_list("event__starts_on")
    years: Counter[str] = Counter()
    for day, bookings in days.annotate(Count("pk")):
        years[period_of(day).year] += bookings
    return dict(years)


def charged_so_far(agency: Agency, *, at: datetime) -> Decimal:
    """What its statements come to for what stays with it: nothing waived, or that trainers' days paid for, is in it."""
    paid = lending.account_of(agency, until=at.astimezone(LONDON).date(), at=at).paid
    stays = Booking.objects.filter(agency=agency).exclude(pk__in=BOOKINGS.going(agency, at=at).values("pk"))
    return _charged(stays.exclude(pk__in=paid))


def charged_to_come(agency: Agency, *, at: datetime) -> Decimal:
    """What its statements will come to, as things stand, for what goes along."""
    return _charged(BOOKINGS.going(agency, at=at))


def _charged(bookings: QuerySet[Any]) -> Decimal:
    costly = bookings.filter(policies.COSTLY).select_related("event__course", "policy")
    return sum(map(policies.charge, costly), policies.FREE)
