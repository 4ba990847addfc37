"""The locked lists say what pyproject.toml asks for, and nothing of where it came from."""

import re
import tomllib
from importlib.metadata import requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
RUN = PYPROJECT["project"]["dependencies"]
GROUPS = PYPROJECT["dependency-groups"]
WANTED = {"run": RUN, "test": [*RUN, *GROUPS["test"]], "tools": GROUPS["tools"], "node": GROUPS["node"]}
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


def locked(name: str) -> dict[str, Version]:
    """What one list pins."""
    pins = re.findall(r"^([\w.-]+)==([^ ;\\]+)", (ROOT / "requirements" / f"{name}.txt").read_text(), re.MULTILINE)
    return {canonicalize_name(package): Version(version) for package, version in pins}


def test_there_is_a_list_for_each_purpose() -> None:
    assert [path.stem for path in LOCKS] == sorted(WANTED)


@pytest.mark.parametrize("name", WANTED)
def test_a_list_satisfies_pyproject(name: str) -> None:
    pins = locked(name)
    for line in WANTED[name]:
        wanted = Requirement(line)
        assert pins[canonicalize_name(wanted.name)] in wanted.specifier


def brought_by(package: str, extra: str) -> list[str]:
    """What an extra of an installed package adds to it."""
    every = [Requirement(line) for line in requires(package) or []]
    return [
        canonicalize_name(each.name)
        for each in every
        if each.marker and each.marker.evaluate({"extra": extra}) and not each.marker.evaluate({"extra": ""})
    ]


@pytest.mark.parametrize("name", ["run", "test"])
def test_what_an_extra_brings_is_locked(name: str) -> None:
    for wanted in map(Requirement, WANTED[name]):
        for extra in wanted.extras:
            brought = brought_by(wanted.name, extra)
            assert brought, f"{wanted.name} has no extra {extra}"
            assert set(brought) <= locked(name).keys()


def test_the_tests_run_on_what_production_runs_on() -> None:
    assert locked("run").items() <= locked("test").items()


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.stem)
def test_every_pin_has_a_hash(path: Path) -> None:
    pins = re.split(r"\n(?=\S)", path.read_text().strip())
    assert all("--hash=sha256:" in pin for pin in pins)


@pytest.mark.parametrize("path", [*LOCKS, ROOT / "package-lock.json"], ids=lambda path: path.stem)
def test_a_lock_names_no_registry_and_no_path(path: Path) -> None:
    assert not re.findall(r"(?m)https?://|file:|^\s*-[ef]\b|--(?:extra-)?index|--find-links|\s@\s", path.read_text())


def test_every_dependency_has_its_reason_beside_it() -> None:
    text = (ROOT / "pyproject.toml").read_text()
    for line in [*RUN, *(line for group in GROUPS.values() for line in group)]:
        if line not in ("types-openpyxl>=3.1.5", "types-pyyaml>=6", "types-reportlab>=4"):  # share their neighbour's
            assert re.search(re.escape(f'"{line}",') + r"\s+# \w", text), line
