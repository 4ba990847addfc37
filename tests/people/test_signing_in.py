"""Signing in: the same answer whether there is an account or not, limits that need no Redis, and sessions that end."""

import re
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import LazySettings
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client
from django.urls import reverse

from people import accounts
from people.models import User
from tests.makers import NOW, TESTER, make_user
from tools import redis_server

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery staple"
ONE_TIME = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*|nonce="[^"]*|[\w.]+@example.org')
NEW_PASSWORD = "another good sentence"


@pytest.fixture
def user() -> User:
    user = make_user(email="wena@example.org")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def sign_in(client: Client, email: str = "wena@example.org", password: str = PASSWORD, **headers: Any) -> Any:
    return client.post(reverse("account_login"), {"login": email, "password": password}, headers=headers)


def signed_in(agent: str = "", **more: Any) -> Client:
    """A device of the user's, signed in."""
    client = Client(headers={"user-agent": agent})
    assert sign_in(client, **more).status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get("/me/").status_code == 200


def said(answer: Any) -> tuple[int, str, str]:
    """What somebody at a browser learns: the status, where it leads, and the page but for its one-time parts."""
    page = re.sub(
        r'(name="csrfmiddlewaretoken" value=")[^"]*|nonce="[^"]*|[\w.]+@example.org', "", answer.content.decode()
    )
    return answer.status_code, answer.headers.get("Location", ""), page


@pytest.mark.parametrize(
    ("page", "form"),
    [
        ("account_login", {"login": "{email}", "password": "not the right one"}),
        ("account_signup", {"email": "{email}", "password1": NEW_PASSWORD}),
        ("account_reset_password", {"email": "{email}"}),
    ],
)
def test_nobody_learns_whether_there_is_an_account(
    user: User, mailoutbox: list[EmailMessage], page: str, form: dict[str, str]
) -> None:
    answers = []
    for email in (user.email, "nobody@example.org"):
        client = Client()
        answer = client.post(reverse(page), {name: value.format(email=email) for name, value in form.items()})
        follow = client.get(answer["Location"]) if answer.status_code == 302 else answer
        answers.append((said(answer), said(follow)))
    assert answers[0] == answers[1]
    assert len(mailoutbox) == (0 if page == "account_login" else 2)


def test_a_closed_account_is_told_only_to_whoever_knows_its_password(client: Client, user: User) -> None:
    accounts.close(user, by=TESTER, at=NOW, reason="left")
    assert sign_in(client)["Location"] == reverse("account_inactive")
    assert said(sign_in(client, password="wrong"))[0] == 200
    assert said(sign_in(client, password="wrong")) == said(sign_in(client, "nobody@example.org", "wrong"))


@pytest.fixture
def stopped_redis(settings: LazySettings, tmp_path: Path) -> Path:
    """The address of a Redis that was there and is gone."""
    socket = tmp_path / "redis.sock"
    server = redis_server.start(redis_server.embedded(), socket, tmp_path)
    settings.REDIS_CLIENT_URL = f"unix://{socket}?db=0"
    settings.CELERY_BROKER_URL = f"redis+socket://{socket}?virtual_host=0"
    redis_server.stop(socket)
    server.wait()
    return socket


def test_guessing_stops_after_five_tries_without_redis_too(client: Client, user: User, stopped_redis: Path) -> None:
    assert not redis_server.answers(stopped_redis)
    for _ in range(5):
        assert "not correct" in sign_in(client, password="a wrong guess").content.decode()
    refused = sign_in(client).content.decode()
    assert "Too many failed login attempts" in refused
    assert not is_in(client)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM core_cache WHERE cache_key LIKE '%login_failed%'")
        assert cursor.fetchone()[0] >= 2


def test_the_counts_are_not_pushed_out_by_making_up_addresses(client: Client, user: User) -> None:
    for _ in range(5):
        sign_in(client, password="a wrong guess")
    for number in range(700):
        cache.set(f"allauth:rl:made-up:{number}", [1.0], 300)
    assert "Too many failed login attempts" in sign_in(client).content.decode()


def test_the_limits_count_by_whom_the_server_in_front_heard_from(user: User, settings: LazySettings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    client = Client()
    for number in range(10):
        sign_in(client, f"nobody-{number}@example.org", **{"x-forwarded-for": "6.6.6.6, 198.51.100.7"})
    assert "Too many" in sign_in(client, **{"x-forwarded-for": "8.8.8.8, 198.51.100.7"}).content.decode()
    assert sign_in(client, **{"x-forwarded-for": "6.6.6.6, 198.51.100.8"}).status_code == 302


def test_too_many_letters_are_not_sent(client: Client, user: User, mailoutbox: list[EmailMessage]) -> None:
    answers = [client.post(reverse("account_reset_password"), {"email": user.email}) for _ in range(6)]
    assert [answer.status_code for answer in answers[:5]] == [302] * 5
    assert len(mailoutbox) == 5


def test_a_new_password_ends_every_other_session(user: User) -> None:
    here, there = signed_in(), signed_in()
    form = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert here.post(reverse("account_change_password"), form).status_code == 302
    assert (is_in(here), is_in(there)) == (True, False)


def test_a_password_forgotten_ends_every_session(user: User, mailoutbox: list[EmailMessage]) -> None:
    there, here = signed_in(), Client()
    here.post(reverse("account_reset_password"), {"email": user.email})
    link = re.findall(r"http://\S+(/accounts/\S+)", str(mailoutbox[-1].body))[0]
    page = here.get(link)["Location"]
    assert here.post(page, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}).status_code == 302
    assert not is_in(there)
    assert sign_in(Client(), password=NEW_PASSWORD).status_code == 302


def test_a_closed_account_s_sessions_end_and_stay_ended(user: User) -> None:
    device = signed_in()
    accounts.close(user, by=TESTER, at=NOW, reason="left")
    assert not is_in(device)
    accounts.reopen(user, by=TESTER, at=NOW, reason="came back")
    assert not is_in(device)
    assert is_in(signed_in())


def test_people_see_their_devices_and_end_one(user: User) -> None:
    phone = signed_in("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1")
    desk = signed_in("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0 Safari/537.36 Edg/140.0")
    page = desk.get(reverse("usersessions_list")).content.decode()
    assert "Safari on an iPhone" in page
    assert "Edge on Windows" in page
    [other] = UserSession.objects.filter(user_agent__contains="iPhone")
    desk.post(reverse("end_session", args=[other.pk]))
    assert (is_in(desk), is_in(phone)) == (True, False)


def test_nobody_ends_the_sessions_of_others(user: User) -> None:
    device, [session] = signed_in(), UserSession.objects.all()
    stranger = Client()
    stranger.force_login(make_user())
    assert stranger.post(reverse("end_session", args=[session.pk])).status_code == 404
    assert is_in(device)


def test_signing_out_everywhere(user: User) -> None:
    devices = [signed_in() for _ in range(3)]
    devices[0].post(reverse("usersessions_list"))
    assert [is_in(device) for device in devices] == [True, False, False]
    devices.append(signed_in())
    devices[0].post(reverse("end_all_sessions"))
    assert [is_in(device) for device in devices] == [False] * 4


def test_when_a_device_was_last_used_is_kept_every_ten_minutes(user: User, settings: LazySettings) -> None:
    settings.USERSESSIONS_TRACK_ACTIVITY = True
    device = signed_in()
    UserSession.objects.update(last_seen_at=NOW)
    assert is_in(device)
    first = UserSession.objects.get().last_seen_at
    assert first > NOW
    assert is_in(device)
    assert UserSession.objects.get().last_seen_at == first
    session = device.session
    session["last_seen"] -= 601
    session.save()
    assert is_in(device)
    assert UserSession.objects.get().last_seen_at > first


def test_a_password_may_be_pasted_and_kept_by_the_browser(client: Client) -> None:
    assert 'autocomplete="current-password"' in client.get(reverse("account_login")).content.decode()
    page = client.get(reverse("account_signup")).content.decode()
    assert 'autocomplete="new-password"' in page
    assert "onpaste" not in page
