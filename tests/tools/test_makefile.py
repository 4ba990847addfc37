"""The commands that people are told of are there, and each says what it is for."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MAKEFILE = (ROOT / "Makefile").read_text()
PROMISED = {"check", "clean", "install", "run", "test"}


def targets() -> set[str]:
    return set(re.findall(r"(?m)^([a-z-]+):", MAKEFILE))


def test_every_promised_command_is_there() -> None:
    assert targets() >= PROMISED


def test_every_command_that_the_readme_names_is_there() -> None:
    readme = (ROOT / "README.md").read_text()
    named = set(re.findall(r"(?m)(?:`|^\s*\$? ?)make ([a-z-]+)", readme))
    assert {"run", "test"} <= named <= targets()


def test_make_alone_explains_every_promised_command() -> None:
    done = subprocess.run(["make", "-C", str(ROOT)], capture_output=True, text=True, check=True)
    explained = dict(re.findall(r"(?m)^  make (\S+) +(\S.*)$", done.stdout))
    assert explained.keys() >= PROMISED


def test_ci_runs_the_same_suite() -> None:
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    assert script.read_text().splitlines()[-1] == "exec make test"


def test_both_databases_are_tested_and_every_test_on_one_of_them() -> None:
    runs = re.findall(r'python -m pytest \$\(WORKERS\) -m "not ([\w ]+)"', MAKEFILE)
    assert runs == ["browser and not page", "once"]
