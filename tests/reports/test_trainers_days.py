"""The days that trainers gave are the same in the managers' list, in the places that they earn, and in the report."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.years import Period, period_of
from events import given, lending
from events.models import Event, EventTrainer, Policy
from people.models import Agency, Duty
from reports.counting.programme import contributions
from reports.counting.reference import Reference
from reports.counting.window import Window
from reports.measures import NOT_RECORDED
from tests.events.pages import event_in, page
from tests.makers import NOW, make_agency, make_conference, make_event, make_user, make_workshop

pytestmark = pytest.mark.django_db
YEAR = Period(2026)


def events() -> Iterator[Event]:
    """Some that count, a workshop among them, and some that don't: of last year, to come, cancelled, a draft."""
    conference = make_conference(days=-3)
    yield from (conference, make_workshop(conference), make_event(days=-1))
    yield make_event(days=-9, status=Event.Status.HELD, register_closed_at=NOW)
    yield make_event(days=-60)
    yield make_event(days=1)
    yield make_event(days=-2, status=Event.Status.CANCELLED, cancelled_at=NOW)
    yield make_event(days=-2, status=Event.Status.DRAFT)


@pytest.fixture
def agencies() -> dict[str, Agency | None]:
    """Three who gave trainers for other days each at all of those events, one of them unknown."""
    Policy.objects.create(starts_on=date(2020, 1, 1), places_per_trainer_day=1)
    lent = {"north": make_agency("north"), "south": make_agency("south"), NOT_RECORDED: None}
    for event in events():
        for days, (name, agency) in zip(("0.25", "1.50", "2"), lent.items(), strict=True):
            EventTrainer.objects.create(event=event, name=f"Of {name}", agency=agency, days=Decimal(days))
    return lent


def test_the_list_the_places_earned_and_the_report_say_the_same(agencies: dict[str, Agency | None]) -> None:
    work = given.work(at=NOW).filter(event__starts_on__range=(YEAR.starts, YEAR.ends))
    counted = contributions(Window(YEAR, NOW), Reference.load())
    sums = dict(zip(agencies, given.by_agency(work), strict=True))
    assert {name: one.reported for name, one in sums.items()} == {name: row["days"] for name, row in counted.items()}
    assert [one.days for one in sums.values()] == [1, 6, 8]
    reported = dict(zip(agencies, given.by_agency(work.filter(is_reported=True)), strict=True))
    for name, row in counted.items():
        assert (reported[name].trainers, reported[name].at_events) == (row["trainers"], row["events"]) == (1, 3)
    for name, agency in agencies.items():
        account = lending.account_of(agency, until=YEAR.ends, at=NOW).given if agency else []
        this_year = sum(one.training.days for one in account if one.training.event.starts_on >= YEAR.starts)
        assert this_year == (sums[name].days if agency else 0)


@pytest.mark.once
def test_managers_filter_sort_and_download_it(client: Client) -> None:
    client.force_login(make_user(Duty.Kind.MANAGER))
    address, south = reverse("all_trainers"), make_agency("south")
    yesterday, long_ago = event_in(-1), event_in(-800)
    assert "No agency gave a day that fits" in page(client, address)
    for name, event, agency, days in (
        ("Jo", yesterday, south, 2),
        ("Kim", long_ago, south, 3),
        ("Lou", long_ago, None, 4),
    ):
        EventTrainer.objects.create(event=event, name=name, agency=agency, days=days)
    sums: dict[str, int | None] = {
        f"year={period_of(yesterday.starts_on).name}": 2,
        f"year={period_of(long_ago.starts_on).name}": 7,
        f"year={period_of(long_ago.starts_on).name}&agency={south.pk}&sort=days": 3,
        "year=ever&agency=none": 4,
        "year=ever&q=Kim&agencies-sort=-days": 3,
        "year=rubbish&agency=x&sort=rubbish": None,
    }
    for asked, said in sums.items():
        shown = client.get(f"{address}?{asked}").context["whole"]
        assert said is None or shown.days == said
    for table, row in (("agencies-", "South,1,1,3.00,3.00"), ("", "Kim,South,")):
        file: Any = client.get(f"{address}?year={period_of(long_ago.starts_on).name}&{table}download=csv")
        assert row in b"".join(file.streaming_content).decode()
