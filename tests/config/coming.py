"""Whoever takes in packages about what is still to come, and what they left on the trail and in the post."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from config.records import SheetCount, import_package
from core.models import AuditEntry, OutgoingMail
from core.records.faults import PackageRefused
from events.models import Booking, Event
from people.models import Person
from tests.config.packages import Cells, as_folder
from tests.makers import NOW, TESTER, make_person

LATER = NOW + timedelta(days=1)
BEFORE: dict[str, dict[str, Any]] = {
    "nothing": {},
    "requested": {"state": "requested", "held_place": False, "decide_by": NOW + timedelta(days=2)},
    "waiting": {"state": "waiting", "held_place": False},
    "offered": {"state": "offered", "held_place": False, "offer_lapses_at": NOW + timedelta(days=2)},
    "confirmed": {},
    "declined": {"state": "declined", "held_place": False},
    "lapsed": {"state": "lapsed", "held_place": False, "offer_lapses_at": NOW},
    "left the list": {"state": "cancelled", "held_place": False, "cancelled_at": NOW, "cancelled_late": False},
    "gave back in time": {"state": "cancelled", "cancelled_at": NOW, "cancelled_late": False},
    "gave back late": {"state": "cancelled", "cancelled_at": NOW, "cancelled_late": True},
}
"""How a booking made here may stand."""


class Packages:
    """Whoever takes in small packages a day after the tests' now."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def take_in(self, **files: Sequence[Cells]) -> list[SheetCount]:
        return self._take_in(files, dry_run=False)

    def say(self, *rows: tuple[Event, Person, str]) -> SheetCount:
        """Only what became of bookings."""
        (count,) = self.take_in(bookings=[row_of(*row) for row in rows])
        return count

    def refuse(self, **files: Sequence[Cells]) -> str:
        """What is wrong, which a dry run says in the same words."""
        with pytest.raises(PackageRefused) as refused:
            self.take_in(**files)
        with pytest.raises(PackageRefused) as foretold:
            self._take_in(files, dry_run=True)
        assert str(foretold.value) == str(refused.value)
        return str(refused.value)

    def _take_in(self, files: Mapping[str, Sequence[Cells]], *, dry_run: bool) -> list[SheetCount]:
        for old in self.folder.glob("package/*.csv"):
            old.unlink()
        return import_package(as_folder(self.folder, files), by=TESTER, at=LATER, dry_run=dry_run)


def row_of(event: Event, person: Person, outcome: str) -> Cells:
    return {"event": event.code, "person": person.code, "outcome": outcome}


def event_row(event: Event, **changes: object) -> Cells:
    """The event as a package would say it, but for some cells."""
    said = {"code": event.code, "course": event.course.code, "status": "planned"}
    starts = f"{event.starts_on}T{event.starts_time:%H:%M}"
    return said | {"starts": starts, "ends": f"{event.ends_on}T{event.ends_time:%H:%M}"} | changes


def somebody(code: str) -> Person:
    return make_person(code=code)


def trail(*rows: Booking | Event) -> list[str]:
    subjects = [f"events.{type(row).__name__.lower()}:{row.pk}" for row in rows]
    return list(AuditEntry.objects.filter(subject__in=subjects).order_by("pk").values_list("verb", flat=True))


def letters(*bookings: Booking) -> list[str]:
    rows = OutgoingMail.objects.order_by("pk")
    return [row.letter for row in rows if row.about["booking"] in [booking.pk for booking in bookings]]
