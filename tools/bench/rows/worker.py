"""Row 11: what a web worker holds once it has answered a thousand requests, and how long a site takes to come up."""

import re
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from tools.bench.ground import Ground, Site
from tools.bench.measure import Goal, Line, Samples, Subject, alternate, compared

HELD, COLD = Goal(most=2.2), Goal(most=3)
MOST_STARTS = 3
MEGABYTE_OF_KB = 1000


def lines(ground: Ground, ours: Site, theirs: Site) -> list[Line]:
    """Of sites that have answered row 1; and of both started anew on the same databases."""
    held = [Samples((largest_worker(site.pid),)) for site in (ours, theirs)]
    figure = "The largest web worker, after row 1"
    made = [compared(11, figure, *held, unit="MB", beside="bare Django", goal=HELD)]
    subjects: dict[str, Subject] = {
        "Turnout": _timed(ground, lambda anew: anew.turnout(ours.environment)),
        "bare Django": _timed(ground, lambda anew: anew.again(theirs)),
    }
    starts = min(ground.plan.rounds, MOST_STARTS)
    taken = alternate(subjects, rounds=starts, say=ground.sayer("seconds to come up"), within=ground.plan.patience)
    figure = "From nothing to the first answer"
    return [
        *made,
        compared(11, figure, taken["Turnout"], taken["bare Django"], unit="s", beside="bare Django", goal=COLD),
    ]


def largest_worker(server: int) -> float:
    """The memory of the largest process that this one started, in megabytes; what it shares with others is in it."""
    workers = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    return max(_resident(pid) for pid in workers) / MEGABYTE_OF_KB


def _resident(pid: str) -> int:
    [kilobytes] = re.findall(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return int(kilobytes)


def _timed(ground: Ground, start: Callable[[Ground], Site]) -> Subject:
    """The seconds until it answers; then it is ended."""

    def seconds(number: int) -> float:
        with ExitStack() as stack:
            began = time.perf_counter()
            start(replace(ground, stack=stack))
            return time.perf_counter() - began

    return seconds
