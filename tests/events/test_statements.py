"""The statement of a month: what is charged and to whom it is shown."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events import statements
from events.models import LONDON, Event, Policy
from people.models import Agency, Duty
from tests.makers import NOW, make_agency, make_booking, make_event, make_person, make_user

pytestmark = pytest.mark.django_db
MAY, NEXT_MONTH = date(2026, 5, 1), date(2026, 6, 1)


@pytest.fixture
def policy() -> Policy:
    return Policy.objects.create(starts_on=date(2020, 1, 1), place_price=50, late_charge=30, absence_charge=40)


def charged(agency: Agency, event: Event, outcome: str, policy: Policy, **fields: Any) -> None:
    person = make_person(agency=agency, **fields)
    make_booking(event, person, outcome=outcome, policy=policy, price=Decimal(50))


def test_it_lists_what_is_charged_for_the_month_and_nothing_else(policy: Policy) -> None:
    agency, event = make_agency(contributes=False), make_event(days=-2)
    for outcome in ("attended", "did-not-attend", "cancelled-late", "cancelled"):
        charged(agency, event, outcome, policy)
    charged(make_agency(), event, "attended", policy)
    charged(agency, make_event(days=-40), "attended", policy)
    charged(agency, make_event(days=2), "booked", policy)
    found = statements.of(agency, MAY, at=NOW)
    assert [(line.what, int(line.charge)) for line in found.lines] == [
        ("A place", 50),
        ("Nobody came", 40),
        ("Given back late", 30),
    ]
    assert found.total == 120
    later = NOW + timedelta(days=3)
    assert statements.of(agency, MAY, at=later).total == 170


def test_a_place_given_back_late_is_charged_before_the_event_begins(policy: Policy) -> None:
    agency = make_agency()
    charged(agency, make_event(days=1), "cancelled-late", policy)
    assert statements.of(agency, MAY, at=NOW).total == 30
    assert statements.of(agency, NEXT_MONTH, at=NOW).lines == []


def test_the_months_go_back_over_the_turn_of_the_year() -> None:
    months = statements.months(at=NOW.replace(month=1))
    assert (months[:3], len(months)) == ([date(2026, 1, 1), date(2025, 12, 1), date(2025, 11, 1)], 24)
    assert statements.months(at=NOW.replace(month=5, day=31, hour=23, minute=30))[0] == MAY


def test_csv_tells_the_same_and_no_cell_is_a_formula(policy: Policy) -> None:
    agency = make_agency(name="=cmd()")
    charged(agency, make_event(days=-2, title="Neglect"), "attended", policy, first_name="-Ann", last_name="Lee")
    lines = statements.as_csv(agency, MAY, statements.of(agency, MAY, at=NOW)).splitlines()
    assert lines == [",".join(statements.HEADER), "'=cmd(),2026-05,2026-05-02,Neglect,'-Ann Lee,A place,50.00,"]


def test_a_manager_reads_every_agency_s_a_lead_their_own_and_others_none(client: Client, policy: Policy) -> None:
    now = timezone.now()
    agency, other = make_agency(name="Grange School", contributes=False), make_agency(name="The Trust")
    begun = make_event(at=now, starts_on=now.astimezone(LONDON).date())
    Event.objects.filter(pk=begun.pk).update(starts_time="00:00")
    charged(agency, begun, "attended", policy, last_name="Lee")
    asked: dict[str, Any] = {"agency": agency.pk, "month": f"{begun.starts_on.replace(day=1)}"}
    page, table = reverse("statement"), reverse("statement_csv")
    client.force_login(make_user(Duty.Kind.MANAGER))
    assert "Choose an agency and a month" in client.get(page).content.decode()
    assert "£50.00" in client.get(page, asked).content.decode()
    client.force_login(make_user(Duty.Kind.LEAD, agency=agency))
    said = client.get(page, asked).content.decode()
    assert "Ann Lee" in said
    assert "The Trust" not in said
    answer = client.get(table, asked)
    assert answer["Content-Disposition"].startswith(f'attachment; filename="statement-{agency.code}-')
    assert "Ann Lee" in answer.content.decode()
    client.force_login(make_user(Duty.Kind.LEAD, agency=other))
    assert "Select a valid choice" in client.get(page, asked).content.decode()
    assert client.get(table, asked).status_code == 404
    client.force_login(make_user())
    assert (client.get(page).status_code, client.get(table).status_code) == (404, 404)
