"""What the database says of one event, as plain values: what the laws of the machine are about."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from django.db import connection

from tests.events.machine.clock import moment

EVENT = "SELECT status, places, starts_on, starts_time FROM events_event WHERE id = %s"
BOOKINGS = """
    SELECT id, person_id, agency_id, state, attendance, held_place, unscheduled, cancelled_late, made_at, cancelled_at
    FROM events_booking WHERE event_id = %s ORDER BY id
"""
LIVE = {"requested", "waiting", "offered", "confirmed"}
HOLDING = {"offered", "confirmed"}
ENDED = {"declined", "cancelled", "lapsed"}


@dataclass(frozen=True)
class Row:
    """One booking."""

    pk: int
    person_id: int
    agency_id: int
    state: str
    attendance: str
    held_place: bool
    unscheduled: bool
    cancelled_late: bool | None
    made_at: datetime
    cancelled_at: datetime | None

    @property
    def age(self) -> tuple[datetime, int]:
        """What the line is ordered by."""
        return self.made_at, self.pk


@dataclass(frozen=True)
class Seen:
    """One event with its bookings, and what was written down since the last look."""

    pk: int
    status: str
    places: int | None
    starts_on: date
    starts_time: time
    rows: dict[int, Row]
    entries: list[tuple[str, str]] = field(compare=False)
    letters: list[str] = field(compare=False)
    last_entry: int = field(compare=False)
    last_letter: int = field(compare=False)

    @property
    def begins(self) -> datetime:
        """When it begins, by the referee's own clock."""
        return moment(self.starts_on, self.starts_time)

    @property
    def live(self) -> list[Row]:
        """The bookings that still mean something."""
        return [row for row in self.rows.values() if row.state in LIVE]

    @property
    def waiting(self) -> list[Row]:
        """The line, the oldest first."""
        return sorted((row for row in self.rows.values() if row.state == "waiting"), key=lambda row: row.age)

    @property
    def held(self) -> int:
        """How many places are taken."""
        return sum(row.state in HOLDING and not row.unscheduled for row in self.rows.values())

    @property
    def is_free(self) -> bool:
        """Whether there is a place for one more."""
        return self.places is None or self.held < self.places

    @property
    def marked(self) -> list[Row]:
        """Whoever has a mark on the register."""
        return [row for row in self.rows.values() if row.attendance]

    def is_open(self, *, at: datetime) -> bool:
        """Whether its register can be marked."""
        return self.status == "published" and self.begins <= at

    def of(self, person_id: int) -> Row | None:
        """The person's live booking."""
        return next((row for row in self.live if row.person_id == person_id), None)


def look(event_id: int, *, after_entry: int = 0, after_letter: int = 0) -> Seen:
    """The event as it is, with the trail and the letters written since those given."""
    ((status, places, starts_on, starts_time),) = _read(EVENT, event_id)
    rows = [_row(*values) for values in _read(BOOKINGS, event_id)]
    trail = _read("SELECT id, verb, subject FROM core_auditentry WHERE id > %s ORDER BY id", after_entry)
    post = _read("SELECT id, key FROM core_outgoingmail WHERE id > %s ORDER BY id", after_letter)
    return Seen(
        event_id,
        status,
        places,
        date.fromisoformat(str(starts_on)),
        time.fromisoformat(str(starts_time)),
        rows={row.pk: row for row in rows},
        entries=[(verb, subject) for _, verb, subject in trail],
        letters=[key for _, key in post],
        last_entry=trail[-1][0] if trail else after_entry,
        last_letter=post[-1][0] if post else after_letter,
    )


def _read(query: str, *values: int) -> list[tuple[Any, ...]]:
    """Plain SQL: a second reader beside the product's own, and ten times as fast."""
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())


def _row(pk: int, person: int, agency: int, state: str, attendance: str, *rest: Any) -> Row:
    held_place, unscheduled, late, made_at, cancelled_at = rest
    late = None if late is None else bool(late)
    moments = _moment(made_at), _moment(cancelled_at)
    return Row(pk, person, agency, state, attendance, bool(held_place), bool(unscheduled), late, *moments)


def _moment(value: datetime | None) -> Any:
    """SQLite keeps moments without their zone, which is Greenwich's."""
    return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value
