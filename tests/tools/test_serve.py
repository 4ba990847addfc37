"""`make run` brings all of Turnout up, says how to get in, and leaves nothing running."""

import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.running import ENVIRONMENT, alive, children, free_port, said
from tools import processes, redis_server, serve

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def start(var: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    server = subprocess.Popen(
        [sys.executable, "-m", "tools.serve"],
        cwd=ROOT,
        env=ENVIRONMENT | {"TURNOUT_VAR": str(var), "PORT": str(port)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    with server:
        try:
            yield server
        finally:
            server.terminate()


def becomes(true: Callable[[], bool], *, within: float) -> bool:
    deadline = time.monotonic() + within
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def sign_in(port: int, email: str, password: str) -> int:
    """The status that the sign-in page answers with."""
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", "/accounts/login/")
    page = connection.getresponse()
    token = SimpleCookie(page.headers["Set-Cookie"])["csrftoken"].value
    page.read()
    form = urlencode({"login": email, "password": password, "csrfmiddlewaretoken": token})
    headers = {"Cookie": f"csrftoken={token}", "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/accounts/login/", form, headers)
    status = connection.getresponse().status
    connection.close()
    return status


@pytest.mark.once
def test_the_whole_of_it_comes_up_and_goes_down_again(tmp_path: Path) -> None:
    port = free_port()
    with start(tmp_path, port) as first:
        words = said(first)
        assert f"Turnout is ready: http://127.0.0.1:{port}/\n" in words
        assert "Loading the demonstration" in words
        password = re.findall(r"Password of them all: (\S+)", words)[0]
        emails = re.findall(r"(\w+@turnout\.example) ", words)
        assert [email.split("@")[0] for email in emails] == list(serve.ACCOUNTS)
        for email in emails:
            assert sign_in(port, email, password) == 302
        assert sign_in(port, emails[0], "wrong") == 200
        assert (tmp_path / "demo-password").stat().st_mode & 0o777 == 0o600
        log = tmp_path / "log" / "worker.log"
        assert becomes(lambda: " ready." in log.read_text(), within=20)

        with start(tmp_path, free_port()) as second:
            assert said(second) == f"Turnout is already running on the files in {tmp_path}.\n"
        with start(tmp_path / "other", port) as third:
            assert said(third).startswith(f"Port {port} can't be used (Address already in use). Try another")
        assert (second.wait(), third.wait()) == (1, 1)

        ours = children(first.pid)
        assert len(ours) >= 6
        first.send_signal(signal.SIGINT)
        assert first.wait(timeout=40) == 0
        assert said(first).strip() == "Turnout has stopped."
    assert not any(map(alive, ours))

    with start(tmp_path, port) as again:
        words = said(again)
        assert f"Password of them all: {password}" in words
        assert "Loading the demonstration" not in words
        assert "Gathering the static files" not in words
        assert sign_in(port, emails[0], password) == 302
        ours = children(again.pid)
        # Even killed it leaves nothing behind that would hold the port.
        again.kill()
        assert becomes(lambda: not any(map(alive, ours)), within=30)


def test_a_process_that_ends_by_itself_ends_all_with_its_last_words(tmp_path: Path) -> None:
    (tmp_path / "log").mkdir()
    (tmp_path / "log" / "worker.log").write_text("a hundred lines\nand the reason\n")
    ended = processes.start(["false"])
    ended.wait()
    with pytest.raises(SystemExit, match=r"and the reason\nThe worker process stopped by itself; .*worker\.log"):
        serve.demand_alive(tmp_path, {"worker": ended})


@pytest.mark.parametrize("words", ["http", "0", "65536", "-1", "8000 "])
def test_a_port_that_is_none_is_refused_in_a_sentence(words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", words)
    with pytest.raises(SystemExit, match="PORT must be a number from 1 to 65535"):
        serve.free_port()


def test_a_folder_too_deep_for_a_socket_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with (
        pytest.raises(SystemExit, match="Set TURNOUT_VAR to a folder with a shorter name"),
        serve.broker(tmp_path / ("x" * 100)),
    ):
        pass


def test_a_redis_that_outlived_its_turnout_is_taken_over_and_ended(tmp_path: Path) -> None:
    with serve.broker(tmp_path) as address, serve.broker(tmp_path) as same:
        assert address == same
    assert not redis_server.answers(tmp_path / "valkey.sock")


def test_a_process_that_will_not_finish_is_killed_with_its_own() -> None:
    stubborn = processes.start(["sh", "-c", "trap '' TERM; sleep 60 & echo; wait; sleep 60"])
    assert becomes(lambda: bool(children(stubborn.pid)), within=5)
    ours = [stubborn.pid, *children(stubborn.pid)]
    processes.end([stubborn], within=0.2)
    assert becomes(lambda: not any(map(alive, ours)), within=5)
