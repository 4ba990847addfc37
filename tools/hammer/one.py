"""Hammers one Turnout on the database of the environment and prints its figures as JSON."""

import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Barrier

import django

from tools import serve, sites

django.setup()

from tools.hammer.bookers import Answer  # noqa: E402 - models can be imported only now
from tools.hammer.scenarios import SCENARIOS, Act, Round  # noqa: E402
from tools.hammer.world import World, broken_laws  # noqa: E402

# A page, a page to go to, a refusal with its sentence.
EXPECTED, BUSY = {200, 302, 409}, 503


@dataclass
class Figures:
    """What became of all rounds of one scenario."""

    scenario: str
    rounds: int = 0
    broken: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def is_broken(self) -> bool:
        """Whether anything happened that must not; being asked to try again is allowed."""
        return any(times for law, times in self.broken.items() if law != "busy")

    def add(self, done: Round, answers: list[Answer]) -> None:
        """Judge a round."""
        self.rounds += 1
        self.seconds += [answer.seconds for answer in answers]
        unexpected = [answer for answer in answers if answer.status not in EXPECTED | {BUSY}]
        self.faults += [f"{answer.status}: {answer.body[:300]}" for answer in unexpected][: 3 - len(self.faults)]
        self.broken.update(broken_laws(done.event))
        self.broken.update(
            passed_over=done.passed_over(),
            came_back=done.came_back(),
            errors=len(unexpected),
            busy=sum(answer.status == BUSY for answer in answers),
        )


@contextmanager
def site(var: Path, port: int) -> Iterator[None]:
    """The web server of `make run` on an empty, migrated database."""
    environment = dict(os.environ)
    serve.manage(environment, "migrate", "--verbosity", "0")
    serve.manage(environment, "collectstatic", "--no-input", "--verbosity", "0")
    with sites.web_server(var, port, environment):
        yield


def at_one_instant(acts: list[Act]) -> list[Answer]:
    """Do all of them, none before each has somebody ready."""
    start = Barrier(len(acts))

    def go(act: Act) -> list[Answer]:
        start.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [answer for answers in pool.map(go, acts) for answer in answers]


def hammer(port: int, *, bookers: int, rounds: int, seconds: float, only: str = "") -> list[Figures]:
    """So many rounds of each scenario in turn, or as many as the time allows; never none.

    With `only` one scenario, and no more after the first round that broke a law.
    """
    world = World(port, bookers)
    figures = {name: Figures(name) for name in SCENARIOS if only in {"", name}}
    until = time.monotonic() + seconds
    for number in range(rounds):
        if number and time.monotonic() > until:
            break
        for name, so_far in figures.items():
            prepared = SCENARIOS[name](world)
            so_far.add(prepared, at_one_instant(prepared.acts))
            if only and so_far.is_broken:
                return list(figures.values())
    return list(figures.values())


def main(words: list[str]) -> int:
    """Hammer with BOOKERS for so many ROUNDS, or SECONDS; print what became of each scenario."""
    bookers, rounds, seconds = int(words[0]), int(words[1]), float(words[2])
    var, port = Path(os.environ["TURNOUT_VAR"]), int(os.environ["PORT"])
    with site(var, port):
        figures = hammer(port, bookers=bookers, rounds=rounds, seconds=seconds, only="".join(words[3:]))
    print(json.dumps([vars(each) for each in figures]))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
