"""Runs all of Turnout on this machine, with no server to install: python -m tools.serve, or `make run`.

Its files lie in var/ (or TURNOUT_VAR) and stay; its processes end together, with Ctrl-C or when one of them fails.
"""

import fcntl
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tools import processes, redis_server
from tools.health import healthy

ROOT = Path(__file__).resolve().parent.parent
READY_WITHIN = 60.0
STOPS_WITHIN = 20.0
LONGEST_SOCKET_PATH = 100
ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
ACCOUNTS = {
    "practitioner": "finds and books training",
    "lead": "speaks for an agency",
    "trainer": "marks registers",
    "manager": "plans the programme and compiles the year",
    "board": "reads the reports",
    "safeguarding": "acts on comments that may tell of harm",
    "admin": "looks after the reference data",
}


class Stopped(Exception):
    """Somebody asked for the end."""


def _stop(_signum: int, _frame: object) -> None:
    for signum in ENDINGS:
        # Once is enough: a second Ctrl-C must not interrupt the stopping.
        signal.signal(signum, signal.SIG_IGN)
    raise Stopped


def say(words: str = "") -> None:
    """Tell the person at the terminal, at once."""
    print(words, flush=True)


def var_folder() -> Path:
    """The folder of everything that is kept, made if need be."""
    folder = Path(os.environ.get("TURNOUT_VAR") or ROOT / "var").absolute()
    (folder / "log").mkdir(parents=True, exist_ok=True)
    return folder


def free_port() -> int:
    """The port to serve on; leaves with a sentence if it can't be had."""
    words = os.environ.get("PORT") or "8000"
    if not words.isdecimal() or not 0 < int(words) < 2**16:
        raise SystemExit(f"PORT must be a number from 1 to 65535, not “{words}”.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(words)))
        except OSError as error:
            raise SystemExit(
                f"Port {words} can't be used ({error.strerror}). Try another: make run PORT=8001"
            ) from error
    return int(words)


@contextmanager
def only_one(var: Path) -> Iterator[None]:
    """Keep a second Turnout out of the same folder: each would start a schedule of its own."""
    with (var / "serve.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise SystemExit(f"Turnout is already running on the files in {var}.") from error
        yield


@contextmanager
def broker(var: Path) -> Iterator[str]:
    """The embedded Redis, as an address; one that outlived its Turnout is taken over."""
    path, folder = var / "valkey.sock", var / "valkey"
    if len(os.fsencode(path)) > LONGEST_SOCKET_PATH:
        raise SystemExit(f"{path} is too long for a socket. Set TURNOUT_VAR to a folder with a shorter name.")
    folder.mkdir(exist_ok=True)
    server = None
    if not redis_server.answers(path):
        server = redis_server.start(redis_server.embedded(), path, folder, "--appendonly", "yes", "--save", "")
    try:
        yield f"unix://{path}"
    finally:
        redis_server.stop(path)
        if server is not None:
            server.wait()


def manage(environment: dict[str, str], *words: str) -> str:
    """What one of manage.py's commands prints; leaves with its complaint if it fails."""
    command = [sys.executable, "manage.py", *words]
    done = subprocess.run(
        command, check=False, cwd=ROOT, env=environment, capture_output=True, text=True, process_group=0
    )
    if done.returncode:
        raise SystemExit(f"manage.py {words[0]} failed:\n{done.stderr.strip() or done.stdout.strip()}")
    return done.stdout


def newest(*paths: Path) -> float:
    """When the youngest file or folder at or under `paths` was last written; 0 if there is none."""
    found = [each for path in paths if path.exists() for each in (path, *path.rglob("*"))]
    return max((each.stat().st_mtime for each in found), default=0)


def prepare(var: Path, environment: dict[str, str]) -> None:
    """Bring the database, its demonstration and the static files up to date."""
    say("Preparing the database")
    manage(environment, "migrate", "--verbosity", "0")
    sources = (ROOT / "static", ROOT / "build" / "static", ROOT / "requirements" / "run.txt")
    if newest(*sources) > newest(var / "static" / "staticfiles.json"):
        say("Gathering the static files")
        manage(environment, "collectstatic", "--no-input", "--verbosity", "0")
    load_demonstration(var, environment)


def load_demonstration(var: Path, environment: dict[str, str]) -> None:
    """Load the demonstration into an empty database, and keep the password that its accounts were given."""
    kept = demo_password(var)
    if kept is None:
        say("Loading the demonstration, if there are no records yet")
    password = environment.get("TURNOUT_DEMO_PASSWORD") or kept or secrets.token_urlsafe(12)
    if manage(environment | {"TURNOUT_DEMO_PASSWORD": password}, "demo", "--if-empty"):
        with os.fdopen(os.open(var / "demo-password", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(password)


def demo_password(var: Path) -> str | None:
    """The password that the demonstration's accounts were made with, if they were made here."""
    kept = var / "demo-password"
    return kept.read_text().strip() if kept.exists() else None


def commands(var: Path, port: int) -> dict[str, list[str]]:
    """What runs side by side."""
    web = "--preload --worker-class gthread --workers 2 --threads 4 --no-control-socket --access-logfile -"
    worker = "--concurrency 1 --without-mingle --without-gossip --loglevel INFO"
    celery = [sys.executable, "-m", "celery", "-A", "config"]
    return {
        "web": [sys.executable, "-m", "gunicorn", "config.wsgi", *web.split(), "--bind", f"127.0.0.1:{port}"],
        "worker": [*celery, "worker", *worker.split()],
        "beat": [*celery, "beat", "--schedule", str(var / "celerybeat-schedule"), "--pidfile", ""],
    }


@contextmanager
def running(var: Path, port: int, environment: dict[str, str]) -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    """The site's processes, each with a log of its own; at the end they are asked to finish, then made to."""
    children: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name, command in commands(var, port).items():
            with (var / "log" / f"{name}.log").open("wb") as log:
                children[name] = processes.start(command, log=log, folder=ROOT, environment=environment)
        yield children
    finally:
        processes.end(children.values(), within=STOPS_WITHIN)


def demand_alive(var: Path, children: dict[str, subprocess.Popen[bytes]]) -> None:
    """Leave with the end of its log if one of `children` has ended by itself."""
    for name, child in children.items():
        if child.poll() is not None:
            log = var / "log" / f"{name}.log"
            last = "\n".join(log.read_text(errors="replace").splitlines()[-15:])
            raise SystemExit(f"{last}\nThe {name} process stopped by itself; the above is the end of {log}.")


def welcome(var: Path, port: int) -> None:
    """Say where the site is, who can sign in, and where its files are."""
    say(f"\nTurnout is ready: http://127.0.0.1:{port}/")
    password = demo_password(var)
    if password is not None:
        say("\nSign in as")
        for account, purpose in ACCOUNTS.items():
            say(f"  {account + '@turnout.example':29}{purpose}")
        say(f"Password of them all: {password}")
        say("They alone are asked for no second factor, so let nobody but you reach this site.")
    say(f"\nMail it would send: {var / 'mail'}\nLogs: {var / 'log'}\n\nCtrl-C stops it; the data stays.")


def serve() -> None:
    """Prepare, start, wait until the site answers, then stay until something ends."""
    var = var_folder()
    with ExitStack() as stack:
        stack.enter_context(only_one(var))
        port = free_port()
        environment = os.environ | {
            "PORT": str(port),
            "TURNOUT_VAR": str(var),
            "REDIS_URL": os.environ.get("REDIS_URL") or stack.enter_context(broker(var)),
        }
        prepare(var, environment)
        children = stack.enter_context(running(var, port, environment))
        deadline = time.monotonic() + READY_WITHIN
        while not healthy(port):
            demand_alive(var, children)
            if time.monotonic() > deadline:
                raise SystemExit(f"The site did not answer within {READY_WITHIN:.0f} seconds; see {var / 'log'}.")
            time.sleep(0.1)
        welcome(var, port)
        while True:
            demand_alive(var, children)
            time.sleep(0.5)


def main() -> int:
    """Serve until told to stop, which is no failure."""
    for signum in ENDINGS:
        signal.signal(signum, _stop)
    try:
        serve()
    except Stopped:
        say("\nTurnout has stopped.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
