"""The three forms of a records package, opened alike: a folder of CSV files, a zip of them, or one workbook."""

import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO
from zipfile import BadZipFile, ZipFile

from core.records import archives, csv_files, workbooks
from core.records.faults import PackageRefused
from core.records.tables import RawRow, Table

EXPECTED = "expected a folder or a .zip of CSV files, or one .xlsx"


@contextmanager
def opened(path: Path) -> Iterator[Sequence[Table]]:
    """The tables of the package at `path`, readable until the context ends; PackageRefused where it is none."""
    with ExitStack() as stack:
        try:
            tables = stack.enter_context(_form(path)(path))
        except OSError as error:
            raise PackageRefused(f"{path} can't be read: {error.strerror}.") from error
        yield tables


def _form(path: Path) -> Callable[[Path], AbstractContextManager[Sequence[Table]]]:
    if path.is_dir():
        return _folder
    if not path.exists():
        raise PackageRefused(f"{path} is not there: {EXPECTED}.")
    forms = {".zip": _zip, ".xlsx": _workbook}
    if not path.is_file() or path.suffix.lower() not in forms:
        raise PackageRefused(f"{path} is no records package: {EXPECTED}.")
    return forms[path.suffix.lower()]


@contextmanager
def _folder(path: Path) -> Iterator[Sequence[Table]]:
    files = sorted(file for file in path.iterdir() if file.is_file() and _is_csv(file.name))
    yield [Table(file.stem, partial(_rows, partial(_opened_file, file))) for file in files]


@contextmanager
def _zip(path: Path) -> Iterator[Sequence[Table]]:
    archives.demand_safe(path)
    with ZipFile(path) as archive:
        # A folder that was zipped lies one level down, and a Mac adds shadows of its files.
        entries = [name for name in archive.namelist() if _is_csv(name) and not name.startswith("__MACOSX/")]
        yield [Table(PurePosixPath(name).stem, partial(_rows, partial(archive.open, name))) for name in entries]


@contextmanager
def _workbook(path: Path) -> Iterator[Sequence[Table]]:
    archives.demand_safe_workbook(path)
    with workbooks.opened(path) as tables:
        yield tables


def _is_csv(name: str) -> bool:
    bare = PurePosixPath(name).name
    return bare.lower().endswith(".csv") and not bare.startswith(".")


def _opened_file(path: Path) -> IO[bytes]:
    return path.open("rb")


def _rows(open_file: Callable[[], IO[bytes]]) -> Iterator[RawRow]:
    number = 0
    try:
        for row in csv_files.records(open_file()):
            number = row.number
            yield row
    except (OSError, BadZipFile, zlib.error, EOFError, RuntimeError) as error:
        yield RawRow(number + 1, (), f"can't be read: the file is damaged, locked or encrypted ({error}).")
