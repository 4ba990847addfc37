"""Keeping rows: what a floor does with a sheet of its own, and how what is new is told from what is on record."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Generic, TypeVar

from django.db import models

from core.audit import Actor
from core.records.faults import Fault, Faults
from core.records.references import Ids, References
from core.records.sheets import Row, Sheet

ModelT = TypeVar("ModelT", bound=models.Model)


@dataclass
class Run:
    """One import: by whom and when, what is wrong with the package, what its codes mean, and what people are told."""

    by: Actor
    at: datetime
    references: References
    faults: Faults = field(default_factory=Faults)
    notes: dict[str, list[str]] = field(default_factory=dict)


@dataclass
class Tally:
    """How many rows of a file were new, changed something, or said what was on record already."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0

    def __iadd__(self, other: "Tally") -> "Tally":
        self.added += other.added
        self.updated += other.updated
        self.unchanged += other.unchanged
        return self


@dataclass
class Change(Generic[ModelT]):
    """A row of a file beside the one on record, if there is one: the fields that it says, and those of a new row only.

    `more` says that the row changes something beside those fields.
    """

    on_record: ModelT | None
    says: Mapping[str, Any]
    when_new: Mapping[str, Any] = field(default_factory=dict)
    more: bool = False


class Keeper(ABC):
    """What a floor knows of one sheet. Rows come in chunks in the file's order: all of them to check, then to save."""

    sheet: ClassVar[Sheet]

    def __init__(self, run: Run) -> None:
        self.run = run

    def check(self, rows: Sequence[Row]) -> None:  # noqa: B027 - most sheets have nothing to add
        """Note as faults what is wrong between rows, or between them and what is on record."""

    def check_whole(self) -> None:  # noqa: B027 - most sheets have nothing to add
        """Note what can only be told once every file has been read; whether or not this one is there."""

    @abstractmethod
    def save(self, rows: Sequence[Row]) -> Tally:
        """Save rows that were found sound, inside the import's transaction."""

    def save_whole(self) -> None:  # noqa: B027 - most sheets have nothing to add
        """Save what can only be saved once every row is."""

    def settle(self) -> None:  # noqa: B027 - most sheets have nothing to add
        """Let follow what can only follow once every file is saved; whether or not this one is there."""

    def fault(self, row: int, column: str, sentence: str) -> None:
        """Note what is wrong with a row."""
        self.run.faults.add(Fault(self.sheet.name, row, column, sentence))

    def note(self, sentence: str) -> None:
        """Tell people of something that the file brings along unasked."""
        self.run.notes.setdefault(self.sheet.name, []).append(sentence)

    def id_of(self, row: Row, column: str) -> int | None:
        """The id of the row on record that a cell names; None where the cell is empty or not there."""
        return self.run.references.id_of(self.sheet.heading(column), row.get(column))

    def known_id(self, row: Row, column: str) -> int:
        """The same of a cell that must be filled in."""
        return self.run.references.known_id(self.sheet.heading(column), row[column])

    def fields(self, row: Row, *columns: str) -> dict[str, Any]:
        """What a row says, by the model's fields, which bear the columns' names; columns it lacks are left out."""
        said = {}
        for name in columns:
            if name in row.values:
                heading = self.sheet.heading(name)
                said[f"{name}_id" if heading else name] = self.id_of(row, name) if heading else row[name]
        return said


def save_changes(model: type[ModelT], changes: Iterable[Change[ModelT]]) -> tuple[Tally, list[ModelT]]:
    """Save what is new or changed, each as one of many; also the saved rows, in the order of the changes."""
    tally, rows, new, changed = Tally(), [], [], []
    fields: set[str] = set()
    for change in changes:
        row = change.on_record
        if row is None:
            row = model(**change.when_new, **change.says)
            new.append(row)
        else:
            differing = [name for name, value in change.says.items() if getattr(row, name) != value]
            for name in differing:
                setattr(row, name, change.says[name])
            fields.update(differing)
            if differing:
                changed.append(row)
            tally.updated += bool(differing or change.more)
            tally.unchanged += not (differing or change.more)
        rows.append(row)
    tally.added = len(new)
    manager = model._default_manager
    manager.bulk_create(new)
    if changed:
        manager.bulk_update(changed, fields)
    return tally, rows


def by_code(model: type[ModelT], rows: Iterable[Row]) -> dict[str, ModelT]:
    """The rows on record that bear the codes of those rows, by code."""
    found = model._default_manager.filter(code__in=[row["code"] for row in rows])
    return {row.code: row for row in found}  # type: ignore[attr-defined]


def ids_by(field_name: str, queryset: "models.QuerySet[Any]") -> Ids:
    """The ids of the rows by that field."""
    return dict(queryset.values_list(field_name, "pk"))


def found_or_made(model: type[ModelT], field_name: str, wanted: Iterable[str], make: Callable[[str], ModelT]) -> Ids:
    """The ids of the rows whose field holds what is wanted; those that are missing are made, in the order they come."""
    names = [name for name in dict.fromkeys(wanted) if name]
    ids = dict(ids_by(field_name, model._default_manager.filter(**{f"{field_name}__in": names})))
    for name in names:
        if name not in ids:
            row = make(name)
            row.save()
            ids[name] = row.pk
    return ids
