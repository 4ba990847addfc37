"""The ledger of erasures, as a file beside the database: whoever was erased since a backup is back with it.

A line for each: the mark of the record, digests of its keys in records packages, and when; no name, no number. What the
file knows and the database does not is erased again by `manage.py replay_erasures`.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from uuid import UUID

from django.conf import settings

from config import erasing
from core.audit import System
from core.refusals import Refusal
from people import erasing as people_erasing
from people.models import Erasure, Person

BY = System("ledger")


class Unreadable(Refusal):
    """A line of the file is none of the ledger's."""


@dataclass(frozen=True)
class Entry:
    """One erasure."""

    uid: UUID
    codes: tuple[str, ...]
    erased_at: datetime

    @property
    def line(self) -> str:
        """As it stands in the file."""
        said = {"record": str(self.uid), "keys": list(self.codes), "erased_at": self.erased_at.isoformat()}
        return json.dumps(said) + "\n"


@dataclass(frozen=True)
class Replayed:
    """What became of one that was back: the record, and what stood in the way, if anything did."""

    person: Person
    hindrance: str = ""


def write(path: Path | None = None) -> int:
    """Bring the file up to what the database has, and lose nothing that only the file knows; how many were added."""
    path = path or settings.ERASURES_FILE
    known = {entry.uid: entry for entry in read(path)} if path.exists() else {}
    new = [entry for entry in _on_record() if entry.uid not in known]
    if new:
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("w", dir=path.parent, delete=False) as file:
            file.writelines(entry.line for entry in [*known.values(), *new])
        Path(file.name).replace(path)
    return len(new)


def read(path: Path) -> list[Entry]:
    """What the file says; Unreadable where one of its lines is not the ledger's."""
    return [_entry(number, line) for number, line in enumerate(path.read_text().splitlines(), 1) if line.strip()]


def replay(entries: list[Entry], *, at: datetime) -> Iterator[Replayed]:
    """Erase whoever of them is back, and put on the ledger what was lost of it; twice does no more than once.

    Where something stands in the way, as a place on an event to come, it is told, and all others are erased.
    """
    for entry in entries:
        people_erasing.remember(entry.uid, entry.codes, at=entry.erased_at)
        if person := people_erasing.in_a_backup(entry.uid):
            yield _again(person, entry, at=at)


def _again(person: Person, entry: Entry, *, at: datetime) -> Replayed:
    reason = f"Erased on {entry.erased_at:%-d %B %Y}, and back by a backup"
    try:
        erasing.erase(person, by=BY, at=at, reason=reason)
    except Refusal as refusal:
        return Replayed(person, refusal.sentence)
    return Replayed(person)


def _on_record() -> list[Entry]:
    return [Entry(row.uid, tuple(row.codes), row.erased_at) for row in Erasure.objects.all()]


def _entry(number: int, line: str) -> Entry:
    try:
        said = json.loads(line)
        return Entry(UUID(said["record"]), tuple(said["keys"]), datetime.fromisoformat(said["erased_at"]))
    except (ValueError, KeyError, TypeError) as fault:
        raise Unreadable(f"Line {number} is not a line of the ledger. Nothing was erased.") from fault
