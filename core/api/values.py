"""What a value of the JSON API may be: how it is written, what its JSON Schema is, and an example of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

from django.utils.timezone import localtime

Json = Any
Schema = dict[str, Any]


@dataclass(frozen=True)
class Kind:
    """One kind of value: what it is in words, its schema, an example, and how a value of ours becomes it."""

    words: str
    schema: Schema
    example: Json
    write: Callable[[Any], Json] = lambda value: value
    record: Record | None = None

    def like(self, example: Json) -> Kind:
        """The same kind with another example."""
        return replace(self, example=example)


TEXT = Kind("text", {"type": "string"}, "Neglect")
WHOLE = Kind("whole number", {"type": "integer"}, 20)
FLAG = Kind("true or false", {"type": "boolean"}, example=True)
HOURS = Kind("number", {"type": "number", "minimum": 0}, 6.5, float)
DAY = Kind("day", {"type": "string", "format": "date"}, "2027-03-10", dt.date.isoformat)
MOMENT = Kind(
    "moment with its offset",
    {"type": "string", "format": "date-time"},
    "2027-03-10T09:30:00+00:00",
    lambda value: localtime(value).isoformat(timespec="seconds"),
)
ADDRESS = Kind("address", {"type": "string", "format": "uri"}, "https://training.example.org/")


def one_of(codes: Iterable[str], example: str) -> Kind:
    """One of these codes."""
    listed = [str(code) for code in codes]
    return Kind(f"one of {', '.join(listed)}", {"type": "string", "enum": listed}, example, str)


def maybe(kind: Kind) -> Kind:
    """That kind of plain value, or null."""
    schema = kind.schema | {"type": [kind.schema["type"], "null"]}
    if "enum" in schema:
        schema["enum"] = [*schema["enum"], None]
    return replace(kind, words=f"{kind.words}, or null", schema=schema, write=_unless_none(kind.write))


def maybe_record(of: Record) -> Kind:
    """A record, by its name among the schemas, or null."""
    whole = record(of)
    schema: Schema = {"anyOf": [whole.schema, {"type": "null"}]}
    return replace(whole, words="record, or null", schema=schema, write=_unless_none(whole.write))


def several(kind: Kind) -> Kind:
    """A list of that kind of value."""
    words = f"list of {kind.words}"
    return Kind(words, {"type": "array", "items": kind.schema}, [kind.example], _each(kind.write), kind.record)


def record(of: Record) -> Kind:
    """A record, by its name among the schemas."""
    return Kind("record", {"$ref": f"#/components/schemas/{of.name}"}, of.example, of.write, of)


@dataclass(frozen=True)
class Field:
    """One field of a record: its name, its kind, what it says, and where it stands in a row of ours.

    `read` is a path of attributes, which is null where one of them is, or a function; blank means the field's own name.
    """

    name: str
    kind: Kind
    says: str
    read: str | Callable[[Any], Any] = ""

    def of(self, row: Any) -> Json:
        """The field's value, as JSON has it."""
        value = self.read(row) if callable(self.read) else _at(row, self.read or self.name)
        return self.kind.write(value)


@dataclass(frozen=True)
class Record:
    """A record of the API: its name among the schemas, what it is, and its fields in order."""

    name: str
    says: str
    fields: Sequence[Field]

    def write(self, row: Any) -> dict[str, Json]:
        """The row as JSON has it."""
        return {field.name: field.of(row) for field in self.fields}

    @property
    def schema(self) -> Schema:
        """What is always true of such a record: every field is there. Others may come, so none is forbidden."""
        return {
            "type": "object",
            "description": self.says,
            "properties": {field.name: _described(field) for field in self.fields},
            "required": [field.name for field in self.fields],
        }

    @property
    def example(self) -> dict[str, Json]:
        """What one looks like."""
        return {field.name: field.kind.example for field in self.fields}

    def told(self, before: str = "") -> Iterator[tuple[str, Field]]:
        """Each field with its path, as people read of it: `course.code`, and in each of a list `dates[].starts_at`."""
        for field in self.fields:
            path = f"{before}{field.name}"
            yield path, field
            if inner := field.kind.record:
                yield from inner.told(f"{path}[]." if field.kind.schema.get("type") == "array" else f"{path}.")

    @property
    def within(self) -> list[Record]:
        """The records that stand in its fields, and in theirs."""
        inner = [field.kind.record for field in self.fields if field.kind.record]
        return [found for each in inner for found in (each, *each.within)]


def _described(field: Field) -> Schema:
    return {**field.kind.schema, "description": field.says}


def _at(row: Any, path: str) -> Any:
    """What stands at the end of that path; None where something on the way is None."""
    return reduce(lambda value, name: None if value is None else getattr(value, name), path.split("."), row)


def _unless_none(write: Callable[[Any], Json]) -> Callable[[Any], Json]:
    return lambda value: None if value is None else write(value)


def _each(write: Callable[[Any], Json]) -> Callable[[Iterable[Any]], Json]:
    return lambda values: [write(value) for value in values]


def schemas_of(records: Iterable[Record]) -> Mapping[str, Schema]:
    """The schemas of those records and of what stands in them, by name."""
    return {each.name: each.schema for outer in records for each in (outer, *outer.within)}
