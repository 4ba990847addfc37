"""The three forms of a package hold the same tables; what isn't a package is refused with a sentence."""

import zipfile
from pathlib import Path

import pytest

from core.records import sources
from core.records.faults import PackageRefused


def tables(path: Path) -> dict[str, list[list[str]]]:
    with sources.opened(path) as opened:
        return {table.name: [list(row.cells) for row in table.rows()] for table in opened}


def test_a_folder_is_its_csv_files_and_other_files_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("code\np1\n")
    (tmp_path / "AGENCIES.CSV").write_text("code\n")
    (tmp_path / "README.txt").write_text("About these files")
    (tmp_path / "._people.csv").write_bytes(b"\0\1")
    (tmp_path / "events.csv").mkdir()
    assert tables(tmp_path) == {"AGENCIES": [["code"]], "people": [["code"], ["p1"]]}


def test_a_zipped_folder_lies_one_level_down_and_a_mac_s_shadows_are_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "Package.ZIP"
    with zipfile.ZipFile(path, "w") as archive:
        archive.mkdir("board")
        archive.writestr("board/people.csv", "code\np1\n")
        archive.writestr("board/notes.txt", "Notes")
        archive.writestr("__MACOSX/board/._people.csv", "\0")
    assert tables(path) == {"people": [["code"], ["p1"]]}


def test_tables_can_be_read_again_from_the_start(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("code\np1\n")
    with sources.opened(tmp_path) as (table,):
        assert list(table.rows()) == list(table.rows()) != []


@pytest.mark.parametrize("name", ["absent", "absent.zip", "package.txt", "package.xls", "package"])
def test_what_is_no_package_is_refused(name: str, tmp_path: Path) -> None:
    if not name.startswith("absent"):
        (tmp_path / name).write_text("code\n")
    with pytest.raises(PackageRefused, match=r"expected a folder or a \.zip of CSV files, or one \.xlsx\.$"):
        tables(tmp_path / name)
