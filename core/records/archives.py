"""Zip files looked over before anything in them is opened: how many entries, how large, packed how tightly, named how.

Workbooks are zip files too. The directory at a zip's end says all that is asked here, and nothing that zipfile unpacks
can be larger than it says, so a hostile one is refused at once.
"""

import re
import struct
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo

from core.records.faults import PackageRefused, shown

MOST_ENTRIES = 1_000
LARGEST_DIRECTORY = 256_000
LARGEST = 500_000_000
TIGHTEST = 100
LARGE_ENOUGH_TO_HARM = 1_000_000
LARGEST_HELD_IN_MEMORY = 32_000_000

_END = struct.Struct("<4s4H2LH")
_END_SIGN, _ZIP64_SIGN, _ZIP64_SIZE = b"PK\5\6", b"PK\6\7", 20
_LONGEST_COMMENT = 65_535
_PROLOGUE = re.compile(rb"(\xef\xbb\xbf)?\s*(<\?xml[^>]*\?>)?\s*<[A-Za-z]")


def demand_safe(path: Path) -> None:
    """Raise PackageRefused, with a sentence, for a zip that is broken, too large, or made to do harm."""
    _demand_small_directory(path)
    with _opened(path) as archive:
        entries = archive.infolist()
    for entry in entries:
        _demand_plain_name(path, entry)
        _demand_loosely_packed(path, shown(entry.filename), entry.file_size, entry.compress_size)
    total = sum(entry.file_size for entry in entries)
    _demand_loosely_packed(path, "all of it", total, path.stat().st_size)
    if total > LARGEST:
        raise PackageRefused(f"{path.name} would unpack to {_megabytes(total)}; {_megabytes(LARGEST)} is the limit.")


def demand_safe_workbook(path: Path) -> None:
    """The same for a workbook, of which all but the sheets is held in memory, and whose XML defines nothing itself."""
    demand_safe(path)
    with _opened(path) as archive:
        parts = [entry for entry in archive.infolist() if not entry.filename.startswith("xl/media/")]
        held = sum(entry.file_size for entry in parts if not entry.filename.startswith("xl/worksheets/"))
        if held > LARGEST_HELD_IN_MEMORY:
            limit = _megabytes(LARGEST_HELD_IN_MEMORY)
            raise PackageRefused(f"{path.name} holds {_megabytes(held)} beside its sheets; {limit} is the limit.")
        for entry in parts:
            if entry.filename.endswith((".xml", ".rels")):
                _demand_plain_xml(path, archive, entry)


def _demand_small_directory(path: Path) -> None:
    """Read only the end of the file: a directory of 100,000 entries would take seconds to read itself."""
    longest_end = _END.size + _LONGEST_COMMENT
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - longest_end - _ZIP64_SIZE))
        tail = file.read()
    # Where zipfile looks for it, so that both see the same.
    at = tail.rfind(_END_SIGN, max(0, len(tail) - longest_end))
    if at < 0 or len(tail) < at + _END.size:
        raise PackageRefused(f"{path.name} is not a zip file, or only the beginning of one.")
    entries, directory = _END.unpack_from(tail, at)[4:6]
    is_zip64 = tail[max(0, at - _ZIP64_SIZE) : at].startswith(_ZIP64_SIGN)
    if entries > MOST_ENTRIES or is_zip64:
        raise PackageRefused(f"{path.name} has more entries than the {MOST_ENTRIES:,} that a package may have.")
    if directory > LARGEST_DIRECTORY:
        raise PackageRefused(f"{path.name} has a directory of {directory:,} bytes; {LARGEST_DIRECTORY:,} is the limit.")


def _opened(path: Path) -> ZipFile:
    try:
        return ZipFile(path)
    # zipfile raises a RuntimeError for an archive of a kind that it can't read.
    except (BadZipFile, ValueError, RuntimeError, OSError, struct.error) as error:
        raise PackageRefused(f"{path.name} can't be read as a zip file.") from error


def _demand_plain_name(path: Path, entry: ZipInfo) -> None:
    name = entry.orig_filename
    parts = PurePosixPath(name).parts
    if "\\" in name or "\0" in name or ".." in parts or name.startswith("/") or name[1:2] == ":":
        raise PackageRefused(f"{path.name} has an entry named {shown(name)}, which points outside the package.")


def _demand_loosely_packed(path: Path, what: str, unpacked: int, packed: int) -> None:
    if unpacked > LARGE_ENOUGH_TO_HARM and unpacked > TIGHTEST * packed:
        raise PackageRefused(
            f"{path.name} would unpack ({what}) to {_megabytes(unpacked)}, more than {TIGHTEST} times what is stored: "
            "no spreadsheet does that, so it is not opened."
        )


def _demand_plain_xml(path: Path, archive: ZipFile, entry: ZipInfo) -> None:
    """Entities could only be defined before the root element, where no spreadsheet program writes anything."""
    try:
        with archive.open(entry) as part:
            beginning = part.read(4_096)
    except Exception as error:  # zipfile raises whatever its decompressors trip over
        raise PackageRefused(f"{path.name} can't be read as a workbook: save it again as .xlsx.") from error
    if not _PROLOGUE.match(beginning):
        raise PackageRefused(f"{path.name} has a part, {shown(entry.filename)}, that no spreadsheet program writes.")


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.0f} MB"
