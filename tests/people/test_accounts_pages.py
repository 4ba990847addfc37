"""The pages of people and duties: administrators only, found by words, each act with a reason, the same few queries."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from people.models import Duty, User
from tests.makers import make_agency, make_person, make_user

pytestmark = pytest.mark.django_db


def page(client: Client, name: str, *args: int, **query: str) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("kind", [None, *(kind for kind in Duty.Kind if kind != Duty.Kind.ADMINISTRATOR)])
def test_for_everybody_else_there_is_no_such_page(client: Client, kind: Duty.Kind | None) -> None:
    client.force_login(make_user(*([kind] if kind else []), agency=make_agency()))
    assert client.get(reverse("accounts")).status_code == 404
    assert client.post(reverse("give_duty", args=[make_user().pk])).status_code == 404


def test_people_are_found_by_words_duty_and_state(client: Client, administrator: User) -> None:
    lead = make_user(Duty.Kind.LEAD, agency=make_agency(name="The Trust"), email="gareth@example.org")
    make_person(user=lead, first_name="Gareth", last_name="Llewellyn", agency=make_agency(name="The Hospital"))
    closed = make_user(email="gone@example.org")
    User.objects.filter(pk=closed.pk).update(is_active=False)
    assert "gone@example.org" in page(client, "accounts")
    for query in ({"q": "llewellyn hospital"}, {"duty": "lead"}, {"q": "gareth@"}):
        shown = page(client, "accounts", **query)
        assert "gareth@example.org" in shown
        assert "gone@example.org" not in shown
    shown = page(client, "accounts", state="closed", duty="any")
    assert "No account fits" in shown
    assert "gone@example.org" in page(client, "accounts", state="closed")


def test_a_duty_is_given_and_taken_with_a_reason(client: Client, administrator: User) -> None:
    user, agency = make_user(), make_agency(name="The Trust")
    give = reverse("give_duty", args=[user.pk])
    assert "Enter the reason" in client.post(give, {"kind": "lead", "agency": agency.pk}).content.decode()
    assert "Select the agency that they lead" in client.post(give, {"kind": "lead", "reason": "x"}).content.decode()
    client.post(give, {"kind": "lead", "agency": agency.pk, "reason": "New named nurse"})
    duty = user.duties.get()
    assert (
        "They have that duty already"
        in client.post(give, {"kind": "lead", "agency": agency.pk, "reason": "twice"}).content.decode()
    )
    shown = page(client, "account", user.pk)
    assert "Agency lead, The Trust" in shown
    assert "New named nurse" in shown
    take = reverse("take_duty", args=[user.pk, duty.pk])
    assert client.post(take, {"reason": ""}).status_code == 200
    assert client.post(take, {"reason": "Moved"})["Location"] == reverse("account", args=[user.pk])
    assert not user.duties.exists()
    assert client.get(take).status_code == 404


def test_a_duty_is_taken_on_its_own_account_s_page_only(client: Client, administrator: User) -> None:
    duty = make_user(Duty.Kind.MANAGER).duties.get()
    assert client.get(reverse("take_duty", args=[make_user().pk, duty.pk])).status_code == 404


def test_the_last_administrator_is_told_why_not(client: Client, administrator: User) -> None:
    answer = client.post(reverse("close_account", args=[administrator.pk]), {"reason": "tired"})
    assert "the only administrator" in answer.content.decode()
    assert page(client, "accounts")


def test_an_account_is_closed_and_opened_again(client: Client, administrator: User) -> None:
    user = make_user()
    client.post(reverse("close_account", args=[user.pk]), {"reason": "left"})
    shown = page(client, "account", user.pk)
    assert "Open the account again" in shown
    assert "Account closed: left" in shown
    client.post(reverse("reopen_account", args=[user.pk]), {"reason": "came back"})
    assert "Close the account" in page(client, "account", user.pk)


def test_a_lost_phone(client: Client, administrator: User) -> None:
    user = make_user(Duty.Kind.MANAGER)
    client.post(reverse("forget_factor", args=[user.pk]), {"reason": "Rang back"})
    shown = page(client, "account", user.pk)
    assert "Second step removed: Rang back" in shown
    assert "lost their phone" not in shown
    answer: Any = client.post(reverse("forget_factor", args=[user.pk]), {"reason": "Again"})
    assert "no second factor" in answer.content.decode()


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_the_list_costs_the_same_however_many_there_are(
    client: Client, administrator: User, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(rows):
        make_person(user=make_user(Duty.Kind.LEAD, Duty.Kind.TRAINER, agency=make_agency()))
    with django_assert_num_queries(7):
        page(client, "accounts")
