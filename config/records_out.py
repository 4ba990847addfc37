"""Giving out everything that a records package can say: every floor's sheets, as of one moment, in one package."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from core import audit
from core.audit import Actor
from core.records.writing import Outgoing, Written, opened_to_write, write
from evaluations.records_out import COMMENTS_OUT, RATINGS_OUT
from events.records_out import EVENTS_OUT, HEADCOUNTS_OUT, TRAINERS_OUT, bookings_out
from people import persons
from people.records_out import AGENCIES_OUT, PEOPLE_OUT
from reports.counting.snapshot import one_snapshot
from reports.records_out import BUDGET_OUT
from training.records_out import COURSES_OUT, ENROLMENTS_OUT

Progress = Callable[[str], None]


def export_package(path: Path, *, by: Actor, at: datetime, progress: Progress | None = None) -> list[Written]:
    """Write a new package at `path`, a folder or a .zip; what was written of each file, in the order of the guide.

    People who have no code are given one first, by which they are known when the package comes back. `progress` is
    told each file before it is written. Raises NotWritten, and then there is nothing at `path` that was not before.
    """
    with opened_to_write(path) as open_file:
        persons.give_codes(by=by, at=at)
        written = []
        with one_snapshot():
            for outgoing in _all(at=at):
                if progress:
                    progress(outgoing.sheet.name)
                written.append(write(outgoing, open_file))
    details = {each.file: str(each).partition(": ")[2] for each in written}
    audit.record_about("records.export", "records package", by=by, at=at, **details)
    return written


def _all(*, at: datetime) -> tuple[Outgoing, ...]:
    """In the order in which they come in (config/records.py)."""
    return (
        AGENCIES_OUT,
        COURSES_OUT,
        EVENTS_OUT,
        PEOPLE_OUT,
        bookings_out(at=at),
        RATINGS_OUT,
        COMMENTS_OUT,
        HEADCOUNTS_OUT,
        ENROLMENTS_OUT,
        TRAINERS_OUT,
        BUDGET_OUT,
    )
