"""Runs the bench: starts what is measured, measures row by row, and keeps the figures in docs/bench.md."""

import os
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from tools import proofs
from tools.bench.ground import Ground
from tools.bench.measure import Line, table
from tools.bench.plan import FULL, PLANS, TINY, Plan
from tools.bench.rows import booking, pages

PAGE = proofs.ROOT / "docs" / "bench.md"
GROUPS: dict[str, Callable[[Ground], list[Line]]] = {
    "booking": booking.measure,
    "pages": pages.measure,
}


def measured(plan: Plan, kind: str, groups: Sequence[str]) -> list[Line]:
    """The lines of those groups of figures."""
    lines: list[Line] = []
    for name in groups:
        try:
            with tempfile.TemporaryDirectory(prefix="bench-") as var, ExitStack() as stack:
                lines += GROUPS[name](Ground(plan, Path(var), kind, stack))
        except SystemExit as fault:
            # What can't be measured keeps nobody from the rest.
            print(fault, flush=True)
            lines.append(Line(0, f"All of {name}", f"void: {str(fault).splitlines()[0]}", met=False))
    return lines


def report(lines: Sequence[Line], plan: Plan, before: str, seconds: float) -> str:
    """The figures as the page shows them."""
    after = f"load {os.getloadavg()[0]:.1f} at the end"
    took = f"{plan.name.capitalize()} form, up to {plan.rounds} rounds, {seconds / 60:.0f} minutes"
    return f"{before}, {after}. {took}.\n\n{table(lines)}\n"


def main(words: Sequence[str]) -> int:
    """Measure `quick` or `full`, all groups or those named; a run of all is kept. 0 if nothing is void."""
    plan = next((PLANS[word] for word in words if word in PLANS), FULL)
    groups = [word for word in words if word in GROUPS] or list(GROUPS)
    kind = "PostgreSQL" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "SQLite"
    before, began = proofs.machine(), time.monotonic()
    lines = measured(plan, kind, groups)
    figures = report(lines, plan, before, time.monotonic() - began)
    print(f"\n{figures}")
    if groups == list(GROUPS) and plan is not TINY:
        proofs.keep(plan.name, figures, PAGE)
    return any(line.measured.startswith("void") for line in lines)
