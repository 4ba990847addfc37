"""What tests that start the whole of Turnout share: a clean environment, a free port, what it says, who lives."""

import os
import socket
import subprocess
from pathlib import Path

LAST_LINE = "Ctrl-C stops it; the data stays."
FROM_OUTSIDE = ("DATABASE_URL", "REDIS_URL", "TURNOUT_DEMO_PASSWORD", "PORT")
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in FROM_OUTSIDE}


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def said(server: subprocess.Popen[str]) -> str:
    """What it says until it is ready, or until it ends."""
    assert server.stdout is not None
    lines: list[str] = []
    for line in server.stdout:
        lines.append(line)
        if line.startswith(LAST_LINE):
            break
    return "".join(lines)


def children(pid: int) -> list[int]:
    """A process's descendants."""
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [each for child in map(int, found) for each in (child, *children(child))]


def alive(pid: int) -> bool:
    """Whether a process still runs; one that ended and waits to be buried does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False
