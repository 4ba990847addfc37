"""Pictures of events: what the rule of the mix looks at, read from the rows in one query."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import CharField, Count, DateField, Value
from django.db.models.functions import Coalesce

from events.mix import ANY_AGENCY, Path, Picture, Share
from events.models import Booking, Event, MixRule
from people.models import Agency


def path_of(agency: Agency) -> Path:
    """The agency's path: its sector and itself."""
    return agency.sector_id, agency.pk


def share_of(rule: MixRule) -> Share:
    """The rule as plain data."""
    sector = rule.agency.sector_id if rule.agency else rule.sector_id
    return _share(sector, rule.agency_id, rule.places, str(rule.agency or rule.sector or ""), rule.until)


def of(event: Event, *, at: datetime) -> Picture:
    """The event's places at that moment. Under the event's lock they stay so."""
    return of_each([event], at=at)[event.pk]


def of_each(events: Iterable[Event], *, at: datetime) -> dict[int, Picture]:
    """The places of each at that moment, by its id."""
    by_id = {event.pk: event for event in events}
    shares: dict[tuple[int, str], list[Share]] = defaultdict(list)
    people: dict[tuple[int, str], dict[Path, int]] = defaultdict(dict)
    ordered = set()
    for event, what, sector, agency, number, turns, name, until in _rows(by_id, at=at):
        if what in MixRule.Kind:
            shares[event, what].append(_share(sector, agency, number, name, until))
        else:
            people[event, what][sector, agency] = number
        if what == Booking.State.WAITING and turns:
            ordered.add(event)
    return {
        pk: Picture(
            event.places,
            held=_together(people[pk, state] for state in Booking.HOLDING),
            waiting=people[pk, Booking.State.WAITING],
            kept=shares[pk, MixRule.Kind.RESERVE],
            caps=shares[pk, MixRule.Kind.CAP],
            prefers_mix=event.prefers_mix,
            is_ordered=pk in ordered,
        )
        for pk, event in by_id.items()
    }


def _rows(events: Iterable[int], *, at: datetime) -> Any:
    """A row for each rule in force, and for each agency and state with how many people, and how many of them a manager
    put in line; one statement, on every way to a place.
    """
    sector, name = Coalesce("agency__sector_id", "sector_id"), Coalesce("agency__name", "sector__name", Value(""))
    rules = MixRule.objects.in_force(at=at).filter(event__in=events).order_by()
    states = (*Booking.HOLDING, Booking.State.WAITING)
    people = Booking.objects.filter(event__in=events, state__in=states, unscheduled=False).order_by()
    by_agency = people.values("event_id", "state", "agency__sector_id", "agency_id")
    counted = by_agency.annotate(number=Count("pk"), turns=Count("turn"))
    none, never = Value("", output_field=CharField()), Value(None, output_field=DateField())
    return rules.values_list("event_id", "kind", sector, "agency_id", "places", Value(0), name, "until").union(
        counted.values_list("event_id", "state", "agency__sector_id", "agency_id", "number", "turns", none, never),
        all=True,
    )


def _share(sector: int | None, agency: int | None, places: int, name: str, until: date | None) -> Share:
    path = tuple(pk for pk in (sector, agency) if pk)
    return Share(places, path or ANY_AGENCY, name, until)


def _together(counts: Iterable[dict[Path, int]]) -> dict[Path, int]:
    total: dict[Path, int] = defaultdict(int)
    for count in counts:
        for agency, people in count.items():
            total[agency] += people
    return dict(total)
