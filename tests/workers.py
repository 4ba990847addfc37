"""The workers of a run on several cores: who gets which test, and what of the environment is each one's own.

Loaded before Django's settings are read, which read the environment. Pytest-django tells the test databases apart.
"""

import os
from collections.abc import Generator, Mapping
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from config.environment import SOCKETS

WHOLE = ("tests/hammer/", "tests/journeys/", "tests/tools/test_serve.py")


LIMIT = Path("/sys/fs/cgroup/cpu.max")
MOST = 8


def own_part(environment: Mapping[str, str], worker: str) -> dict[str, str]:
    """What the worker called `worker` finds instead of what stands in the environment; it is called gw0, gw1 …"""
    own = {}
    if environment.get("TURNOUT_VAR"):
        own["TURNOUT_VAR"] = str(Path(environment["TURNOUT_VAR"]) / worker)
    if environment.get("REDIS_URL"):
        number = int(worker.removeprefix("gw")) + 1
        address = urlsplit(environment["REDIS_URL"])
        on_network = urlunsplit(address._replace(path=f"/{number}"))
        own["REDIS_URL"] = f"unix://{address.path}?db={number}" if address.scheme in SOCKETS else on_network
    return own


def share(test: str) -> str:
    """What is dealt out together with the test of that name: all that start the whole of Turnout, else each alone.

    Those keep two cores busy by themselves and wait for answers, so no two of them may run at once; and the journeys
    bring up one site, where each worker would need one.
    """
    return "the whole of Turnout" if test.startswith(WHOLE) else test


class Dealer(LoadScopeScheduling):
    """Deals out the largest share first, then each test in its turn to whoever is free.

    In its turn: tests that roll back come before those that empty the database. Xdist's own way to keep tests
    together, a mark, does nothing since pytest 9.2 (pytest-xdist's issue 1386).
    """

    def _split_scope(self, nodeid: str) -> str:
        return share(nodeid)


def cores(limit: Path = LIMIT) -> int:
    """How many cores there are for us: a container may have fewer than its machine."""
    quota, period = limit.read_text().split() if limit.exists() else ("max", "")
    allowed = len(os.sched_getaffinity(0))
    return allowed if quota == "max" else min(allowed, max(1, int(quota) // int(period)))


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests() -> Generator[None]:
    """Before pytest-django has the settings read."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker:
        os.environ.update(own_part(os.environ, worker))
    return (yield)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """What `-n auto` is: with more each one's start would cost more than it does."""
    return min(cores(), MOST)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Dealer:
    """Instead of what `--dist` names."""
    return Dealer(config, log)
