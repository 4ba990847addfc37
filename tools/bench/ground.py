"""What everything stands on: databases filled once and copied, and the servers that are measured on them."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import psycopg

from tools import serve, sites
from tools.bench.plan import Plan

FLOOR = "tools.bench.floor"


@dataclass(frozen=True)
class Site:
    """A server that is up: where it listens, and its database."""

    port: int
    pid: int
    environment: dict[str, str]
    helper: str

    def inside(self, verb: str, **given: object) -> Any:
        """What its own code answers, in a process of its own (tools/bench/inside.py and floor/inside.py)."""
        return inside(self.helper, self.environment, verb, **given)

    def value(self, statement: str, *values: object) -> Any:
        """The one value that the statement gives."""
        return value(self.environment, statement, *values)


def inside(helper: str, environment: dict[str, str], verb: str, **given: object) -> Any:
    """Run one verb of a helper in that environment."""
    done = subprocess.run(
        [sys.executable, "-m", helper, verb],
        check=False,
        cwd=serve.ROOT,
        env=environment,
        input=json.dumps(given),
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise SystemExit(f"{helper} {verb} failed:\n{done.stderr[-3000:]}")
    return json.loads(done.stdout)


def value(environment: dict[str, str], statement: str, *given: object) -> Any:
    """The one value that the statement, its values marked %s, gives on the database of that environment."""
    [rows] = values(environment, [statement], *given)
    return rows[0][0] if rows else None


def values(environment: dict[str, str], statements: Sequence[str], *given: object) -> list[list[Any]]:
    """The rows that each of the statements gives, one after the other on one connection, with the same values."""
    if address := environment.get("DATABASE_URL"):
        with psycopg.connect(address) as connection:
            return [connection.execute(each, given).fetchall() for each in statements]
    path = Path(environment["TURNOUT_VAR"]) / "turnout.sqlite3"
    plain = [str(each) if isinstance(each, date) else each for each in given]
    with closing(sqlite3.connect(path, timeout=20)) as lite:
        return [lite.execute(each.replace("%s", "?"), plain).fetchall() for each in statements]


@dataclass
class Ground:
    """Everything that was started or made, until `stack` is closed."""

    plan: Plan
    var: Path
    kind: str
    stack: ExitStack
    began: float = field(default_factory=time.monotonic)
    _filled: dict[tuple[str, int], dict[str, str]] = field(default_factory=dict)

    def say(self, words: str) -> None:
        """Tell whoever waits how far it is."""
        print(f"{time.monotonic() - self.began:5.0f} s  {words}", flush=True)

    def sayer(self, about: str) -> Callable[[str], None]:
        """The same, about one thing."""
        return lambda words: self.say(f"{about}: {words}")

    def filled(self, bookings: int, kind: str = "") -> dict[str, str]:
        """The environment of a Turnout with so many bookings behind it; made once, for pages that change nothing."""
        kind = kind or self.kind
        if (kind, bookings) not in self._filled:
            self._filled[kind, bookings] = self._fill(bookings, kind)
        return self._filled[kind, bookings]

    def copy(self, bookings: int) -> dict[str, str]:
        """The environment of a Turnout on a copy of that, to be written to."""
        filled = self.filled(bookings)
        if self.kind == "SQLite":
            folder = self._folder()
            shutil.copy(Path(filled["TURNOUT_VAR"]) / "turnout.sqlite3", folder)
            return {**filled, "TURNOUT_VAR": str(folder)}
        return filled | self.stack.enter_context(sites.own_database(self.kind, copy_of=filled["DATABASE_URL"]))

    def turnout(self, environment: dict[str, str]) -> Site:
        """Turnout's web server on that database."""
        return self._serve("config.wsgi", environment, "tools.bench.inside")

    def floor(self) -> Site:
        """The floor's web server, on an empty database of its own."""
        environment = self._environment(f"{FLOOR}.settings")
        environment |= self.stack.enter_context(sites.own_database(self.kind))
        return self._floor_on(environment)

    def again(self, floor: Site) -> Site:
        """Another of the floor's web servers, on the database of that one."""
        return self._floor_on(floor.environment)

    def _floor_on(self, environment: dict[str, str]) -> Site:
        return self._serve(f"{FLOOR}.wsgi", environment, f"{FLOOR}.inside")

    def _fill(self, bookings: int, kind: str) -> dict[str, str]:
        environment = self._environment("config.settings")
        environment |= self.stack.enter_context(sites.own_database(kind))
        self.say(f"filling {kind} with {bookings:,} bookings")
        inside("tools.bench.inside", environment, "fill", bookings=bookings)
        return environment

    def _serve(self, application: str, environment: dict[str, str], helper: str) -> Site:
        port = sites.free_port()
        var = Path(environment["TURNOUT_VAR"])
        server = self.stack.enter_context(sites.web_server(var, port, environment, application=application))
        return Site(port, server.pid, environment, helper)

    def _environment(self, settings: str) -> dict[str, str]:
        """Nothing from outside that says where Turnout is."""
        folder = self._folder()
        kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "PORT"}}
        return {**kept, "DJANGO_SETTINGS_MODULE": settings, "TURNOUT_VAR": str(folder)}

    def _folder(self) -> Path:
        """A folder for a Turnout's own files; the static files in it are gathered once for all."""
        gathered = self.var / "static"
        gathered.mkdir(exist_ok=True)
        folder = self.var / f"var-{sum(1 for _ in self.var.iterdir())}"
        folder.mkdir()
        (folder / "static").symlink_to(gathered)
        return folder
