"""A command really gets a PostgreSQL and a Redis of its own, and nothing of them is left behind."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import redis
from django.db import connection

from tools import redis_server, with_services

ROOT = Path(__file__).resolve().parents[2]
WRAPPER = [sys.executable, "-m", "tools.with_services", "--", sys.executable, "-c"]
ASK = """
import json, os, psycopg, redis
database = psycopg.connect(os.environ["DATABASE_URL"])
print(json.dumps({
    "folder": os.path.dirname(os.environ["TURNOUT_VAR"]),
    "database": database.execute("SELECT version(), current_setting('listen_addresses')").fetchone(),
    "waits": database.execute("SELECT current_setting('fsync'), current_setting('synchronous_commit')").fetchone(),
    "redis": redis.Redis.from_url(os.environ["REDIS_URL"]).ping(),
}), flush=True)
"""
# What is given from outside would be used as it is; here they are to be started.
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("TURNOUT_TEST_")}


def start(code: str, *, through: list[str] = WRAPPER) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*through, code], cwd=ROOT, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def processes_with(words: str) -> list[str]:
    """The command lines of living processes that mention `words`."""
    lines = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if path.exists()]
    return [text for line in lines if words in (text := line.replace(b"\0", b" ").decode())]


def gone(folder: str, *, within: float = 10) -> bool:
    """Whether the folder and everything that ran in it have ended."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if not Path(folder).exists() and not processes_with(folder):
            return True
        time.sleep(0.05)
    return False


@pytest.mark.once
def test_both_are_real_and_both_go() -> None:
    output, complaints = start(ASK).communicate(timeout=120)
    told = json.loads(output)
    assert told["database"][0].startswith("PostgreSQL ")
    assert told["database"][1] == ""
    assert told["waits"] == ["off", "off"]
    assert told["redis"] is True
    assert complaints == ""
    assert gone(told["folder"])


@pytest.mark.once
def test_a_durable_one_waits_for_its_disk() -> None:
    output, complaints = start(ASK, through=[*WRAPPER[:3], "--durable", *WRAPPER[3:]]).communicate(timeout=120)
    assert json.loads(output)["waits"] == ["on", "on"]
    assert complaints == ""


@pytest.mark.once
def test_the_status_is_the_command_s_own() -> None:
    with start("raise SystemExit(7)") as wrapper:
        assert wrapper.wait(timeout=120) == 7


@pytest.mark.once
@pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_stops_the_command_and_the_services(signum: signal.Signals) -> None:
    with start(ASK + "import time; time.sleep(60)") as wrapper:
        assert wrapper.stdout is not None
        told = json.loads(wrapper.stdout.readline())
        assert processes_with(told["folder"])
        # As a terminal does it for Ctrl-C, the command hears of it too.
        if signum == signal.SIGINT:
            for child in Path(f"/proc/{wrapper.pid}/task/{wrapper.pid}/children").read_text().split():
                os.kill(int(child), signum)
        wrapper.send_signal(signum)
        assert wrapper.wait(timeout=30) != 0
    assert gone(told["folder"])


@pytest.mark.once
def test_the_wheel_serves_where_the_machine_has_no_postgresql() -> None:
    hidden = "import sys; from tools import with_services as w; w.installed_postgres = lambda: None; "
    through = [sys.executable, "-c", f"{hidden}raise SystemExit(w.main(['--', sys.executable, '-c', sys.argv[1]]))"]
    output, complaints = start(ASK, through=through).communicate(timeout=120)
    assert complaints == ""
    assert json.loads(output)["database"][0].startswith("PostgreSQL 18.6 ")


def test_what_is_missing_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(with_services, "find_spec", lambda name: None)
    with pytest.raises(SystemExit, match=r"^No PostgreSQL: install one .*apt-get install postgresql"):
        with_services.embedded_postgres(copy_to=None)


def test_a_redis_that_can_not_start_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"did not start; .*server\.log says why"):
        redis_server.start(redis_server.embedded(), tmp_path / "x.sock", tmp_path, "--no-such-option", "1")


def test_without_a_command_it_says_how_it_is_used() -> None:
    done = subprocess.run(WRAPPER[:3], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "python -m tools.with_services [--durable] -- COMMAND" in done.stderr


@pytest.mark.django_db
def test_this_run_is_on_the_database_that_it_was_given() -> None:
    given = os.environ.get("DATABASE_URL", "")
    assert connection.vendor == ("postgresql" if given.startswith("postgres") else "sqlite")


def test_this_run_has_a_redis() -> None:
    address = os.environ.get("REDIS_URL")
    assert address, "Run the tests by `make test`, or beside their services: python -m tools.with_services -- pytest"
    with redis.Redis.from_url(address) as client:
        assert client.ping()
