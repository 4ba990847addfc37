"""Chance that adds up: days spread over a year, totals split into parts, labels dealt out by quota."""

import random
import tomllib
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def dice(what: str) -> random.Random:
    """The chance that decides `what`: the same each time, and unmoved by changes to what other dice decide."""
    return random.Random(f"Cambridgeshire: {what}")  # noqa: S311  nothing here is a secret


def wording(name: str) -> dict[str, Any]:
    """What demo/wording/ says of `name`."""
    return tomllib.loads((HERE / "wording" / f"{name}.toml").read_text(encoding="utf-8"))


def spread(days: Sequence[date], number: int, chance: random.Random) -> list[date]:
    """That many different days, in order, one from each of as many stretches of equal length."""
    ends = [len(days) * i // number for i in range(number + 1)]
    return [chance.choice(days[start:end]) for start, end in pairwise(ends)]


def split(total: int, parts: int, chance: random.Random) -> list[int]:
    """`total` as the sum of that many whole numbers, none more than about a third from their mean."""
    weights = [chance.uniform(0.75, 1.25) for _ in range(parts)]
    marks = [round(total * reached / sum(weights)) for reached in accumulate(weights, initial=0.0)]
    return [end - start for start, end in pairwise(marks)]


def deal(
    quotas: Mapping[str, int], chance: random.Random, liking: Callable[[int, str], float] = lambda seat, label: 1
) -> list[str]:
    """A label for each seat, each label exactly as often as its quota says, sooner to seats with a liking for it.

    The rarest label chooses first, so that only the commonest must take whatever seats are left.
    """
    dealt = [""] * sum(quotas.values())
    free = list(range(len(dealt)))
    for label, number in sorted(quotas.items(), key=lambda quota: quota[1]):
        free.sort(key=lambda seat: chance.expovariate(liking(seat, label)))
        for seat in free[:number]:
            dealt[seat] = label
        del free[:number]
    return dealt
