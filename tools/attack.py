"""Attacks the public editions of simulated years that nobody attacked before: `make attack`."""

import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

from tools import proofs

YEARS = 10_000
ATTACK = "tests/reports/protecting/test_attacker.py"
# The newer family of these files knows no properties, and pytest warns of them.
QUIETLY = ("-q", "-p", "no:cacheprovider", "-o", "junit_family=xunit1")


def attack(years: int, words: Sequence[str]) -> tuple[bool, Counter[str]]:
    """Attack so many years, with further words for pytest; whether no test failed, and what they tell of."""
    environment = os.environ | {"TURNOUT_DRILL_YEARS": str(years)}
    environment.pop("DATABASE_URL", None)
    with tempfile.TemporaryDirectory(prefix="attack-") as folder:
        told = Path(folder) / "told.xml"
        command = [sys.executable, "-m", "pytest", *QUIETLY, f"--junitxml={told}", *words, ATTACK]
        status = subprocess.run(command, check=False, env=environment).returncode
        return status == 0, counted(told) if told.exists() else Counter()


def counted(told: Path) -> Counter[str]:
    """What the parts of the attack tell of, added up."""
    tree = ET.parse(told)  # noqa: S314 - written by our own pytest a moment ago
    found: Counter[str] = Counter()
    for each in tree.iter("property"):
        found[each.get("name", "")] += int(each.get("value", 0))
    return found


def lines(found: Counter[str], *, is_sound: bool, minutes: float) -> list[str]:
    """What came of it, and of the control."""
    verdict = f"{found['solved']:,} solved" + ("" if is_sound else ": NOT SOUND")
    without, seen_through = found["hidden in the control"], found["solved in the control"]
    return [
        f"{found['years']:,} simulated years in {minutes:.0f} minutes, {found['hidden']:,} hidden numbers: {verdict}",
        f"with small numbers alone hidden, 12 years: {without:,} hidden numbers, {seen_through:,} solved",
    ]


def main(words: Sequence[str]) -> int:
    """Attack, as many years as a word that is a number says; 0 if no hidden number was worked out."""
    years = next((int(word) for word in words if word.isdecimal()), YEARS)
    before, began = proofs.machine(), time.monotonic()
    passed, found = attack(years, [word for word in words if word != str(years)])
    is_sound = passed and found["years"] >= years and not found["solved"] and found["solved in the control"] > 0
    told = lines(found, is_sound=is_sound, minutes=(time.monotonic() - began) / 60)
    proofs.keep("attack", "\n".join(["```", before, "", *told, "```"]))
    print("\n".join(told))
    return not is_sound


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
