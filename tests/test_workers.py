"""Workers of one run share neither a folder nor a database of the Redis, and get their tests whole and in turn."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from redis import ConnectionPool

from config.environment import client_url
from tests.workers import WHOLE, cores, own_part

ROOT = Path(__file__).resolve().parent.parent
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("unix:///run/redis.sock", {"path": "/run/redis.sock"}),
        ("/run/redis.sock", {"path": "/run/redis.sock"}),
        ("redis://:secret@broker:6380/0", {"host": "broker", "port": 6380, "password": "secret"}),
        ("redis://broker", {"host": "broker"}),
    ],
)
def test_each_has_a_database_of_the_redis(given: str, found: dict[str, object]) -> None:
    for number, worker in enumerate(("gw0", "gw1"), start=1):
        own = own_part({"REDIS_URL": given}, worker)["REDIS_URL"]
        for address in (own, client_url(own)):
            assert (found | {"db": number}).items() <= ConnectionPool.from_url(address).connection_kwargs.items()


def test_each_has_a_folder() -> None:
    owns = [own_part({"TURNOUT_VAR": "/run/var"}, worker) for worker in ("gw0", "gw1")]
    assert owns == [{"TURNOUT_VAR": "/run/var/gw0"}, {"TURNOUT_VAR": "/run/var/gw1"}]


def test_the_settings_of_this_run_are_its_own() -> None:
    """Where there are several workers each one proves it of itself."""
    assert not WORKER or settings.VAR_DIR.name == WORKER
    number = int(WORKER.removeprefix("gw") or -1) + 1
    assert settings.REDIS_CLIENT_URL.endswith((f"?db={number}", f"/{number}"))


@pytest.mark.parametrize(
    ("said", "fewer"), [("max 100000", 3), ("800000 100000", 3), ("250000 100000", 2), ("50000 100000", 1)]
)
def test_a_container_s_share_of_the_cores_is_all_there_is(
    said: str, fewer: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: {0, 1, 2})
    limit = tmp_path / "cpu.max"
    limit.write_text(f"{said}\n")
    assert cores(limit) == fewer
    assert cores(tmp_path / "none") == 3


def test_what_starts_the_whole_of_turnout_is_where_it_is_looked_for() -> None:
    assert [path for path in WHOLE if not (ROOT / path).exists()] == []


@pytest.mark.once
def test_those_that_start_the_whole_have_one_worker_and_the_others_come_in_turn(tmp_path: Path) -> None:
    for path, tests in {"tests/test_alone.py": 8, "tests/hammer/test_a.py": 2, "tests/journeys/test_b.py": 2}.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        body = "import pytest, time\n@pytest.mark.parametrize('turn', range({}))\ndef test_it(turn): time.sleep(0.1)\n"
        file.write_text(body.format(tests))
    words = "-v -n 2 -c pytest.ini --import-mode=importlib -p tests.workers -p no:django -p no:cacheprovider"
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *words.split()],
        cwd=tmp_path,
        env={name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
        | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    said = re.findall(r"(?m)^\[(gw\d)\] .* PASSED tests/(\w+)\S*\[(\d)\]", done.stdout)
    assert len(said) == 12, done.stdout + done.stderr
    assert len({worker for worker, part, _ in said if part in {"hammer", "journeys"}}) == 1
    alone = {worker: [turn for its, part, turn in said if (its, part) == (worker, "test_alone")] for worker, *_ in said}
    assert all(turns == sorted(turns) for turns in alone.values())
