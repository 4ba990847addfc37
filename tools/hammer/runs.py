"""The runs of the hammer: each a Turnout of its own in a process of its own, and a table of what became of it."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from typing import Any

from tools import faults, proofs, sites

ROOT = Path(__file__).resolve().parents[2]
LAWS = (
    "overbooked",
    "double",
    "idle",
    "unheld",
    "lost",
    "twice",
    "passed_over",
    "came_back",
    "empty",
    "errors",
)
COLUMNS = ("scenario", "rounds", "requests", *LAWS, "busy", "p95 ms")
CONTROL = "no lock"
RUNS = ("PostgreSQL", "SQLite", "control")


@dataclass(frozen=True)
class Run:
    """How one Turnout is hammered."""

    name: str
    database: str
    bookers: int
    rounds: int
    checkout: Path = ROOT
    only: str = ""


def figures_of(run: Run) -> list[dict[str, Any]]:
    """The figures of each scenario of one run."""
    with tempfile.TemporaryDirectory(prefix="hammer-") as var, sites.own_database(run.database) as database:
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        environment |= {"DJANGO_SETTINGS_MODULE": "config.settings", "TURNOUT_VAR": var, "PORT": str(sites.free_port())}
        words = [str(run.bookers), str(run.rounds), *([run.only] if run.only else [])]
        done = subprocess.run(
            [sys.executable, "-m", "tools.hammer.one", *words],
            check=False,
            cwd=run.checkout,
            env=environment | database,
            stdout=subprocess.PIPE,
            text=True,
        )
    if done.returncode:
        raise SystemExit(f"{run.name}: could not be hammered.")
    figures: list[dict[str, Any]] = json.loads(done.stdout)
    return figures


def line(figures: Mapping[str, Any]) -> list[str]:
    """One scenario as the cells of the table."""
    broken, seconds = figures["broken"], figures["seconds"]
    p95 = quantiles(seconds, n=20)[-1] * 1000 if seconds else 0
    counts = [broken.get(law, 0) for law in (*LAWS, "busy")]
    return [figures["scenario"], *map(str, (figures["rounds"], len(seconds), *counts)), f"{p95:.0f}"]


def table(rows: Sequence[Sequence[str]]) -> str:
    """The rows as Markdown, in columns that line up."""
    widths = [max(len(row[column]) for row in (COLUMNS, *rows)) for column in range(len(COLUMNS))]
    lines = [COLUMNS, ["-" * width for width in widths], *rows]
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(each, widths, strict=True)) + " |" for each in lines
    )


def hammered(run: Run) -> tuple[dict[str, int], str]:
    """Hammer: how often each law was broken, and the table, which is also printed."""
    before = proofs.machine()
    figures = figures_of(run)
    lines = [f"**{run.name}**, {run.bookers} at once. {before}.", "", table([line(each) for each in figures])]
    lines += [f"{each['scenario']}: {fault}" for each in figures for fault in each["faults"]]
    print("\n".join(["", *lines]), flush=True)
    return {law: sum(each["broken"].get(law, 0) for each in figures) for law in LAWS}, "\n".join([*lines, ""])


def main(words: Sequence[str]) -> int:
    """All three runs, or the one that is named, each kept once it is done; 0 if all is as it must be.

    With words `DATABASE BOOKERS ROUNDS` a rehearsal, which is not kept.
    """
    if len(words) > 1:
        database, bookers, rounds = words[0], *map(int, words[1:])
        return any(hammered(Run(database, database, bookers, rounds))[0].values())
    # All are made, also after one in which a law was broken.
    verdicts = [_is_as_it_must_be(name) for name in words or RUNS]
    return not all(verdicts)


def _is_as_it_must_be(name: str) -> bool:
    """Make the run of that name, and keep its figures with what they tell."""
    if name == "control":
        with faults.planted(faults.named(CONTROL)) as copy:
            run = Run("PostgreSQL with the lock taken out, which must overbook", "PostgreSQL", 32, 5, copy)
            broken, figures = hammered(run)
        is_so = broken["overbooked"] > 0
        verdict = "It overbooked: the hammer can tell." if is_so else "The hammer is blind: nothing overbooked."
    else:
        broken, figures = hammered(Run(name, name, 64 if name == "PostgreSQL" else 32, 200))
        is_so = not any(broken.values())
        verdict = "No law was broken." if is_so else "Laws were broken."
    print(f"\n{verdict}", flush=True)
    proofs.keep(f"hammer, {name}", f"{figures}\n{verdict}")
    return is_so
