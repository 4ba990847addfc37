"""Hostile and broken zips and workbooks are refused with a sentence, at once, and before anything in them is opened."""

import io
import random
import struct
import time
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from openpyxl import Workbook

from core.records import sources
from core.records.archives import LARGEST, LARGEST_DIRECTORY, MOST_ENTRIES
from core.records.faults import PackageRefused

BILLION_LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>&b;</t></si></sst>"""


def packed(entries: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return file.getvalue()


def workbook(**parts: bytes) -> bytes:
    """A workbook with parts put in: shared_strings, comments."""
    file, book = io.BytesIO(), Workbook()
    book.active.title = "agencies"  # type: ignore[union-attr]
    book.save(file)
    with zipfile.ZipFile(file) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    return packed(entries | {name.replace("__", "/").replace("_xml", ".xml"): part for name, part in parts.items()})


def many(number: int) -> bytes:
    return packed({f"{index}.csv": b"" for index in range(number)}, zipfile.ZIP_STORED)


def ends_with(content: bytes, *, entries: int, directory: int, before: bytes = b"") -> bytes:
    """The zip with an end of its directory that says so."""
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, entries, entries, directory, 0, 0)
    return content[:-22] + before + end


HOSTILE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a bomb": (".zip", lambda: packed({"people.csv": b"," * 50_000_000}), "would unpack (“people.csv”) to 50 MB"),
    "many small bombs": (
        ".zip",
        lambda: packed({f"{index}.csv": b"," * 900_000 for index in range(99)}),
        "would unpack (all of it) to 89 MB",
    ),
    "too large though loosely packed": (
        ".zip",
        lambda: packed({"people.csv": b"a,b\n" * 5}).replace(struct.pack("<L", 20), struct.pack("<L", LARGEST + 1)),
        "would unpack",
    ),
    "entries without number": (".zip", lambda: many(100_000), "more entries than the 1,000"),
    "one entry too many": (".zip", lambda: many(MOST_ENTRIES + 1), "more entries than the 1,000"),
    "a directory larger than it says": (
        ".zip",
        lambda: ends_with(many(10), entries=10, directory=LARGEST_DIRECTORY + 1),
        "has a directory of 256,001 bytes",
    ),
    "the wide form of a directory": (
        ".zip",
        lambda: ends_with(many(10), entries=10, directory=500, before=b"PK\6\7" + b"\0" * 16),
        "more entries than the 1,000",
    ),
    "a name that leads out": (".zip", lambda: packed({"../people.csv": b"a"}), "“../people.csv”, which points outside"),
    "a name from the root": (".zip", lambda: packed({"/etc/people.csv": b"a"}), "points outside"),
    "a name on another drive": (".zip", lambda: packed({"C:people.csv": b"a"}), "points outside"),
    "a name for Windows": (".zip", lambda: packed({"..\\people.csv": b"a"}), "points outside"),
    "no zip": (".zip", lambda: b"code,name\n", "is not a zip file"),
    "nothing": (".zip", lambda: b"", "is not a zip file"),
    "half a zip": (".zip", lambda: packed({"a.csv": b"a" * 999})[:-30], "is not a zip file"),
    "half an end": (".zip", lambda: packed({"a.csv": b"a" * 999})[:-4], "is not a zip file"),
    "an end alone": (".zip", lambda: ends_with(b"\0" * 22, entries=1, directory=46), "can't be read as a zip file"),
    "a workbook that is none": (".xlsx", lambda: packed({"people.csv": b"a,b"}), "can't be read as a workbook"),
    "a workbook of another kind": (".xlsx", lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 999, "is not a zip file"),
    "a bomb of shared strings": (
        ".xlsx",
        lambda: workbook(xl__sharedStrings_xml=b"<sst>" + b"<si><t>a</t></si>" * 1_000_000 + b"</sst>"),
        "would unpack (“xl/sharedStrings.xml”) to 17 MB",
    ),
    "shared strings that fill the memory": (
        ".xlsx",
        lambda: workbook(xl__sharedStrings_xml=random.Random(1).randbytes(33_000_000)),
        "beside its sheets; 32 MB is the limit",
    ),
    "entities": (".xlsx", lambda: workbook(xl__sharedStrings_xml=BILLION_LAUGHS), "that no spreadsheet program writes"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_would_do_harm_is_refused_within_a_second(name: str, tmp_path: Path) -> None:
    suffix, make, sentence = HOSTILE[name]
    path = tmp_path / f"package{suffix}"
    path.write_bytes(make())
    began = time.process_time()
    with pytest.raises(PackageRefused) as refused, sources.opened(path):
        pass
    assert time.process_time() - began < 1
    assert sentence in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_an_honest_zip_is_opened_however_it_is_packed(method: int, tmp_path: Path) -> None:
    path = tmp_path / "package.zip"
    path.write_bytes(packed({"agencies.csv": b"code\nccs\n"}, method))
    with sources.opened(path) as tables:
        assert [(table.name, [list(row.cells) for row in table.rows()]) for table in tables] == [
            ("agencies", [["code"], ["ccs"]])
        ]


def test_a_zip_whose_content_is_damaged_says_so_in_the_row(tmp_path: Path) -> None:
    path = tmp_path / "package.zip"
    path.write_bytes(packed({"agencies.csv": b"code\nccs\n"}, zipfile.ZIP_STORED).replace(b"ccs\n", b"cXs\n"))
    with sources.opened(path) as (table,):
        *_, last = table.rows()
    assert last.wrong.startswith("can't be read: the file is damaged")


def test_an_encrypted_entry_says_so(tmp_path: Path) -> None:
    content = bytearray(packed({"agencies.csv": b"code\n"}))
    content[6] |= 1  # the flag of encryption, in the entry and in the directory
    content[content.index(b"PK\1\2") + 8] |= 1
    path = tmp_path / "package.zip"
    path.write_bytes(content)
    with sources.opened(path) as (table,):
        (row,) = table.rows()
    assert "locked or encrypted" in row.wrong
