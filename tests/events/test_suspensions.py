"""Who was absent too often books through the training team, until a manager lifts that with a reason."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.models import AuditEntry
from core.refusals import Refusal
from events import eligibility, suspensions
from events.models import Policy
from people.models import Duty, Person, User
from tests.makers import NOW, TESTER, make_agency, make_booking, make_event, make_person, make_user

pytestmark = pytest.mark.django_db


def absent(person: Person, *days: int, status: str = "held") -> Person:
    closed: dict[str, Any] = {"status": status, "register_closed_at": NOW if status == "held" else None}
    for day in days:
        make_booking(make_event(days=day, **closed), person, outcome="did-not-attend")
    return person


@pytest.fixture
def twice() -> Person:
    Policy.objects.create(starts_on=date(2020, 1, 1), suspends_after=2)
    return absent(make_person(last_name="Moss"), -30, -10)


def test_those_whom_eligibility_refuses_are_listed_and_no_others(twice: Person) -> None:
    often = absent(make_person(), -20, -5, -3)
    absent(make_person(), -10, -400)
    absent(make_person(), -10, -3, status="published")
    found = suspensions.suspended(at=NOW).values_list("pk", flat=True)
    assert list(found) == [often.pk, twice.pk]
    refused = [one for one in Person.objects.all() if eligibility.why_not(make_event(), one, at=NOW)]
    assert set(refused) == {twice, often}


def test_a_manager_lifts_it_with_a_reason_and_what_was_before_counts_no_more(twice: Person) -> None:
    suspensions.lift(twice, by=TESTER, at=NOW, reason="Was ill and could not write")
    assert eligibility.why_not(make_event(), twice, at=NOW) is None
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.subject, entry.reason) == (
        "suspensions.lift",
        f"people.person:{twice.pk}",
        "Was ill and could not write",
    )
    with pytest.raises(suspensions.NotSuspended):
        suspensions.lift(twice, by=TESTER, at=NOW, reason="Again")
    later = NOW + timedelta(days=40)
    absent(twice, 10, 20)
    assert suspensions.suspended(at=later).get() == twice


def test_it_is_lifted_for_nobody_without_a_reason(twice: Person) -> None:
    with pytest.raises(Refusal, match="Say why"):
        suspensions.lift(twice, by=TESTER, at=NOW, reason=" ")
    assert suspensions.suspended(at=NOW).get() == twice


def test_the_pages_list_them_and_lift_it(client: Client) -> None:
    now = timezone.now()
    Policy.objects.create(starts_on=date(2020, 1, 1), suspends_after=1)
    person = make_person(first_name="Élodie", last_name="Moss", agency=make_agency(name="Grange School"))
    missed = make_event(at=now, days=-5, status="held", register_closed_at=now)
    make_booking(missed, person, outcome="did-not-attend")
    client.force_login(make_user(Duty.Kind.MANAGER))
    page, lift = reverse("suspended"), reverse("lift_suspension", args=[person.pk])
    assert page in client.get(reverse("workspace")).content.decode()
    assert lift in client.get(page, {"q": "élodie grange"}).content.decode()
    assert lift not in client.get(page, {"q": "nobody"}).content.decode()
    file = b"".join(client.get(page, {"download": "csv"}).streaming_content).decode()  # type: ignore[attr-defined]
    assert "Moss,Grange School,1," in file
    assert str(missed) in client.get(lift).content.decode()
    assert "Enter the reason" in client.post(lift, {"reason": " "}).content.decode()
    said = client.post(lift, {"reason": "A closed road"}, follow=True).content.decode()
    assert "books as everybody does" in said
    assert "is not suspended" in client.get(lift, follow=True).content.decode()


@pytest.mark.parametrize("policies", [[], [None]])
def test_where_no_policy_suspends_the_page_says_that_nobody_is(
    client: Client, manager: User, policies: list[int | None]
) -> None:
    for most in policies:
        Policy.objects.create(starts_on=date(2020, 1, 1), suspends_after=most)
    absent(make_person(), -5)
    assert "Nobody is suspended" in client.get(reverse("suspended")).content.decode()
