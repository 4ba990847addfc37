"""Keeps figures in docs: each command that proves or measures something writes its own part, and nothing else."""

import os
import re
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROOFS = ROOT / "docs" / "proofs.md"


def machine() -> str:
    """When this is, and on what machine, as busy as it is."""
    one, five, _ = os.getloadavg()
    return f"{datetime.now(UTC):%-d %B %Y}, {os.cpu_count()} cores, load {one:.1f} ({five:.1f} over five minutes)"


def keep(part: str, figures: str, page: Path = PROOFS) -> None:
    """Put the figures between the marks of that part."""
    start, end = f"<!-- {part} -->\n", "<!-- end -->"
    text = page.read_text(encoding="utf-8")
    between = re.compile(re.escape(start) + ".*?" + re.escape(end), re.DOTALL)
    if len(between.findall(text)) != 1:
        raise SystemExit(f"{page.name} has no place for {part}.")
    page.write_text(between.sub(lambda _: f"{start}\n{figures.strip()}\n\n{end}", text), encoding="utf-8")
