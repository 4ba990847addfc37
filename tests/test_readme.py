"""The README: short, its links lead somewhere, and the commands that it shows do what it says.

`make run` is proved by tests/tools/test_serve.py and the journeys, `make test` by its own end.
"""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"(?m)^\.venv/bin/python (manage\.py [^#\n]+)", README)


def test_it_is_short() -> None:
    assert len(README.splitlines()) <= 150


def test_its_links_and_pictures_are_there() -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", README)
    assert len(links) >= 5
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_it_names_the_two_commands_first() -> None:
    assert re.findall(r"(?m)^make (\w+)$", README) == ["run", "test"]


@pytest.mark.once
def test_the_commands_it_shows_do_what_it_says(tmp_path: Path) -> None:
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'county.sqlite3'}",
        "TURNOUT_VAR": str(tmp_path / "var"),
    }

    def manage(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, str(ROOT / "manage.py"), *words],
            cwd=tmp_path, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    manage("migrate", "--verbosity", "0")
    said = [
        manage(*shlex.split(command)[1:])
        for command in (shown.replace("PATH", str(ROOT / "demo" / "cambridgeshire")) for shown in COMMANDS)
    ]
    assert "events: 219 added, 0 updated, 0 unchanged" in said[0].splitlines()
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF-")
