"""The drill says that it is sound only where every part of the walk passed, and enough steps were walked."""

import re
from pathlib import Path

import pytest

from tools import drill, proofs

pytestmark = pytest.mark.once
STEPS = 30
WALK = """
import os
import pytest

@pytest.mark.parametrize("part", range(2))
def test_walk(part, record_property):
    assert os.environ["TURNOUT_DRILL"] == "{told}"
    record_property("seed", 7)
    record_property("steps", {steps})
    record_property("never", {never}[part])
    assert {law}
"""


@pytest.fixture(autouse=True)
def a_short_walk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two parts, in a folder of its own, whose figures are kept beside it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(drill, "STEPS", STEPS)
    monkeypatch.setattr(drill, "WALK", "test_walk.py")
    page = tmp_path / "proofs.md"
    parts = [f"<!-- drill on {database} -->\nas it was\n<!-- end -->\n" for database in drill.DATABASES]
    page.write_text("".join(parts))
    keep = proofs.keep
    monkeypatch.setattr(proofs, "keep", lambda part, figures: keep(part, figures, page))


def walk(
    *words: str, steps: int = STEPS // 2, law: str = "True", never: tuple[str, str] = ('[["refused", "a"]]', "[]")
) -> int:
    Path("test_walk.py").write_text(WALK.format(told=STEPS, steps=steps, law=law, never=never))
    return drill.main([*words, "-p", "no:django"])


def test_the_steps_of_all_parts_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    assert walk(steps=1_000) == 0
    for said in (capsys.readouterr().out, Path("proofs.md").read_text()):
        assert re.findall(r"2,000 steps on (\w+) in \d+ minutes: no law was broken", said) == [*drill.DATABASES]
        assert "NOT SOUND" not in said
        assert "as it was" not in said


def test_one_database_is_walked_alone_and_the_other_one_s_figures_stay(capsys: pytest.CaptureFixture[str]) -> None:
    assert walk("PostgreSQL") == 0
    assert capsys.readouterr().out.count("no law was broken") == 1
    of_sqlite, of_postgres = Path("proofs.md").read_text().split("<!-- end -->")[:2]
    assert "as it was" in of_sqlite
    assert "30 steps on PostgreSQL" in of_postgres


@pytest.mark.parametrize(
    ("steps", "law"), [(STEPS // 2, "part"), (STEPS // 2 - 1, "True")], ids=["broken law", "too few steps"]
)
def test_a_broken_law_or_too_few_steps_are_not_sound(steps: int, law: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert walk(steps=steps, law=law) == 1
    assert capsys.readouterr().out.count(": NOT SOUND") == 2
    assert Path("proofs.md").read_text().count(": NOT SOUND") == 2


def test_what_no_test_came_by_is_not_sound(capsys: pytest.CaptureFixture[str]) -> None:
    """One of them is enough."""
    assert walk("SQLite", never=('[["refused", "a"], ["undone", "b"]]', '[["undone", "b"], ["undone", "c"]]')) == 1
    assert "NOT SOUND, and it never came by undone b\n" in capsys.readouterr().out


def test_a_walk_that_never_ran_is_not_sound(capsys: pytest.CaptureFixture[str]) -> None:
    """Not even its file is there to be told from."""
    assert drill.main(["-p", "no:django"]) == 1
    assert capsys.readouterr().out.count("0 steps on") == 2
