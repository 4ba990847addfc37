"""Sites of their own for tools that measure or hammer: an empty database, a free port, the web server of `make run`."""

import os
import secrets
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from tools import processes, serve
from tools.health import healthy


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def own_database(kind: str, *, copy_of: str = "") -> Iterator[dict[str, str]]:
    """A database of one's own as its part of the environment: an empty one, or a copy of the one at that address.

    On SQLite it is the one in TURNOUT_VAR.
    """
    if kind == "SQLite":
        yield {}
        return
    given = os.environ.get("DATABASE_URL", "")
    if not given.startswith("postgres"):
        raise SystemExit("There is no PostgreSQL in DATABASE_URL: start this by `make`.")
    name = f"own_{secrets.token_hex(4)}"
    template = f" TEMPLATE {urlsplit(copy_of).path[1:]}" if copy_of else ""
    with psycopg.connect(given, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}{template}")
    try:
        yield {"DATABASE_URL": urlunsplit(urlsplit(given)._replace(path=f"/{name}"))}
    finally:
        with psycopg.connect(given, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def web_server(
    var: Path, port: int, environment: Mapping[str, str], *, application: str = "config.wsgi"
) -> Iterator[subprocess.Popen[bytes]]:
    """The web server of `make run` with that application, from when it answers until it has ended."""
    command = [application if word == "config.wsgi" else word for word in serve.commands(var, port)["web"]]
    log = var / f"{application}-{port}.log"
    with log.open("wb") as file:
        server = processes.start(command, log=file, folder=serve.ROOT, environment=environment)
    try:
        deadline = time.monotonic() + serve.READY_WITHIN
        while not healthy(port):
            if server.poll() is not None or time.monotonic() > deadline:
                raise SystemExit(f"The site did not come up:\n{log.read_text(errors='replace')[-3000:]}")
            time.sleep(0.1)
        yield server
    finally:
        processes.end([server], within=serve.STOPS_WITHIN)
