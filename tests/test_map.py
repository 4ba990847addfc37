"""The map: every module opens with its one-line purpose, and docs/map.md says so as it is."""

import ast
from pathlib import Path

import pytest

from tools import make_map

MODULES = [
    path
    for folder in (*make_map.FLOORS, *make_map.BESIDE, "tests")
    for path in sorted((make_map.ROOT / folder).rglob("*.py"))
    if path.name != "__init__.py" or path.stat().st_size
]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(make_map.ROOT)))
def test_every_module_opens_with_its_purpose_in_one_line(path: Path) -> None:
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    first, _, rest = docstring.partition("\n")
    assert 0 < len(first) <= 120
    assert rest == "" or rest.startswith("\n")


def test_the_map_in_docs_is_today_s() -> None:
    assert make_map.MAP.read_text(encoding="utf-8") == make_map.draw(), "run: python tools/make_map.py"


def test_every_decision_has_a_number_of_its_own_and_is_short() -> None:
    decisions = sorted((make_map.ROOT / "docs" / "decisions").glob("*.md"))
    assert [path.name[:4] for path in decisions] == [f"{number:04}" for number in range(1, len(decisions) + 1)]
    for path in decisions:
        text = path.read_text(encoding="utf-8")
        assert text.startswith(f"# {path.name[:4]}: ")
        assert len(text.splitlines()) <= 40, path.name
