"""What every test has in common: its turn, static files as they lie in the checkout, and passwords that hash fast."""

import pytest
from django.conf import LazySettings


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The slow ones first, so that at the end no worker is left alone with one; else in pytest-django's order."""
    items.sort(key=lambda item: item.get_closest_marker("once") is None)


@pytest.fixture(autouse=True)
def plain_and_fast(settings: LazySettings) -> None:
    """No collected files and no slow hashes are needed to prove anything here."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
