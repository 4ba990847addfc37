"""The world that what everybody may see is asked of."""

from collections.abc import Iterator

import pytest
from django.test import override_settings
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from tests.access.answers import undone
from tests.access.world import World, build


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """One for all the tests of a module, for it is dear to build: whatever they do to it is undone."""
    fast = override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])
    with django_db_blocker.unblock(), fast, undone():
        yield build(timezone.now())
