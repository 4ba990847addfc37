"""What tests have in common: their turn, plain static files, passwords that hash fast, and who is signed in."""

from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connection
from django.db.backends.base.creation import BaseDatabaseCreation
from django.test import Client

from people.models import Duty, User
from tests.at_once import on_file, put_back
from tests.makers import make_user

TESTS = Path(__file__).parent
BRINGS_ITS_OWN = {"bench", "config", "hammer", "journeys", "tools"}
"""Where a test may start a process with a database of its own."""
DATABASE = {"db", "transactional_db", "django_db_setup"}
BROWSING = {"client", "async_client"}


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Generator[None]:
    """Run once what asks no database, or a page; the slow ones first, so that at the end no worker is left alone."""
    slow = {item for item in items if item.get_closest_marker("once")}
    for item in items:
        if not _may_ask(item):
            item.add_marker(pytest.mark.once)
        elif BROWSING & set(_fixtures(item)) and item not in slow:
            item.add_marker(pytest.mark.page)
    yield
    items.sort(key=lambda item: item not in slow)


def _may_ask(item: pytest.Item) -> bool:
    """Whether the test may ask a database anything: without one of these, pytest-django lets it not."""
    in_a_process = item.path.relative_to(TESTS).parts[0] in BRINGS_ITS_OWN
    by_fixture = DATABASE & set(_fixtures(item))
    return in_a_process or bool(by_fixture) or item.get_closest_marker("django_db") is not None


def _fixtures(item: pytest.Item) -> list[str]:
    return getattr(item, "fixturenames", [])


@pytest.fixture(autouse=True)
def plain_and_fast(settings: LazySettings) -> None:
    """No collected files, no slow hashes and no note of each session are needed to prove anything here."""
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "core.static_files.PlainStaticFiles"}}
    settings.USERSESSIONS_TRACK_ACTIVITY = False
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session", autouse=True)
def reference_data_comes_back_by_the_table() -> Iterator[None]:
    """Before each test with connections of its own: Django's thousand statements take longer than most such tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseCreation, "deserialize_db_from_string", put_back)
        yield


@pytest.fixture
def several_connections(transactional_db: None, django_db_serialized_rollback: None, tmp_path: Path) -> Iterator[None]:
    """The test's database with the reference data, such that threads see and lock each other's rows."""
    if connection.vendor != "sqlite":
        yield
        return
    back = on_file(tmp_path / "turnout.sqlite3")
    yield
    back()


@pytest.fixture
def manager(client: Client) -> User:
    """A training manager, signed in."""
    return _signed_in(client, Duty.Kind.MANAGER)


@pytest.fixture
def administrator(client: Client) -> User:
    """An administrator, signed in."""
    return _signed_in(client, Duty.Kind.ADMINISTRATOR)


def _signed_in(client: Client, kind: Duty.Kind) -> User:
    user = make_user(kind)
    client.force_login(user)
    return user
