"""Trainers lent earn places, which pay for those that cost something, the earliest first, by a stated rule."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from events import lending, statements
from events.models import Booking, Event, EventTrainer, Policy
from people.models import Agency
from tests.makers import NOW, make_agency, make_booking, make_event, make_person

pytestmark = pytest.mark.django_db
MAY, APRIL = date(2026, 5, 1), date(2026, 4, 1)


@pytest.fixture
def policy() -> Policy:
    said = {"place_price": 50, "absence_charge": 40, "places_per_trainer_day": 2}
    return Policy.objects.create(starts_on=date(2020, 1, 1), **said)


def lend(agency: Agency, event: Event, days: str = "1") -> EventTrainer:
    return EventTrainer.objects.create(event=event, name="Jo Hale", agency=agency, days=Decimal(days))


def place(agency: Agency, days: int, policy: Policy, outcome: str = "attended", **fields: Any) -> Booking:
    said: dict[str, Any] = {"policy": policy, "price": Decimal(50)} | fields
    return make_booking(make_event(days=days), make_person(agency=agency), outcome=outcome, **said)


def account(agency: Agency, until: date = date(2026, 5, 31)) -> lending.Account:
    return lending.account_of(agency, until=until, at=NOW)


def test_a_trainer_s_day_pays_for_places_of_its_day_and_later_the_earliest_first(policy: Policy) -> None:
    agency = make_agency(contributes=False)
    before, third, first, second = (place(agency, days, policy) for days in (-20, -5, -10, -8))
    lend(agency, first.event)
    assert account(agency) == lending.Account(account(agency).given, frozenset({first.pk, second.pk}), Decimal(0))
    assert {before.pk, third.pk} & account(agency).paid == set()
    lend(agency, make_event(days=-6), "0.5")
    assert third.pk in account(agency).paid


@pytest.mark.parametrize(
    ("outcome", "fields"),
    [
        ("did-not-attend", {}),
        ("cancelled-late", {}),
        ("cancelled", {}),
        ("attended", {"price": Decimal(0)}),
        ("attended", {"waived_at": NOW}),
    ],
)
def test_what_is_missed_given_back_free_or_waived_uses_none(policy: Policy, outcome: str, fields: Any) -> None:
    agency = make_agency(contributes=False)
    lend(agency, make_event(days=-10))
    place(agency, -5, policy, outcome, **fields)
    assert (account(agency).paid, account(agency).left) == (frozenset(), Decimal(2))


def test_it_is_earned_by_what_has_begun_and_by_the_policy_of_its_day(policy: Policy) -> None:
    agency = make_agency()
    lend(agency, make_event(days=1))
    lend(agency, make_event(days=-1, status="cancelled", cancelled_at=NOW))
    lend(make_agency(), make_event(days=-1))
    assert account(agency).given == []
    lend(agency, make_event(days=-40))
    Policy.objects.create(starts_on=APRIL, places_per_trainer_day=10)
    lend(agency, make_event(days=-1))
    assert [one.places for one in account(agency).given] == [2, 10]
    assert account(agency, until=date(2026, 4, 30)).left == 2


def test_the_statement_shows_what_is_paid_by_whom_and_what_is_left(policy: Policy) -> None:
    agency = make_agency(name="Grange School", contributes=False)
    for _ in range(3):
        place(agency, -2, policy)
    lend(agency, make_event(days=-3, title="Neglect"), "1.00")
    found = statements.of(agency, MAY, at=NOW)
    assert [(line.what, int(line.charge)) for line in found.lines] == [
        (statements.ON_CREDIT, 0),
        (statements.ON_CREDIT, 0),
        ("A place", 50),
    ]
    assert (int(found.total), found.on_credit, int(found.left)) == (50, 2, 0)
    lines = statements.as_csv(agency, MAY, found).splitlines()
    assert lines[1] == "Grange School,2026-05,2026-05-01,Neglect,Jo Hale,1 trainer day,0.00,2"
    assert lines[2].endswith(',"A place, paid by trainer days",0.00,-1')
    assert statements.of(agency, APRIL, at=NOW).given == []
