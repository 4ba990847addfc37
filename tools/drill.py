"""Walks the booking engine in ways that nobody walked before, 100,000 steps on each database: `make drill`."""

import json
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
        steps, never = told_in(told) if told.exists() else (0, [])
    took = f"{steps:,} steps on {database} in {(time.monotonic() - began) / 60:.0f} minutes"
    is_sound = status == 0 and steps >= STEPS and not never
    came_by = "" if not never else f", and it never came by {', '.join(never)}"
    return is_sound, f"{took}: {'no law was broken' if is_sound else 'NOT SOUND'}{came_by}"


def told_in(told: Path) -> tuple[int, list[str]]:
    """How many steps the tests of the walk tell of; and what no test of a part came by, for which that part answers."""
    tree = ET.parse(told)  # noqa: S314 - written by our own pytest a moment ago
    steps, never = 0, dict[str, set[str]]()
    for test in tree.iter("testcase"):
        said = {each.get("name"): each.get("value", "") for each in test.iter("property")}
        steps += int(said.get("steps", 0))
        left_out = {" ".join(filter(None, each)) for each in json.loads(said.get("never", "[]"))}
        part = test.get("name", "").partition("-")[2]
        never[part] = never.get(part, left_out) & left_out
    return steps, sorted(set().union(*never.values()))


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
