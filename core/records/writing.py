"""Writing a records package: rows as the texts that the same sheets read back, in a folder or a zip of CSV files."""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from io import TextIOWrapper
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.db.models import QuerySet

from core.records.kinds import Wrong
from core.records.reading import value_of
from core.records.sheets import Column, Sheet
from core.refusals import Refusal

Values = Mapping[str, object]
Open = Callable[[str], IO[bytes]]
CHUNK = 2_000
SHOWN = 20


class NotWritten(Refusal):
    """There is no writing to that path."""


@dataclass(frozen=True)
class Outgoing:
    """A sheet with the rows of it that go out, each a value by column; `unsaid` are the columns that never do."""

    sheet: Sheet
    rows: Callable[[], Iterable[Values]]
    unsaid: frozenset[str] = frozenset()


@dataclass
class Written:
    """What was written of one sheet, and in sentences what could not be."""

    file: str
    rows: int = 0
    left_out: int = 0
    notes: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.file}: {self.rows} written, {self.left_out} left out"

    def note(self, sentence: str) -> None:
        """Tell of something that a package can't say; of many such things the first."""
        if len(self.notes) < SHOWN:
            self.notes.append(sentence)


def values_at(rows: QuerySet[Any], *fields: str, **paths: str) -> Iterator[dict[str, object]]:
    """The rows, each as those fields and what lies at those paths, by column; a chunk of them in memory at once."""
    paths = {field: field for field in fields} | paths
    for values in rows.values_list(*paths.values()).iterator(chunk_size=CHUNK):
        yield dict(zip(paths, values, strict=True))


@contextmanager
def opened_to_write(path: Path) -> Iterator[Open]:
    """What opens the files of a new package at `path`, which is there, whole, once the context ends without an error.

    Whoever else has an account on the machine can't read it. Raises NotWritten where something is there already, or
    where nothing can be.
    """
    if path.exists():
        raise NotWritten(f"{path} is there already: name a folder, or a .zip, that is not.")
    if not path.parent.is_dir():
        raise NotWritten(f"{path.parent} is no folder.")
    try:
        with TemporaryDirectory(prefix=f".{path.name}-", dir=path.parent) as workshop:
            made = Path(workshop) / path.name
            if path.suffix.lower() == ".zip":
                made.touch(mode=0o600)
                with ZipFile(made, "w", ZIP_DEFLATED) as archive:
                    yield lambda name: archive.open(name, "w", force_zip64=True)
            else:
                made.mkdir(mode=0o700)
                yield lambda name: (made / name).open("wb")
            made.rename(path)
    except OSError as error:
        raise NotWritten(f"{path} can't be written: {error.strerror}.") from error


def write(outgoing: Outgoing, open_file: Open) -> Written:
    """Write a sheet as RFC 4180 has it, with the mark by which spreadsheets know UTF-8.

    A cell that could not be read back is left empty, or the row is left out if it needs that cell; either is noted.
    """
    sheet, written = outgoing.sheet, Written(outgoing.sheet.name)
    columns = [column for column in sheet.columns if column.name not in outgoing.unsaid]
    with open_file(f"{sheet.name}.csv") as raw, TextIOWrapper(raw, "utf-8-sig", newline="") as text:
        writer = csv.writer(text)
        writer.writerow([column.name for column in columns])
        for values in outgoing.rows():
            cells = _sayable({column: as_text(values.get(column.name)) for column in columns}, sheet.key, written)
            if cells is None:
                written.left_out += 1
            else:
                writer.writerow(cells)
                written.rows += 1
    return written


def as_text(value: object) -> str:
    """A value as a cell has it: days and moments as ISO 8601 does, yes and no, empty where nothing is recorded."""
    match value:
        case None:
            text = ""
        case bool():
            text = "yes" if value else "no"
        case datetime():
            text = value.isoformat(timespec="minutes")
        case date():
            text = value.isoformat()
        case Decimal():
            text = format(value, "f")
        case _:
            text = str(value).replace("\r\n", "\n").replace("\r", "\n").strip()
    return text


def _sayable(cells: Mapping[Column, str], key: tuple[str, ...], written: Written) -> list[str] | None:
    """The cells, empty where no package can hold what is in them; None where such a one is needed."""
    said = []
    for column, cell in cells.items():
        try:
            value_of(column, cell)
            said.append(cell)
        except Wrong as wrong:
            row = ", ".join(text for other, text in cells.items() if other.name in key)
            became = "the row is left out" if column.required else "left empty"
            written.note(f"{row}: {column.name} {str(wrong).removesuffix('.')}: {became}.")
            if column.required:
                return None
            said.append("")
    return said
