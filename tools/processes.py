"""Starts processes that never outlive the one that started them, and ends them in order."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO

PR_SET_PDEATHSIG = 1
_prctl = getattr(ctypes.CDLL(None), "prctl", None)


def _end_with_parent() -> None:
    if _prctl is not None:
        _prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def start(
    command: list[str],
    *,
    log: IO[bytes] | None = None,
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> subprocess.Popen[bytes]:
    """Start `command`, its output to `log` or nowhere; on Linux it ends even when this process is killed.

    It has a process group of its own: Ctrl-C reaches this process only, which then ends its children in order.
    """
    return subprocess.Popen(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=log or subprocess.DEVNULL,
        stderr=subprocess.STDOUT,
        process_group=0,
        preexec_fn=_end_with_parent,  # noqa: PLW1509 - nothing here runs threads
    )


def end(processes: Iterable[subprocess.Popen[bytes]], *, within: float) -> None:
    """Ask `processes` to finish, together; those that still run after `within` seconds are killed with their own."""
    running = [process for process in processes if process.poll() is None]
    for process in running:
        process.terminate()
    deadline = time.monotonic() + within
    for process in running:
        try:
            process.wait(max(0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
