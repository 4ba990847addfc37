"""What the environment says, read once and checked, so that settings.py is a plain list.

An empty environment runs the embedded default. `TURNOUT_PRODUCTION=1` refuses to start with anything a public
service must not have.
"""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from urllib.parse import parse_qs, urlsplit

from django.core.exceptions import ImproperlyConfigured

SOCKETS = {"", "unix", "redis+socket"}


def kept_secret(path: Path) -> str:
    """The secret in the file at `path`; made up and written there, for the owner's eyes only, on first use."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        with NamedTemporaryFile("w", dir=path.parent) as file:
            file.write(secrets.token_urlsafe(50))
            file.flush()
            # It appears whole or not at all: several processes may start at the same instant.
            with suppress(FileExistsError):
                os.link(file.name, path)
    secret = path.read_text().strip()
    if not secret:
        raise ImproperlyConfigured(f"{path} is empty: delete it and a new secret is made up.")
    return secret


def at_least(said: str, least: int, name: str, most: int = 1000, usual: int | None = None) -> int:
    """The number that was said, or `usual` where none was; refused if it is less than `least`, or more than `most`.

    What is usual is `least`, where it isn't said.
    """
    number = int(said) if said.isdecimal() else None if said else least if usual is None else usual
    if number is None or not least <= number <= most:
        raise ImproperlyConfigured(f"{name} is “{said}”: it must be a number from {least} to {most}.")
    return number


def broker_url(redis_url: str) -> str:
    """The spelling that Celery wants for a Redis address; unix sockets are spelled differently there."""
    parts = urlsplit(redis_url)
    if parts.scheme in SOCKETS:
        return f"redis+socket://{parts.path}?virtual_host={_database(parts.query)}"
    return redis_url


def client_url(redis_url: str) -> str:
    """The spelling that the Redis client wants for the same address."""
    parts = urlsplit(redis_url)
    if parts.scheme in SOCKETS:
        return f"unix://{parts.path}?db={_database(parts.query)}"
    return redis_url


def _database(query: str) -> str:
    named = parse_qs(query)
    return (named.get("db") or named.get("virtual_host") or ["0"])[0]


def demand_safe_production(
    *, secret_key: str, equality_key: str, allowed_hosts: list[str], site_url: str, database_url: str, redis_url: str
) -> None:
    """Raise ImproperlyConfigured, naming every setting that a public service can't do without."""
    missing = [
        name
        for name, present in (
            ("SECRET_KEY (50 characters or more)", len(secret_key) >= 50),
            ("TURNOUT_EQUALITY_KEY (32 characters or more, never changed)", len(equality_key) >= 32),
            ("ALLOWED_HOSTS (the names people type)", bool(allowed_hosts) and "*" not in allowed_hosts),
            ("SITE_URL (beginning with https://)", site_url.startswith("https://")),
            ("DATABASE_URL (beginning with postgres://)", database_url.startswith(("postgres://", "postgresql://"))),
            ("REDIS_URL", bool(redis_url)),
        )
        if not present
    ]
    if missing:
        raise ImproperlyConfigured("Production needs: " + "; ".join(missing) + ".")
