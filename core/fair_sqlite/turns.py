"""Turns at one file: whoever asked first goes first, among all threads and processes of this machine.

Each draws the next number and locks the byte of that number; a turn has come when no byte before it is locked any more.
The kernel frees the bytes of whoever dies, so that nobody waits for the dead.
"""

import fcntl
import os
import struct
import time
from collections.abc import Callable
from pathlib import Path

# The kernel's flock structure: type, whence, start, length, and nobody's process. The locks belong to the open file and
# not to the process, so that threads count one by one.
_LOCK = "hhqqi0q"
POSSIBLE = hasattr(fcntl, "F_OFD_SETLK")
# The file begins with the number drawn last and the number served last; the bytes behind are locked and never written.
_DRAWN, _SERVED, _FIRST = 0, 8, 16
# How long whoever is next sleeps between two looks; those behind sleep longer, by as many as stand before them.
_A_LOOK, _LONGEST = 0.001, 0.02


class Turn:
    """One's turn, from when the constructor returns until it is given back."""

    def __init__(self, path: Path, *, patience: float) -> None:
        """Wait for it; TimeoutError if it hasn't come after so many seconds, and one's place in the queue is gone."""
        deadline = time.monotonic() + patience
        self._process = os.getpid()
        # Unbuffered, and closed with the object: nobody waits for a connection that was dropped without being closed.
        self._file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o644), "r+b", buffering=0)
        try:
            self._number = self._draw(deadline)
            _wait(self._has_come, self._before, deadline)
        except BaseException:
            self._file.close()
            raise
        self._write(_SERVED, self._number)

    def give_back(self) -> None:
        """Let the next one go on."""
        # A child that was forked meanwhile has the same open file: it must not end the turn of its parent, nor need the
        # parent wait until the child has closed it.
        if self._process == os.getpid():
            self._lock(fcntl.F_OFD_SETLK, fcntl.F_UNLCK, _FIRST + self._number, 1)
        self._file.close()

    def _draw(self, deadline: float) -> int:
        """Draw the next number and lock its byte: one at a time, so that no number stands there without its lock."""
        _wait(self._may_draw, lambda: 1, deadline)
        number = self._read(_DRAWN) + 1
        self._write(_DRAWN, number)
        self._lock(fcntl.F_OFD_SETLK, fcntl.F_WRLCK, _FIRST + number, 1)
        fcntl.flock(self._file, fcntl.LOCK_UN)
        return number

    def _may_draw(self) -> bool:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _has_come(self) -> bool:
        return self._lock(fcntl.F_OFD_GETLK, fcntl.F_RDLCK, _FIRST, self._number) == fcntl.F_UNLCK

    def _before(self) -> int:
        return self._number - self._read(_SERVED)

    def _lock(self, command: int, kind: int, start: int, length: int) -> int:
        """Ask the kernel; the kind of lock that it answers with."""
        answer = fcntl.fcntl(self._file, command, struct.pack(_LOCK, kind, os.SEEK_SET, start, length, 0))
        found: int = struct.unpack(_LOCK, answer)[0]
        return found

    def _read(self, at: int) -> int:
        return int.from_bytes(os.pread(self._file.fileno(), 8, at), "big")

    def _write(self, at: int, number: int) -> None:
        os.pwrite(self._file.fileno(), number.to_bytes(8, "big"), at)


def _wait(is_so: Callable[[], bool], before: Callable[[], int], deadline: float) -> None:
    while not is_so():
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(min(max(before(), 1) * _A_LOOK, _LONGEST))
