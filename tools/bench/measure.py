"""What a figure is: taken in rounds, each beside what it is compared with, and void if any answer was wrong."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from statistics import median

Subject = Callable[[int], float]


class Void(Exception):
    """An answer was wrong, so that how fast it came says nothing."""


def demand(true: bool, otherwise: str) -> None:
    """Go on if it is true; else what is being timed is void."""
    if not true:
        raise Void(otherwise)


@dataclass(frozen=True)
class Samples:
    """What one subject measured, round by round; or why that is void."""

    values: tuple[float, ...]
    void: str = ""

    @property
    def median(self) -> float:
        """The value of the round in the middle."""
        return median(self.values)


@dataclass(frozen=True)
class Ratio:
    """The median of the rounds' own ratios, and the least and the greatest of them."""

    median: float
    least: float
    greatest: float

    def __str__(self) -> str:
        return f"{self.median:.2f} ({self.least:.2f} to {self.greatest:.2f})"


def ratio(ours: Samples, theirs: Samples) -> Ratio:
    """Round by round, for a machine that is busy slows both."""
    ratios = [one / other for one, other in zip(ours.values, theirs.values, strict=True)]
    return Ratio(median(ratios), min(ratios), max(ratios))


def alternate(
    subjects: Mapping[str, Subject], *, rounds: int, say: Callable[[str], None], within: float = inf
) -> dict[str, Samples]:
    """Measure each in turn, and again, round by round; one that is void in any round is void, and not asked again.

    A subject is given the number of the round, from 1; round 0 warms it and isn't kept. After so many seconds no
    further round begins, but for the first.
    """
    began = time.monotonic()
    values: dict[str, list[float]] = {name: [] for name in subjects}
    void: dict[str, str] = {}
    for number in range(rounds + 1):
        if number > 1 and time.monotonic() - began > within:
            say(f"no time for round {number} of {rounds}")
            break
        for name, subject in subjects.items():
            if name in void:
                continue
            try:
                value = subject(number)
            except Void as reason:
                void[name] = str(reason)
                say(f"{name}: void. {reason}")
                continue
            if number:
                values[name].append(value)
                say(f"round {number} of {rounds}, {name}: {value:.4g}")
    return {name: Samples(tuple(values[name]), void.get(name, "")) for name in subjects}


@dataclass(frozen=True)
class Line:
    """One figure: what it is of, what was measured, beside what, and whether that is as far as we want to go."""

    row: int
    figure: str
    measured: str
    ratio: str = ""
    goal: str = ""
    met: bool | None = None

    @property
    def verdict(self) -> str:
        """Whether the goal is met, in a word."""
        return {True: "met", False: "not met", None: ""}[self.met]


def void_line(row: int, figure: str, samples: Iterable[Samples]) -> Line | None:
    """The line of a figure that can't be given, if one of its samples is void."""
    reasons = [each.void for each in samples if each.void]
    return Line(row, figure, f"void: {reasons[0]}", met=False) if reasons else None


@dataclass(frozen=True)
class Goal:
    """How far we want to go: at least or at most so much."""

    least: float | None = None
    most: float | None = None

    def __str__(self) -> str:
        return f">= {self.least:g}" if self.least is not None else f"<= {self.most:g}"

    def is_met(self, value: float) -> bool:
        """Whether the value is as far as that."""
        return (self.least is None or value >= self.least) and (self.most is None or value <= self.most)


def compared(
    row: int, figure: str, ours: Samples, theirs: Samples, *, unit: str, beside: str, goal: Goal | None = None
) -> Line:
    """The line that sets one subject beside another."""
    if line := void_line(row, figure, (ours, theirs)):
        return line
    found = ratio(ours, theirs)
    measured = f"{ours.median:,.4g} {unit}; {beside} {theirs.median:,.4g}"
    return Line(row, figure, measured, str(found), str(goal or ""), goal.is_met(found.median) if goal else None)


def counted(row: int, figure: str, value: float, *, unit: str, goal: Goal | None = None) -> Line:
    """The line of something that is counted or weighed and has nothing beside it."""
    return Line(row, figure, f"{value:,.4g} {unit}", "", str(goal or ""), goal.is_met(value) if goal else None)


def table(lines: Sequence[Line]) -> str:
    """The lines as Markdown."""
    rows = [
        (str(each.row), each.figure, each.measured, each.ratio, each.goal, each.verdict)
        for each in sorted(lines, key=lambda line: line.row)
    ]
    heads = ("#", "Figure", "Measured", "Ratio (spread)", "Goal", "")
    lines_of_text = ["| " + " | ".join(heads) + " |", "|" + " --- |" * len(heads)]
    return "\n".join([*lines_of_text, *("| " + " | ".join(cells) + " |" for cells in rows)])
