"""The faults that `make faults` plants still have their places in the code, and are planted in a copy only."""

from pathlib import Path

import pytest

from tools import faults

KNOWN = faults.known()


@pytest.mark.parametrize("fault", KNOWN, ids=lambda fault: str(fault.name))
def test_what_a_fault_replaces_stands_there_once(fault: faults.Fault, tmp_path: Path) -> None:
    assert fault.database in {"PostgreSQL", "SQLite"}
    for edit in fault.edits:
        original = (faults.ROOT / edit.file).read_text(encoding="utf-8")
        copy = tmp_path / edit.file
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(original, encoding="utf-8")
        edit.make(tmp_path)
        assert copy.read_text(encoding="utf-8") != original == (faults.ROOT / edit.file).read_text(encoding="utf-8")


@pytest.mark.parametrize("fault", KNOWN, ids=lambda fault: str(fault.name))
def test_the_tests_that_must_see_it_are_there(fault: faults.Fault) -> None:
    assert fault.tests
    assert all((faults.ROOT / test.partition("::")[0]).exists() for test in fault.tests)


def test_a_fault_that_has_lost_its_place_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "code.py").write_text("return 1\n")
    with pytest.raises(SystemExit, match=r"code\.py has this 0 times, expected once"):
        faults.Edit("code.py", "return 2", "return 3").make(tmp_path)
