"""What every test has in common: static files as they lie in the checkout, and passwords that hash fast."""

import pytest
from django.conf import LazySettings


@pytest.fixture(autouse=True)
def plain_and_fast(settings: LazySettings) -> None:
    """No collected files and no slow hashes are needed to prove anything here."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
