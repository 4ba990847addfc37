"""Real workers and a real broker: who is killed half way loses nothing, whatever becomes of the broker meanwhile."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from celery import current_app
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from config.environment import broker_url
from core import audit
from core.models import AuditEntry
from core.years import parse_period
from reports import reports, tasks
from reports.models import YearlyReport
from tests.at_once import address
from tests.makers import TESTER
from tests.reports.small_world import small_world
from tests.reports.worlds import build
from tests.running import alive, children
from tools import processes, redis_server

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
State = YearlyReport.State
PERIOD = parse_period("2013-14")
A_MINUTE = 60.0
TRIES = 20
WORDS = "-m celery -A config worker --concurrency 1 --without-mingle --without-gossip --loglevel INFO"
SCHEDULE = ("--beat", "--schedule")


@dataclass
class Broker:
    """A Redis of the test's own, which forgets everything when it is killed."""

    folder: Path

    @property
    def socket(self) -> Path:
        return self.folder / "redis.sock"

    def start(self) -> None:
        program = redis_server.installed() or redis_server.embedded()
        self.server = redis_server.start(program, self.socket, self.folder, "--save", "", "--appendonly", "no")

    def kill(self) -> None:
        self.server.kill()
        self.server.wait()
        self.socket.unlink(missing_ok=True)


@pytest.fixture
def broker(several_connections: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Broker]:
    """The small world, and a broker that this process and the workers talk to."""
    build(small_world())
    broker = Broker(tmp_path)
    broker.start()
    monkeypatch.setattr(current_app.conf, "broker_url", broker_url(str(broker.socket)))
    yield broker
    broker.kill()


@contextmanager
def worker(broker: Broker, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    """A worker as in production, one child, on the test's database; ready."""
    log = broker.folder / f"worker{time.monotonic_ns()}.log"
    environment = os.environ | {
        "DATABASE_URL": address(),
        "REDIS_URL": f"unix://{broker.socket}",
        "TURNOUT_VAR": str(broker.folder / "var"),
    }
    command = [sys.executable, *WORDS.split(), *words]
    with log.open("wb") as told:
        started = processes.start(command, log=told, folder=settings.BASE_DIR, environment=environment)
    try:
        wait_for(lambda: " ready." in log.read_text(), within=A_MINUTE)
        yield started
    finally:
        with suppress(ProcessLookupError):
            os.killpg(started.pid, signal.SIGKILL)
        started.wait()


def wait_for(true: Callable[[], object], *, within: float, every: float = 0.1) -> None:
    deadline = time.monotonic() + within
    while not true():
        assert time.monotonic() < deadline, YearlyReport.objects.values_list("version", "state", "stage", "failure")
        time.sleep(every)


def ask() -> YearlyReport:
    """As the page does."""
    report = reports.request(PERIOD, by=TESTER, at=timezone.now())
    tasks.nudge(report.pk)
    return report


@contextmanager
def caught_half_way() -> Iterator[YearlyReport]:
    """A report that a worker has begun and can't go on with inside, for it waits for the report's row.

    One that was too fast has made a version, and is asked again.
    """
    for _ in range(TRIES):
        asked = ask()
        wait_for(partial(has_begun, asked), within=A_MINUTE, every=0.001)
        with transaction.atomic():
            report = YearlyReport.objects.select_for_update().get(pk=asked.pk)
            if report.state == State.COMPILING:
                yield report
                return
    pytest.fail(f"{TRIES} reports were compiled too fast to be caught.")


def now_is(report: YearlyReport) -> str:
    return str(YearlyReport.objects.values_list("state", flat=True).get(pk=report.pk))


def has_begun(report: YearlyReport) -> bool:
    return now_is(report) != State.REQUESTED


def test_another_worker_finishes_what_one_killed_half_way_began(broker: Broker) -> None:
    with worker(broker) as first:
        with caught_half_way() as report:
            family = [first.pid, *children(first.pid)]
            assert len(family) == 2
            for pid in family:
                os.kill(pid, signal.SIGKILL)
            killed = time.monotonic()
            wait_for(lambda: not any(map(alive, family)), within=A_MINUTE)
        assert now_is(report) == State.COMPILING
        # Not even the message that was taken and never acknowledged is left.
        broker.kill()
        broker.start()
    with pytest.raises(reports.AlreadyCompiling):
        ask()
    with worker(broker, *SCHEDULE, str(broker.folder / "schedule")):
        wait_for(lambda: now_is(report) == State.DRAFT, within=A_MINUTE)
        assert time.monotonic() - killed < A_MINUTE
    assert AuditEntry.objects.filter(verb="reports.compile", subject=audit.reference(report)).count() == 1
    *before, last = YearlyReport.objects.order_by("version")
    assert (last.pk, last.stages_done, last.stage) == (report.pk, last.stages, "")
    assert {each.state for each in before} <= {State.SUPERSEDED}
    assert {each.checksum for each in before} <= {last.checksum}


def test_a_broker_killed_half_way_takes_nothing_along(broker: Broker) -> None:
    with worker(broker, *SCHEDULE, str(broker.folder / "schedule")):
        with caught_half_way() as report:
            broker.kill()
        wait_for(lambda: now_is(report) == State.DRAFT, within=A_MINUTE)
        unheard = ask()
        assert now_is(unheard) == State.REQUESTED
        broker.start()
        wait_for(lambda: now_is(unheard) == State.DRAFT, within=A_MINUTE)
