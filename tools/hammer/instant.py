"""Many requests at one instant: each is sent but for its last byte, then the last bytes of all, one after the other.

A single thread does it, so that the cores are left to the site. What follows the first request of an act goes over the
same connection, as soon as the answer is there.
"""

import selectors
import socket
import time
from collections.abc import Callable, Generator, Iterable
from contextlib import suppress

from tools.hammer.bookers import Answer, Asked, is_whole

PATIENCE = 60.0
Steps = Generator[Asked, Answer, Answer]
Act = Callable[[], Steps]


class _Line:
    """One act under way, and the connection it goes over; where there is none, that is an answer too."""

    def __init__(self, act: Act) -> None:
        self._steps = act()
        self._asked = next(self._steps)
        self._heard, self._began = b"", 0.0
        self.connection = socket.socket()
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.connection.connect_ex(("127.0.0.1", self._asked.who.port))
        self._send(self._asked.request[:-1])

    def let_go(self) -> None:
        """Send what is missing of the first request."""
        self._began = time.monotonic()
        self._send(self._asked.request[-1:])

    def hear(self) -> tuple[Answer | None, bool]:
        """The answer, once it is there, and whether more will come: the next request is on its way then."""
        try:
            part = self.connection.recv(1 << 16)
        except OSError:
            part = b""
        self._heard += part
        if part and not is_whole(self._heard):
            return None, True
        return self.answered()

    def answered(self) -> tuple[Answer, bool]:
        """Take what was heard so far for the answer."""
        answer = self._asked.answered(self._heard, time.monotonic() - self._began)
        try:
            self._asked = self._steps.send(answer)
        except StopIteration:
            return answer, False
        self._heard, self._began = b"", time.monotonic()
        self._send(self._asked.request)
        return answer, True

    def _send(self, words: bytes) -> None:
        # Who is hung up on hears so when listening.
        with suppress(OSError):
            self.connection.sendall(words)


def at_one_instant(acts: Iterable[Act]) -> list[Answer]:
    """Do all of them, none before each is ready; every answer."""
    answers, lines = [], [_Line(act) for act in acts]
    with selectors.DefaultSelector() as listening:
        for line in lines:
            listening.register(line.connection, selectors.EVENT_READ, line)
        for line in lines:
            line.let_go()
        while listening.get_map():
            ready = [key.data for key, _ in listening.select(PATIENCE)]
            silent = [] if ready else [key.data for key in listening.get_map().values()]
            for line in ready or silent:
                answer, goes_on = line.hear() if ready else line.answered()
                answers += [answer] if answer else []
                if not goes_on or silent:
                    listening.unregister(line.connection)
                    line.connection.close()
    return answers


def alone(asked: Asked) -> Answer:
    """The answer to one request, with nobody else about."""

    def act() -> Steps:
        return (yield asked)

    [answer] = at_one_instant([act])
    return answer
