"""Standing in the queue: how many have drawn a number, and threads of which each draws one after the other."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

# Longer than anything here takes: whoever waits so long waits for ever.
PATIENCE = 60


def drawn(path: Path) -> int:
    """How many numbers were drawn."""
    return int.from_bytes(path.read_bytes()[:8], "big") if path.exists() else 0


@contextmanager
def until_queued_up(path: Path) -> Iterator[None]:
    """Go on when whoever is started inside has drawn a number."""
    before = drawn(path)
    yield
    while drawn(path) == before:
        time.sleep(0.001)


@contextmanager
def waiting(path: Path, acts: Sequence[Callable[[], None]]) -> Iterator[None]:
    """A thread for each act, which draw their numbers in that order; all have ended at the end."""
    threads = [Thread(target=act) for act in acts]
    for thread in threads:
        with until_queued_up(path):
            thread.start()
    yield
    for thread in threads:
        thread.join()
