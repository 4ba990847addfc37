"""Twins: more rows of every kind, each like one that there is, so that pages have more to show of the same."""

from __future__ import annotations

from copy import copy
from itertools import count
from typing import Any
from uuid import UUID, uuid4

from django.db import models

Model = type[models.Model]
TELLING = (models.CharField, models.UUIDField, models.IntegerField)
"""What tells one row from another: whatever else a row and its twin may not share, the twin is not made."""
_numbers = count(2)


def multiply(model: Model, times: int) -> None:
    """Make it so many times as many rows of that model, and of all that hangs on them; the rest is shared by all."""
    found = {each: list(each._base_manager.order_by("pk")) for each in _in_order(_with_what_refers_to(model))}
    for _ in range(times - 1):
        twins: dict[tuple[Model, Any], Any] = {}
        for each, rows in found.items():
            hanging = [row for row in rows if each is model or _twins_referred_to(row, twins)]
            twins |= {(each, row.pk): twin for row in hanging if (twin := _twin(row, twins))}


def _with_what_refers_to(model: Model) -> list[Model]:
    found = [model]
    for each in found:
        fields: list[Any] = each._meta.get_fields(include_hidden=True)
        refer = [field for field in fields if field.auto_created and (field.one_to_many or field.one_to_one)]
        found += {field.related_model for field in refer} - set(found)
    return found


def _in_order(found: list[Model]) -> list[Model]:
    """Whatever others refer to comes before them."""
    left, ready = list(found), []
    while left:
        free = [each for each in left if not set(left) - {each} & {ref.related_model for ref in _references(each)}]
        ready += free
        left = [each for each in left if each not in free]
    return ready


def _references(model: Model) -> list[Any]:
    return [field for field in model._meta.concrete_fields if field.is_relation]


def _twins_referred_to(row: Any, twins: dict[tuple[Model, Any], Any]) -> dict[str, Any]:
    """The twins of what the row refers to, by the fields in which it does."""
    found = {field: twins.get((field.related_model, getattr(row, field.attname))) for field in _references(type(row))}
    return {field.name: twin for field, twin in found.items() if twin}


def _twin(row: Any, twins: dict[tuple[Model, Any], Any]) -> Any:
    """A row like this one beside what hangs together with it; None if there can be no other."""
    twin, given = copy(row), _twins_referred_to(row, twins)
    twin._state = models.base.ModelState()
    for group in _unique_together(type(row)):
        if group & set(given):
            continue
        telling = [field for field in row._meta.concrete_fields if field.name in group and _may_differ(field)]
        if not telling:
            return None
        setattr(twin, telling[0].attname, _another(row, telling[0]))
    for name, other in given.items():
        setattr(twin, name, other)
    twin.save(force_insert=True)
    return twin


def _unique_together(model: Model) -> list[set[str]]:
    constraints = [each for each in model._meta.constraints if isinstance(each, models.UniqueConstraint)]
    alone = [{field.name} for field in model._meta.concrete_fields if field.unique]
    return [*alone, *(set(each.fields) for each in constraints if each.fields), *map(set, model._meta.unique_together)]


def _may_differ(field: Any) -> bool:
    if field.is_relation:
        return bool(field.null)
    return isinstance(field, (*TELLING, models.AutoField)) and not field.choices


def _another(row: Any, field: Any) -> Any:
    value = getattr(row, field.attname)
    if value is None or field.is_relation or isinstance(field, models.AutoField):
        return None
    if isinstance(value, str):
        return f"{next(_numbers)}-{value}"[: field.max_length]
    return uuid4() if isinstance(value, UUID) else 1_000 + next(_numbers)
