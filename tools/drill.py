"""Walks the booking engine in ways that nobody walked before, 100,000 steps on each database: `make drill`."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

from tools import proofs

STEPS = 100_000
DATABASES = ("SQLite", "PostgreSQL")
WALK = "tests/events/machine"


def walk(database: str, words: Sequence[str]) -> tuple[bool, str]:
    """Walk on that database, with further words for pytest; whether no law was broken, and a line that says so."""
    environment = os.environ | {"TURNOUT_DRILL": str(STEPS)}
    if database == "SQLite":
        environment.pop("DATABASE_URL", None)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="drill-") as folder:
        told = Path(folder) / "told.xml"
        # In this family of reports tests may tell of figures, also where no workers are asked for.
        report = ("-o", "junit_family=xunit1", f"--junitxml={told}")
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *report, *words, WALK]
        status = subprocess.run(command, check=False, env=environment).returncode
        steps = steps_in(told) if told.exists() else 0
    took = f"{steps:,} steps on {database} in {(time.monotonic() - began) / 60:.0f} minutes"
    is_sound = status == 0 and steps >= STEPS
    return is_sound, f"{took}: {'no law was broken' if is_sound else 'NOT SOUND'}"


def steps_in(told: Path) -> int:
    """How many steps the parts of the walk tell of."""
    tree = ET.parse(told)  # noqa: S314 - written by our own pytest a moment ago
    return sum(int(each.get("value", 0)) for each in tree.iter("property") if each.get("name") == "steps")


def main(words: Sequence[str]) -> int:
    """Walk on both, or on the one that the first word names; 0 if no law was broken. Each is kept once it is done."""
    named = [word for word in words[:1] if word in DATABASES]
    are_sound = []
    for database in named or DATABASES:
        before = proofs.machine()
        is_sound, line = walk(database, words[len(named) :])
        proofs.keep(f"drill on {database}", "\n".join(["```", before, "", line, "```"]))
        print(line)
        are_sound.append(is_sound)
    return not all(are_sound)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
