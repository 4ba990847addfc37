"""Merging: two records of one person become one. Each floor says what becomes of its own rows, the roof does it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models


def _nothing(kept: Any, gone: Any) -> tuple[str, ...]:
    return ()


@dataclass(frozen=True)
class Relation:
    """The rows that name a record by one field: what they are called, what stands in the way, and who makes room.

    `why_not` says in sentences which of both records' rows can't be one person's; `make_room` ends or joins those of
    the record that goes which the kept one has already.
    """

    field: str
    noun: str
    why_not: Callable[[Any, Any], Iterable[str]] = _nothing
    make_room: Callable[[Any, Any], object] = _nothing

    def rows(self, record: models.Model) -> "models.QuerySet[Any]":
        """Those of that record."""
        label, _, name = self.field.rpartition(".")
        everything: models.QuerySet[Any] = apps.get_model(label)._base_manager.all()
        return everything.filter(**{name: record})

    def move(self, kept: models.Model, gone: models.Model) -> None:
        """Let them name the kept record."""
        self.make_room(kept, gone)
        self.rows(gone).update(**{self.field.rpartition(".")[2]: kept})


def fields_to(model: type[models.Model]) -> set[str]:
    """Every field of any model that names rows of that one, asked of the models themselves."""
    relations = (each for each in model._meta.get_fields(include_hidden=True) if each.auto_created)
    return {f"{each.related_model._meta.label}.{each.field.name}" for each in relations if each.is_relation}  # type: ignore[union-attr]
