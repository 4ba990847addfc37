"""Taking in a records package: every floor's sheets in order, all checked before any is saved, in one transaction."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.db import IntegrityError, OperationalError, transaction

from core import audit
from core.audit import Actor
from core.records import sources
from core.records.faults import WHOLE_ROW, Fault, Faults, PackageRefused, refusal_for
from core.records.keeping import Keeper, Run, Tally
from core.records.reading import Reader
from core.records.references import References
from core.records.sheets import Row, Sheet
from core.records.tables import Table
from core.refusals import Busy
from core.words import count_noun
from evaluations.records import Comments, Ratings
from events import records as events_records
from events.booking_records import Bookings
from events.records import Events, HeadCounts, Trainers
from people import records as people_records
from people.records import Agencies, People
from reports.records import Budget
from training import records as training_records
from training.records import Courses, Enrolments

CHUNK = 1_000
SHEETS: tuple[Sheet, ...] = tuple(
    keeper.sheet
    for keeper in (
        Agencies, Courses, Events, People, Bookings, Ratings, Comments, HeadCounts, Enrolments, Trainers, Budget,
    )
)  # fmt: skip
"""The files of a package, in an order in which each names only what stands in those before it."""
FILES = [sheet.name for sheet in SHEETS]


@dataclass(frozen=True)
class SheetCount:
    """What became of the rows of one file; where the package was only checked, what would have."""

    file: str
    rows: int
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    notes: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.file}: {self.added} added, {self.updated} updated, {self.unchanged} unchanged"


@dataclass(frozen=True)
class Step:
    """How far an import is: so many rows of a file checked, or so many of all of them saved or tried."""

    doing: str
    file: str
    done: int
    rows: int | None = None


Progress = Callable[[Step], None]


def import_package(
    path: Path, *, by: Actor, at: datetime, dry_run: bool = False, progress: Progress | None = None
) -> list[SheetCount]:
    """Take in the package at `path`, or only check it; the counts of its files, in order.

    Raises PackageRefused, with every fault in it, or Busy; nothing has been saved then. A dry run is the same to the
    last rule, and then undone: it is refused what saving would be, and as long about it.
    """
    tell = progress or _tell_nobody
    with sources.opened(path) as tables:
        if not tables:
            raise PackageRefused(f"{path} holds no records: expected one or more of {', '.join(FILES)}.")
        known = people_records.REFERENCES | training_records.REFERENCES | events_records.REFERENCES
        run = Run(by, at, References(known, people_records.FORMER, people_records.ERASED))
        package = _by_name(tables, run.faults)
        keepers = _keepers(run)
        rows = _check(keepers, package, tell)
        if run.faults.count:
            raise refusal_for(run.faults, FILES)
        try:
            return _save(keepers, package, rows, tell, is_kept=not dry_run)
        except IntegrityError as error:
            raise Busy("Somebody changed the records meanwhile. Nothing was saved: try again.") from error
        except OperationalError as error:
            raise Busy(f"The database is busy or out of reach ({error}). Nothing was saved: try again.") from error


def _keepers(run: Run) -> list[Keeper]:
    events = Events(run)
    return [
        Agencies(run),
        Courses(run),
        events,
        People(run),
        Bookings(run, events),
        Ratings(run),
        Comments(run),
        HeadCounts(run),
        Enrolments(run),
        Trainers(run, events),
        Budget(run),
    ]


def _by_name(tables: Sequence[Table], faults: Faults) -> dict[str, Table]:
    """The tables by their names; a name that is unknown, or there twice, is a fault."""
    package: dict[str, Table] = {}
    for table in tables:
        if table.name not in FILES:
            sentence = f"there is no such file in a records package, expected one of {', '.join(FILES)}."
            faults.add(Fault(table.name, 1, WHOLE_ROW, sentence))
        elif table.name in package:
            faults.add(Fault(table.name, 1, WHOLE_ROW, "the package has this file twice, expected it once."))
        package[table.name] = table
    return package


def _check(keepers: Sequence[Keeper], package: Mapping[str, Table], tell: Progress) -> dict[str, int]:
    """Have every row checked; the numbers of rows by file."""
    counts = {}
    for keeper, reader in _readers(keepers, package):
        for rows in _chunks(reader.rows()):
            keeper.check(rows)
            tell(Step("Checking", keeper.sheet.name, reader.count))
        counts[keeper.sheet.name] = reader.count
        if reader.passed_over:
            keeper.note(
                f"{count_noun(reader.passed_over, 'row')} under former codes passed over, for others say the same."
            )
        if reader.of_erased:
            keeper.note(f"{count_noun(reader.of_erased, 'row')} about people who were erased passed over.")
    for keeper in keepers:
        keeper.check_whole()
    return counts


@transaction.atomic(durable=True)
def _save(
    keepers: Sequence[Keeper],
    package: Mapping[str, Table],
    rows_of: Mapping[str, int],
    tell: Progress,
    *,
    is_kept: bool,
) -> list[SheetCount]:
    """Read it all once more, and save it; what is not kept is undone."""
    run, doing = keepers[0].run, "Saving" if is_kept else "Trying"
    run.references.look_again()
    counts = []
    for keeper, reader in _readers(keepers, package):
        file, tally = keeper.sheet.name, Tally()
        for rows in _chunks(reader.rows()):
            tally += keeper.save(rows)
            tell(Step(doing, file, reader.count, rows_of[file]))
        tally.unchanged += reader.passed_over + reader.of_erased
        run.references.look_again(file)
        keeper.save_whole()
        counts.append(SheetCount(file, reader.count, **vars(tally), notes=tuple(run.notes.get(file, ()))))
    for keeper in keepers:
        keeper.settle()
    if run.faults.count:  # a rule of events stands against it, or the files are not what they were a moment ago
        raise refusal_for(run.faults, FILES)
    if any(count.added or count.updated for count in counts):
        details = {count.file: str(count).partition(": ")[2] for count in counts}
        audit.record_about("records.import", "records package", by=run.by, at=run.at, **details)
    if not is_kept:
        transaction.set_rollback(True)
    return counts


def _readers(keepers: Sequence[Keeper], package: Mapping[str, Table]) -> Iterator[tuple[Keeper, Reader]]:
    for keeper in keepers:
        if keeper.sheet.name in package:
            run = keeper.run
            yield keeper, Reader(keeper.sheet, package[keeper.sheet.name], run.faults, run.references)


def _chunks(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def _tell_nobody(step: Step) -> None:
    """Nobody asked how far it is."""
