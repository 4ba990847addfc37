"""Looks at every page with axe-core, in every state and as everybody who may open it, at both widths: `make axe`."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from xml.etree import ElementTree as ET

from tools import proofs

FIT = "tests/fit/test_fit.py"
MUST_BE_NONE = ("violations", "templates not visited")


def look() -> tuple[int, dict[str, int]]:
    """Look at all of them; pytest's exit status, and the figures that the test tells."""
    environment = os.environ | {"TURNOUT_EVERY_PAGE": "1"}
    with tempfile.TemporaryDirectory(prefix="axe-") as folder:
        told = Path(folder) / "told.xml"
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
        command += ["-o", "junit_family=xunit1", f"--junitxml={told}", FIT]
        status = subprocess.run(command, check=False, env=environment).returncode
        return status, figures_in(told) if told.exists() else {}


def figures_in(told: Path) -> dict[str, int]:
    """The figures by their names, in the order in which they were told."""
    tree = ET.parse(told)  # noqa: S314 - written by our own pytest a moment ago
    return {each.get("name", ""): int(each.get("value", 0)) for each in tree.iter("property")}


def verdict(status: int, figures: dict[str, int]) -> bool:
    """Whether nothing stands in anybody's way, and nothing went unseen: a figure that is not told proves nothing."""
    return status == 0 and all(figures.get(name) == 0 for name in MUST_BE_NONE)


def main() -> int:
    """Look, and keep what was seen; 0 if nothing was wrong."""
    before, began = proofs.machine(), time.monotonic()
    status, figures = look()
    is_sound = verdict(status, figures)
    lines = [f"{figure:>6,}  {name}" for name, figure in figures.items()]
    lines.append(f"{(time.monotonic() - began) / 60:.0f} minutes: {'nothing is wrong' if is_sound else 'NOT SOUND'}")
    proofs.keep("axe", "\n".join(["```", before, "", *lines, "```"]))
    print("\n".join(lines))
    return not is_sound


if __name__ == "__main__":
    raise SystemExit(main())
