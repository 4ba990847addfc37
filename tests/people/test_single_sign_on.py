"""Single sign-on against a real provider: who comes in, whom it finds here, and what is refused."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import LazySettings
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse

from config.single_sign_on import SingleSignOn
from people import accounts, persons
from people.models import Duty, User
from tests.makers import NOW, TESTER, make_person, make_user
from tests.people import openid

pytestmark = pytest.mark.django_db
WENA = {"sub": "subject-1", "email": "wena@trust.example", "name": "Wena O'Brien", "picture": "https://x.example/p"}
LOGIN = "/accounts/oidc/sso/login/"


@pytest.fixture(scope="module")
def listening() -> Iterator[openid.Provider]:
    with openid.running() as provider:
        yield provider


@pytest.fixture
def provider(listening: openid.Provider, settings: LazySettings) -> openid.Provider:
    """The provider as somebody set it up, who takes everybody for Wena and lies about nothing."""
    listening.person, listening.lies = dict(WENA), {}
    set_up(settings, listening)
    return listening


def set_up(settings: LazySettings, provider: openid.Provider, **changes: Any) -> None:
    said: dict[str, Any] = {
        "server": provider.url,
        "client_id": openid.CLIENT,
        "client_secret": openid.SECRET,
        "domains": ("trust.example",),
        "name": "the Trust",
        "takes_strangers": False,
        "asks_second_factor": False,
    }
    settings.SINGLE_SIGN_ON = SingleSignOn(**said | changes)
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": settings.SINGLE_SIGN_ON.provider}


def come(client: Client) -> Any:
    """What the browser gets at the end of going to the provider and back."""
    away = client.post(LOGIN)["Location"]
    back = requests.get(away, allow_redirects=False, timeout=5).headers["Location"]
    return client.get(back.partition("testserver")[2])


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def known(*duties: Duty.Kind, verified: bool = True) -> User:
    user = make_user(*duties, email="wena@trust.example")
    EmailAddress.objects.create(user=user, email=user.email, verified=verified, primary=True)
    return user


def test_nothing_is_there_unless_it_is_set_up(client: Client) -> None:
    assert "Continue with" not in client.get(reverse("account_login")).content.decode()
    assert client.post(LOGIN).status_code in {302, 404}
    assert not is_in(client)


def test_whoever_has_an_account_under_the_address_is_let_into_it(client: Client, provider: openid.Provider) -> None:
    user = known()
    assert "Continue with the Trust" in client.get(reverse("account_login")).content.decode()
    assert come(client).status_code == 302
    assert client.session["_auth_user_id"] == str(user.pk)
    user.refresh_from_db()
    assert user.has_usable_password()
    account = SocialAccount.objects.get()
    assert account.user == user
    assert account.extra_data == {"userinfo": {"sub": "subject-1", "email": "wena@trust.example"}}


def test_a_password_set_by_somebody_who_never_proved_the_address_is_wiped(
    client: Client, provider: openid.Provider
) -> None:
    user = known(verified=False)
    come(client)
    user.refresh_from_db()
    assert not user.has_usable_password()


def test_whoever_is_on_record_has_an_account_made_and_their_record(client: Client, provider: openid.Provider) -> None:
    person = make_person(email="Wena@Trust.example")
    assert come(client)["Location"] == reverse("profile")
    user = User.objects.get()
    assert not user.has_usable_password()
    assert persons.introduce(user, at=NOW) == person


def test_a_stranger_is_turned_away_unless_strangers_are_taken(
    client: Client, provider: openid.Provider, settings: LazySettings
) -> None:
    assert "Accounts are by invitation" in come(client).content.decode()
    assert not User.objects.exists()
    set_up(settings, provider, takes_strangers=True)
    assert come(client)["Location"] == reverse("profile")
    assert User.objects.get().email == "wena@trust.example"


@pytest.mark.parametrize(
    "said",
    [
        {"email": "wena@elsewhere.example"},
        {"email": "wena@trust.example.evil.example"},
        {"email": "wena@sub.trust.example"},
        {"email": ""},
        {"email_verified": False},
    ],
)
def test_an_address_that_the_provider_does_not_speak_for_is_refused(
    client: Client, provider: openid.Provider, settings: LazySettings, said: dict[str, Any]
) -> None:
    set_up(settings, provider, takes_strangers=True)
    known()
    make_user(email="wena@elsewhere.example")
    provider.person |= said
    assert come(client).status_code == 403
    assert not is_in(client)
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("lie", [{"aud": "somebody-else"}, {"iss": "https://evil.example"}, {"exp": 1}])
def test_a_token_that_is_not_for_us_is_refused(client: Client, provider: openid.Provider, lie: dict[str, Any]) -> None:
    known()
    provider.lies = lie
    assert come(client).status_code == 401
    assert not is_in(client)


def test_an_answer_that_nobody_asked_for_is_refused(client: Client, provider: openid.Provider) -> None:
    known()
    away = client.post(LOGIN)["Location"]
    back = requests.get(away, allow_redirects=False, timeout=5).headers["Location"].partition("testserver")[2]
    stranger = Client()
    assert stranger.get(back).status_code == 401
    assert not is_in(stranger)
    assert client.get(back).status_code == 302
    assert client.get(back).status_code == 401


def test_opening_the_address_goes_nowhere_by_itself(client: Client, provider: openid.Provider) -> None:
    answer = client.get(LOGIN)
    assert answer.status_code == 200
    assert "You leave Turnout for a moment" in answer.content.decode()


def test_they_are_known_again_after_their_address_here_changed(client: Client, provider: openid.Provider) -> None:
    user = known()
    come(client)
    User.objects.filter(pk=user.pk).update(email="other@example.org")
    EmailAddress.objects.update(email="other@example.org")
    again = Client()
    come(again)
    assert again.session["_auth_user_id"] == str(user.pk)


def test_a_closed_account_stays_closed(client: Client, provider: openid.Provider) -> None:
    accounts.close(known(), by=TESTER, at=NOW, reason="left")
    assert come(client)["Location"] == reverse("account_inactive")
    assert not is_in(client)


def test_staff_need_a_second_factor_here_unless_the_provider_asks_for_one(
    client: Client, provider: openid.Provider, settings: LazySettings
) -> None:
    user = known(Duty.Kind.MANAGER)
    Authenticator.objects.all().delete()
    come(client)
    assert client.get(reverse("workspace"))["Location"] == reverse("mfa_index")
    set_up(settings, provider, asks_second_factor=True)
    assert client.get(reverse("workspace")).status_code == 200
    by_password = Client()
    by_password.force_login(user)
    assert by_password.get(reverse("workspace"))["Location"] == reverse("mfa_index")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"domains": ()}, "TURNOUT_OIDC_DOMAINS"),
        ({"client_secret": ""}, "TURNOUT_OIDC_CLIENT_SECRET"),
        ({"server": "http://login.example.org"}, "https://"),
        ({"server": "https://login.microsoftonline.com/common/v2.0"}, "your own tenant"),
        ({"server": "https://login.microsoftonline.com/organizations"}, "your own tenant"),
    ],
)
def test_half_a_setting_or_an_open_one_is_refused(
    provider: openid.Provider, settings: LazySettings, changes: dict[str, Any], words: str
) -> None:
    with pytest.raises(ImproperlyConfigured, match=words):
        set_up(settings, provider, **changes)


def test_forms_may_lead_to_the_provider_and_nowhere_else(provider: openid.Provider, settings: LazySettings) -> None:
    assert settings.SINGLE_SIGN_ON.origins == [provider.url]
    set_up(settings, provider, server="")
    assert settings.SINGLE_SIGN_ON.origins == []
