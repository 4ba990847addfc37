"""The tasks find their own due work; the nudge is heard by a broker, and nobody waits where there is none."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import redis
from celery import current_app
from django.conf import settings
from django.utils import timezone

from config.celery import app
from core.years import parse_period
from reports import reports, tasks
from reports.models import YearlyReport
from tests.makers import TESTER
from tools import redis_server

pytestmark = pytest.mark.django_db


def ask(name: str) -> YearlyReport:
    return reports.request(parse_period(name), by=TESTER, at=timezone.now() - timedelta(seconds=1))


def states() -> list[str]:
    return list(YearlyReport.objects.order_by("pk").values_list("state", flat=True))


def test_the_nudge_s_task_compiles_its_report() -> None:
    ask("2012-13")
    tasks.compile_report(ask("2013-14").pk)
    assert states() == ["requested", "draft"]


def test_a_task_delivered_twice_or_for_nothing_does_no_harm() -> None:
    report = ask("2013-14")
    for _ in range(2):
        tasks.compile_report(report.pk)
    tasks.compile_report(report.pk + 1)
    assert states() == ["draft"]


def test_the_sweep_compiles_what_no_nudge_reached() -> None:
    ask("2012-13"), ask("2013-14")
    tasks.compile_requested()
    assert states() == ["draft", "draft"]


def test_the_schedule_names_the_sweep() -> None:
    assert "reports.tasks.compile_requested" in {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert {"reports.tasks.compile_requested", "reports.tasks.compile_report"} <= app.tasks.keys()


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[redis.Redis]:
    """A Redis of the test's own, which nobody reads from."""
    socket = tmp_path / "redis.sock"
    server = redis_server.start(redis_server.installed() or redis_server.embedded(), socket, tmp_path)
    with redis.Redis(unix_socket_path=str(socket)) as client:
        yield client
    server.terminate()
    server.wait()


def test_the_nudge_is_heard_by_a_broker(monkeypatch: pytest.MonkeyPatch, broker: redis.Redis, tmp_path: Path) -> None:
    monkeypatch.setattr(current_app.conf, "broker_url", f"redis+socket://{tmp_path}/redis.sock?virtual_host=0")
    tasks.nudge(7)
    (message,) = broker.lrange("celery", 0, -1)
    assert json.loads(message)["headers"]["task"] == "reports.tasks.compile_report"


def test_without_a_broker_the_sweep_will_find_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(current_app.conf, "broker_url", f"redis+socket://{tmp_path}/nowhere.sock")
    tasks.nudge(7)
    assert "the sweep will find report 7" in caplog.text
