"""The attack is sound only where every part of it passed, enough years were attacked and no number was solved."""

from pathlib import Path

import pytest

from tools import attack, proofs

pytestmark = pytest.mark.once
YEARS = 30
ATTACK = """
import os
import pytest

@pytest.mark.parametrize("part", range(2))
def test_attack(part, record_property):
    assert os.environ["TURNOUT_DRILL_YEARS"] == "{told}"
    for name, count in (("years", {years}), ("hidden", 600), ("solved", {solved})):
        record_property(name, count)
    assert {law}

def test_control(record_property):
    record_property("hidden in the control", 40)
    record_property("solved in the control", {control})
"""


@pytest.fixture(autouse=True)
def a_short_attack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two parts, in a folder of its own, whose figures are kept beside it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(attack, "ATTACK", "test_attack.py")
    page = tmp_path / "proofs.md"
    page.write_text("<!-- attack -->\nas it was\n<!-- end -->\n")
    keep = proofs.keep
    monkeypatch.setattr(proofs, "keep", lambda part, figures: keep(part, figures, page))


def attacked(*, years: int = YEARS // 2, solved: int = 0, control: int = 9, law: str = "True") -> int:
    text = ATTACK.format(told=YEARS, years=years, solved=solved, control=control, law=law)
    Path("test_attack.py").write_text(text)
    return attack.main([str(YEARS), "-p", "no:django"])


def test_what_all_parts_tell_is_added_up(capsys: pytest.CaptureFixture[str]) -> None:
    assert attacked(years=1_000) == 0
    for said in (capsys.readouterr().out, Path("proofs.md").read_text()):
        assert "2,000 simulated years in 0 minutes, 1,200 hidden numbers: 0 solved\n" in said
        assert "with small numbers alone hidden, 12 years: 40 hidden numbers, 9 solved" in said
        assert "as it was" not in said


@pytest.mark.parametrize(
    "otherwise",
    [{"law": "part"}, {"years": YEARS // 2 - 1}, {"solved": 1}, {"control": 0}],
    ids=["a part failed", "too few years", "a number solved", "a control that finds nothing"],
)
def test_it_is_not_sound_where(otherwise: dict[str, int | str]) -> None:
    assert attacked(**otherwise) == 1  # type: ignore[arg-type]
    assert "NOT SOUND" in Path("proofs.md").read_text()
