"""Links in the account library's letters lead to the configured address, whatever host a forged request names."""

import re

import pytest
from django.conf import LazySettings
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from core.addresses import on_this_site
from people.account_letters import AccountAdapter
from tests.makers import make_user

pytestmark = pytest.mark.django_db
FORGED = {"host": "evil.example", "x-forwarded-host": "worse.example"}


@pytest.fixture(autouse=True)
def configured(settings: LazySettings) -> None:
    """A county's address, and a web server before us that passes any host on."""
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://turnout.example.gov.uk", ["*"]


def links_in(letter: EmailMessage) -> list[str]:
    return re.findall(r"\w+://[^\s<>\"]+", f"{letter.subject}\n{letter.body}")


@pytest.mark.parametrize(
    ("page", "known", "leads_to"),
    [
        ("account_reset_password", True, "/accounts/password/reset/key/"),
        ("account_reset_password", False, "/accounts/signup/"),
        ("account_signup", True, "/accounts/password/reset/"),
    ],
)
def test_a_forged_host_gets_no_link(
    client: Client, mailoutbox: list[EmailMessage], page: str, known: bool, leads_to: str
) -> None:
    address = "ann@example.org"
    if known:
        make_user(email=address)
    client.post(reverse(page), {"email": address, "password1": "correct horse battery staple"}, headers=FORGED)
    [letter] = mailoutbox
    assert [link.startswith(f"https://turnout.example.gov.uk{leads_to}") for link in links_in(letter)] == [True]
    assert "evil" not in str(letter.message())
    assert "worse" not in str(letter.message())


def test_the_link_to_a_new_password_still_works(client: Client, mailoutbox: list[EmailMessage]) -> None:
    user = make_user(email="ann@example.org")
    client.post(reverse("account_reset_password"), {"email": user.email}, headers=FORGED)
    path = links_in(mailoutbox[0])[0].removeprefix("https://turnout.example.gov.uk")
    assert 'name="password1"' in client.get(path, follow=True).content.decode()


def test_letters_that_name_the_site_name_the_configured_one() -> None:
    said = AccountAdapter().render_mail(
        "account/email/email_confirmation",
        "ann@example.org",
        {
            "activate_url": "http://evil.example/accounts/confirm/x/",
            "current_site": "evil.example",
            "user": make_user(),
        },
    )
    assert links_in(said) == ["https://turnout.example.gov.uk/accounts/confirm/x/"]


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("http://evil.example/a/?b=c", "/a/?b=c"),
        ("/a/", "/a/"),
        ("https://evil.example", "/"),
        ("https://u:p@evil.example:81/a/#x", "/a/#x"),
        ("//evil.example/a/", "/a/"),
    ],
)
def test_of_an_address_only_the_path_is_kept(address: str, path: str) -> None:
    assert on_this_site(address) == f"https://turnout.example.gov.uk{path}"
