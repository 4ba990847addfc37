"""Faults in a records package: each is named by file, row and column, and said in a sentence."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.refusals import Refusal

SHOWN = 100
WHOLE_ROW = "-"
"""What stands in a fault's line instead of a column where the row, or the whole file, is at fault."""


@dataclass(frozen=True)
class Fault:
    """Something in a package that can't be taken in; rows are counted as a spreadsheet does, the header being 1."""

    file: str
    row: int
    column: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.file}:{self.row}:{self.column}: {self.sentence}"


class Faults:
    """The faults found so far: the first of them are kept, the rest are only counted."""

    def __init__(self) -> None:
        self.first: list[Fault] = []
        self.count = 0

    def add(self, fault: Fault) -> None:
        """Take note of one more."""
        self.count += 1
        if len(self.first) < SHOWN:
            self.first.append(fault)


class PackageRefused(Refusal):
    """The package can't be taken in, and nothing of it has been; what is wrong is its text, a line a fault."""

    def __init__(self, sentence: str, faults: Sequence[Fault] = (), count: int = 0) -> None:
        super().__init__(sentence)
        self.faults = tuple(faults)
        self.count = count


def refusal_for(faults: Faults, files: Sequence[str]) -> PackageRefused:
    """The refusal that names those faults in the order of files and rows, and counts those that are not shown."""
    place = {file: index for index, file in enumerate(files)}
    first = sorted(faults.first, key=lambda fault: (place.get(fault.file, -1), fault.row))
    lines = [str(fault) for fault in first]
    if faults.count > SHOWN:
        lines.append(f"and {faults.count - SHOWN:,} more")
    return PackageRefused("\n".join(lines), first, faults.count)


def shown(text: str) -> str:
    """What stood in a cell, fit for one line of a fault: quoted, cut short, without anything that doesn't print."""
    short = text if len(text) <= 40 else f"{text[:40]}…"
    return "“" + "".join(character if character.isprintable() else "�" for character in short) + "”"
