"""Signing up: an address, a password, the code from the letter, and on to one's work or where one came from."""

import re

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from people.models import User

pytestmark = pytest.mark.django_db


def code_in(letters: list[EmailMessage]) -> str:
    found = re.search(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", str(letters[-1].body), re.MULTILINE)
    assert found, letters[-1].body
    return found[1]


@pytest.mark.parametrize(
    ("came_from", "goes_to"), [("", "/me/"), ("?next=/events/neglect/book/", "/events/neglect/book/")]
)
def test_a_newcomer_proves_the_address_and_goes_on(
    client: Client, mailoutbox: list[EmailMessage], came_from: str, goes_to: str
) -> None:
    signup = f"{reverse('account_signup')}{came_from}"
    page = client.get(signup).content.decode()
    hidden = re.search(r'name="next"[^>]*value="([^"]*)"', page)
    sent = {"email": "Wena@Example.org", "password1": "a long enough sentence"}
    answer = client.post(signup, sent | ({"next": hidden[1]} if hidden else {}))
    assert answer["Location"].partition("?")[0] == reverse("account_email_verification_sent")
    assert client.get("/me/").status_code == 302
    answer = client.post(answer["Location"], {"code": code_in(mailoutbox)})
    assert (answer.status_code, answer["Location"]) == (302, goes_to)
    assert client.get("/me/").status_code == 200
    assert User.objects.get().email == "wena@example.org"
