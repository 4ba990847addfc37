"""The second factor: who must have one, that nothing opens without it, how it is set up, and what is kept of it."""

import base64
import time
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import LazySettings
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import resolve, reverse

from core.api.middleware import ForMachines
from people.middleware import SecondFactorFirst
from people.models import Duty, User
from people.rules import SEEN_OF_OTHERS, lacks_second_factor, needs_second_factor
from people.second_factor import SecondFactorAdapter
from tests.makers import SECRET, make_agency, make_user
from tests.resolver import addresses, path_to

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery staple"
SET_UP = "/accounts/2fa/"
EVERYWHERE = sorted(
    {path for pattern, _ in addresses() if not (path := path_to(pattern)).startswith(ForMachines.BELOW)}
)
"""Below that address nobody is signed in: keys open it, and cookies count for nothing (tests/config/test_api.py)."""


def code(secret: str = SECRET) -> str:
    """What the authenticator app shows now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def without_factor(user: User) -> User:
    """The same user, who has set up nothing."""
    Authenticator.objects.filter(user=user).delete()
    return User.objects.get(pk=user.pk)


def sign_in(client: Client, user: User, **more: Any) -> Any:
    EmailAddress.objects.get_or_create(user=user, email=user.email, verified=True, primary=True)
    return client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD, **more})


def test_every_duty_was_thought_about() -> None:
    assert set(SEEN_OF_OTHERS) == set(Duty.Kind)


@pytest.mark.parametrize("kind", Duty.Kind)
def test_whoever_sees_others_needs_one(kind: Duty.Kind) -> None:
    user = make_user(kind, agency=make_agency())
    assert needs_second_factor(user)
    assert not lacks_second_factor(user)
    assert lacks_second_factor(without_factor(user))


def test_whoever_sees_only_themself_needs_none() -> None:
    assert not needs_second_factor(make_user())
    assert not needs_second_factor(AnonymousUser())


def test_recovery_codes_alone_are_none() -> None:
    user = without_factor(make_user(Duty.Kind.MANAGER))
    Authenticator.objects.create(user=user, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert lacks_second_factor(user)


def test_the_demonstration_is_spared_it_and_production_spares_nobody(settings: LazySettings) -> None:
    user = make_user(Duty.Kind.MANAGER, email="manager@turnout.example")
    assert not needs_second_factor(user)
    assert needs_second_factor(make_user(Duty.Kind.MANAGER, email="manager@not-turnout.example"))
    settings.PRODUCTION = True
    assert needs_second_factor(user)


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_address_opens_without_it_but_those_that_set_it_up(client: Client, method: str) -> None:
    client.force_login(without_factor(make_user(*Duty.Kind, agency=make_agency())))
    opened = set()
    for path in EVERYWHERE:
        answer = getattr(client, method)(path)
        if (answer.status_code, answer.headers.get("Location")) != (302, SET_UP):
            opened.add(resolve(path).view_name)
            client.force_login(User.objects.get())
    assert opened == SecondFactorFirst.OPEN
    assert len(EVERYWHERE) > 100


def test_with_it_everything_opens_as_before(client: Client) -> None:
    client.force_login(make_user(Duty.Kind.MANAGER))
    assert client.get(reverse("workspace")).status_code == 200


def test_staff_are_led_from_signing_in_to_their_recovery_codes_and_on(client: Client) -> None:
    user = without_factor(make_user(Duty.Kind.MANAGER))
    answer = sign_in(client, user)
    answer = client.get(answer["Location"], follow=True)
    assert answer.redirect_chain[-1][0] == SET_UP
    assert "your account needs a second step" in answer.content.decode()

    answer = client.get(reverse("mfa_activate_totp"))
    client.post(answer["Location"], {"password": PASSWORD})
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    answer = client.post(reverse("mfa_activate_totp"), {"code": code(secret)})
    assert answer["Location"] == reverse("mfa_view_recovery_codes")
    page = client.get(answer["Location"]).content.decode()
    assert page.count('class="turnout-code"') == 10
    assert client.get(reverse("workspace")).status_code == 200


def test_the_password_alone_signs_nobody_in_who_has_one(client: Client) -> None:
    user = make_user(Duty.Kind.MANAGER)
    assert sign_in(client, user)["Location"] == reverse("mfa_authenticate")
    assert client.get(reverse("workspace"))["Location"].startswith(reverse("account_login"))
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert "There is a problem" in wrong.content.decode()
    assert client.post(reverse("mfa_authenticate"), {"code": code()})["Location"] == reverse("home")
    assert client.get(reverse("workspace")).status_code == 200


def test_a_recovery_code_works_once(client: Client) -> None:
    user = make_user(Duty.Kind.MANAGER)
    seed = Authenticator.objects.create(
        user=user,
        type=Authenticator.Type.RECOVERY_CODES,
        data={"seed": SecondFactorAdapter().encrypt("ab" * 40), "used_mask": 0},
    )
    once = seed.wrap().get_unused_codes()[0]
    for expected in (302, 200):
        sign_in(client, user)
        assert client.post(reverse("mfa_authenticate"), {"code": once}).status_code == expected
        client.logout()


def test_the_database_alone_tells_no_secret() -> None:
    user = make_user(Duty.Kind.MANAGER)
    kept = Authenticator.objects.get(user=user).data["secret"]
    assert SECRET not in kept
    assert SecondFactorAdapter().decrypt(kept) == SECRET


def test_a_new_secret_key_reads_what_the_old_one_kept_while_it_is_named(settings: LazySettings) -> None:
    kept = SecondFactorAdapter().encrypt(SECRET)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another" * 10
    assert SecondFactorAdapter().decrypt(kept) == SECRET
    settings.SECRET_KEY_FALLBACKS = []
    guesses = {SecondFactorAdapter().decrypt(kept) for _ in range(3)}
    assert len(guesses) == 3
    assert all(len(base64.b32decode(guess)) == 20 for guess in guesses)
