"""Keeps the figures of docs/proofs.md: each command that proves something writes its own part, and nothing else."""

import os
import re
from datetime import UTC, datetime
from pathlib import Path

PROOFS = Path(__file__).resolve().parent.parent / "docs" / "proofs.md"


def machine() -> str:
    """When this is, and on what machine, as busy as it is."""
    one, five, _ = os.getloadavg()
    return f"{datetime.now(UTC):%-d %B %Y}, {os.cpu_count()} cores, load {one:.1f} ({five:.1f} over five minutes)"


def keep(part: str, figures: str) -> None:
    """Put the figures between the marks of that part."""
    start, end = f"<!-- {part} -->\n", "<!-- end -->"
    text = PROOFS.read_text(encoding="utf-8")
    between = re.compile(re.escape(start) + ".*?" + re.escape(end), re.DOTALL)
    if len(between.findall(text)) != 1:
        raise SystemExit(f"{PROOFS.name} has no place for {part}.")
    PROOFS.write_text(between.sub(lambda _: f"{start}\n{figures.strip()}\n\n{end}", text), encoding="utf-8")
