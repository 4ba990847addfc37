"""A manager waives what a booking costs, and takes that back: each with a reason, and on the statement."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.models import AuditEntry
from core.refusals import Refusal
from events import policies, statements, waivers
from events.models import Booking, Policy
from people.models import Duty
from tests.makers import NOW, TESTER, make_booking, make_event, make_person, make_user

pytestmark = pytest.mark.django_db
MAY = date(2026, 5, 1)


@pytest.fixture
def late() -> Booking:
    policy = Policy.objects.create(starts_on=date(2020, 1, 1), late_charge=30)
    return make_booking(make_event(days=2), outcome="cancelled-late", policy=policy)


def test_what_is_waived_costs_nothing_and_stays_late(late: Booking) -> None:
    assert policies.charge(late) == 30
    waived = waivers.waive(late, by=TESTER, at=NOW, reason="Unwell")
    assert [policies.charge(waived), policies.waived(waived), waived.cancelled_late] == [0, 30, True]
    entry = AuditEntry.objects.get(verb="waivers.waive")
    assert (entry.reason, entry.details) == ("Unwell", {"charge": "30.00"})
    back = waivers.take_back(waived, by=TESTER, at=NOW, reason="The wrong one")
    assert [policies.charge(back), policies.waived(back)] == [30, 0]
    assert AuditEntry.objects.get(verb="waivers.take_back").reason == "The wrong one"


@pytest.mark.parametrize(
    ("change", "fields", "reason", "said"),
    [
        (waivers.waive, {}, " ", "Say why"),
        (waivers.take_back, {"waived_at": NOW}, "", "Say why"),
        (waivers.waive, {"waived_at": NOW}, "Unwell", "was waived on Monday 4 May 2026"),
        (waivers.waive, {"cancelled_late": False}, "Unwell", "costs nothing"),
        (waivers.take_back, {}, "By mistake", "is not waived"),
    ],
)
def test_what_can_not_be_waived_or_taken_back_changes_nothing(
    late: Booking, change: Callable[..., Booking], fields: dict[str, Any], reason: str, said: str
) -> None:
    Booking.objects.update(**fields)
    before = Booking.objects.values().get()
    with pytest.raises(Refusal, match=said):
        change(late, by=TESTER, at=NOW, reason=reason)
    assert (Booking.objects.values().get(), AuditEntry.objects.exists()) == (before, False)


def test_the_statement_says_what_was_waived_and_does_not_count_it(late: Booking) -> None:
    free = make_booking(late.event, make_person(agency=late.agency), outcome="cancelled")
    Booking.objects.filter(pk=free.pk).update(waived_at=NOW)
    waivers.waive(late, by=TESTER, at=NOW, reason="Unwell")
    found = statements.of(late.agency, MAY, at=NOW)
    assert [(line.what, int(line.charge)) for line in found.lines] == [("Given back late, waived", 0)]
    assert found.total == 0
    assert '"Given back late, waived",0.00' in statements.as_csv(late.agency, MAY, found)


def test_a_manager_waives_it_on_the_booking_s_page_and_takes_it_back(client: Client, late: Booking) -> None:
    page, waive, again = (reverse(name, args=[late.pk]) for name in ("booking", "waive_charge", "charge_again"))
    client.force_login(make_user(Duty.Kind.LEAD, agency=late.agency))
    said = client.get(page).content.decode()
    assert "£30.00, to" in said
    assert waive not in said
    assert client.get(waive).status_code == 404
    client.force_login(make_user(Duty.Kind.MANAGER))
    assert waive in client.get(page).content.decode()
    assert "is charged £30.00 for this booking" in client.get(waive).content.decode()
    assert "Error:" in client.post(waive, {"reason": ""}).content.decode()
    assert client.post(waive, {"reason": "Unwell"})["Location"] == page
    said = client.get(page).content.decode()
    assert "Waived on" in said
    assert again in said
    assert "The charge was waived on" in client.get(again).content.decode()
    client.post(again, {"reason": "By mistake"})
    assert policies.charge(Booking.objects.select_related("event__course", "policy").get()) == Decimal(30)
