"""The environment: an empty one runs, an unsafe production one does not start, addresses fit their readers."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.environment import broker_url, client_url, demand_safe_production, kept_secret

ROOT = Path(__file__).resolve().parents[2]
SAFE = {
    "SECRET_KEY": "s" * 50,
    "TURNOUT_EQUALITY_KEY": "e" * 32,
    "ALLOWED_HOSTS": "training.example.org",
    "SITE_URL": "https://training.example.org",
    "DATABASE_URL": "postgres://turnout@localhost/turnout",
    "REDIS_URL": "redis://localhost:6379/0",
}


def start(tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """A first look at the settings in a process of its own, with nothing else in its environment."""
    words = "from django.conf import settings; print(settings.DEBUG, settings.DATABASES['default']['ENGINE'])"
    clean = {"PATH": os.environ["PATH"], "TURNOUT_VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings"}
    return subprocess.run(
        [sys.executable, "-c", words], cwd=ROOT, env=clean | environment, capture_output=True, text=True, check=False
    )


def test_an_empty_environment_runs_the_embedded_default_with_secrets_of_its_own(tmp_path: Path) -> None:
    done = start(tmp_path)
    assert done.stdout.split() == ["False", "core.fair_sqlite"], done.stderr
    for name in ("secret.key", "equality.key"):
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o600
        assert len((tmp_path / name).read_text()) >= 50


def test_production_starts_with_everything_it_needs(tmp_path: Path) -> None:
    done = start(tmp_path, TURNOUT_PRODUCTION="1", DEBUG="1", **SAFE)
    assert done.stdout.split() == ["False", "django.db.backends.postgresql"], done.stderr


@pytest.mark.parametrize("name", SAFE)
def test_production_names_what_is_missing(name: str) -> None:
    given: dict[str, Any] = {key.lower().removeprefix("turnout_"): value for key, value in SAFE.items()}
    given |= {"allowed_hosts": [SAFE["ALLOWED_HOSTS"]], name.lower().removeprefix("turnout_"): ""}
    with pytest.raises(ImproperlyConfigured, match=name):
        demand_safe_production(**given)


@pytest.mark.parametrize("given", ["/run/redis.sock", "unix:///run/redis.sock", "redis+socket:///run/redis.sock"])
def test_a_socket_is_spelled_for_each_reader(given: str) -> None:
    assert broker_url(given) == "redis+socket:///run/redis.sock?virtual_host=0"
    assert client_url(given) == "unix:///run/redis.sock?db=0"


@pytest.mark.parametrize("given", ["unix:///run/redis.sock?db=3", "redis+socket:///run/redis.sock?virtual_host=3"])
def test_a_socket_s_database_is_named_to_each_reader(given: str) -> None:
    assert broker_url(given) == "redis+socket:///run/redis.sock?virtual_host=3"
    assert client_url(given) == "unix:///run/redis.sock?db=3"


def test_an_address_on_the_network_is_left_as_it_is() -> None:
    assert broker_url(SAFE["REDIS_URL"]) == client_url(SAFE["REDIS_URL"]) == SAFE["REDIS_URL"]


def test_a_secret_is_made_once_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "a" / "secret"
    assert kept_secret(path) == kept_secret(path)
    path.write_text("")
    with pytest.raises(ImproperlyConfigured, match="is empty"):
        kept_secret(path)


def test_processes_that_start_at_the_same_instant_have_the_same_secret(tmp_path: Path) -> None:
    start = Barrier(8)

    def ask(number: int) -> str:
        start.wait()
        return kept_secret(tmp_path / str(number))

    with ThreadPoolExecutor(start.parties) as pool:
        for number in range(50):
            assert len(set(pool.map(ask, [number] * start.parties))) == 1
