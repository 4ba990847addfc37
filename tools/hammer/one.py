"""Hammers one Turnout on the database of the environment and prints its figures as JSON."""

import json
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import django

from tools import serve, sites

django.setup()

from tools.hammer.bookers import Answer  # noqa: E402 - models can be imported only now
from tools.hammer.instant import at_one_instant  # noqa: E402
from tools.hammer.laws import BUSY, EXPECTED, Round, broken_by  # noqa: E402
from tools.hammer.scenarios import SCENARIOS  # noqa: E402
from tools.hammer.world import World  # noqa: E402


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

    def add(self, done: Round, answers: Sequence[Answer]) -> None:
        """Judge a round."""
        self.rounds += 1
        self.seconds += [answer.seconds for answer in answers]
        unexpected = [answer for answer in answers if answer.status not in EXPECTED | {BUSY}]
        self.faults += [f"{answer.status}: {_title(answer.body)}" for answer in unexpected][: 3 - len(self.faults)]
        self.broken.update(broken_by(done, answers))


def _title(page: str) -> str:
    """What a page is called, or its beginning where it has no title."""
    title = re.search(r"<title>([^<]*)</title>", page)
    return title.group(1) if title else page[:100]


@contextmanager
def site(var: Path, port: int) -> Iterator[None]:
    """The web server of `make run` on an empty, migrated database."""
    environment = dict(os.environ)
    serve.manage(environment, "migrate", "--verbosity", "0")
    serve.manage(environment, "collectstatic", "--no-input", "--verbosity", "0")
    with sites.web_server(var, port, environment):
        yield


def hammer(port: int, *, bookers: int, rounds: int, only: str = "") -> Iterator[Figures]:
    """So many rounds of each scenario; with `only` of that one, and none after the first that broke a law."""
    world = World(port, bookers)
    for name in SCENARIOS:
        if only in {"", name}:
            figures = Figures(name)
            while figures.rounds < rounds and not (only and figures.is_broken):
                prepared = SCENARIOS[name](world)
                figures.add(prepared, at_one_instant(prepared.acts))
                world.clear()
            yield figures


def main(words: list[str]) -> int:
    """Hammer with BOOKERS for so many ROUNDS; print what became of each scenario, and how far it is meanwhile."""
    bookers, rounds, only = int(words[0]), int(words[1]), "".join(words[2:])
    var, port, began = Path(os.environ["TURNOUT_VAR"]), int(os.environ["PORT"]), time.monotonic()
    done = []
    with site(var, port):
        for figures in hammer(port, bookers=bookers, rounds=rounds, only=only):
            done.append(vars(figures))
            so_far = f"{figures.scenario}: {figures.rounds} rounds, {time.monotonic() - began:.0f} s so far"
            print(so_far, file=sys.stderr, flush=True)
    print(json.dumps(done))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
