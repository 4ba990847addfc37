"""The lists of the API: what each holds, what it may be asked, and one page of it after another."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from core.api import problems
from core.api.problems import Problem
from core.api.values import DAY, Kind, Record, Schema

USUAL, MOST = 100, 200


@dataclass(frozen=True)
class Parameter:
    """What may be asked behind the question mark: its name, its kind, what it does, and how it is read."""

    name: str
    kind: Kind
    says: str
    read: Callable[[str], Any]

    def value(self, text: str) -> Any:
        """What that text means; a problem where it means nothing."""
        try:
            return self.read(text)
        except ValueError:
            detail = f"“{text[:40]}” is not what “{self.name}” may be: {self.says}"
            raise Problem(problems.NOT_UNDERSTOOD, detail) from None


def _number(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        number = int(text)
        if not (text.isascii() and text.isdigit() and least <= number <= most):
            raise ValueError
        return number

    return read


def _whole(least: int, most: int, **more: Any) -> Kind:
    return Kind("whole number", {"type": "integer", "minimum": least, "maximum": most, **more}, least)


LARGEST = 2**53 - 1
LIMIT = Parameter(
    "limit",
    _whole(1, MOST, default=USUAL),
    f"How many records a page holds at most: {USUAL} unless you say another number from 1 to {MOST}.",
    _number(1, MOST),
)
AFTER = Parameter(
    "after",
    _whole(0, LARGEST),
    "From which record a page goes on. Don’t make it up: follow “next”.",
    _number(0, LARGEST),
)
SINCE = Parameter("since", DAY, "Only what ends on that day or later, as 2027-03-10.", date.fromisoformat)


@dataclass(frozen=True)
class Asked:
    """What was asked for: whose key it was, if there was one, at what moment, and the parameters by name."""

    agency: Any
    at: datetime
    said: Mapping[str, Any]


def as_they_are(rows: list[Any], asked: Asked) -> Sequence[Any]:
    """Nothing more is to be read of them."""
    return rows


@dataclass(frozen=True)
class Listing:
    """One list of the API. `rows` are its rows, `finish` reads what the records of one page need beyond them.

    Pages go by the rows' numbers, which never change: what is there all the time is on one page exactly once, whatever
    comes or goes meanwhile.
    """

    name: str
    title: str
    about: str
    record: Record
    rows: Callable[[Asked], QuerySet[Any]]
    finish: Callable[[list[Any], Asked], Sequence[Any]] = as_they_are
    needs_key: bool = True
    filters: tuple[Parameter, ...] = ()

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """All that it may be asked."""
        return (*self.filters, LIMIT, AFTER)

    def understand(self, query: Mapping[str, str]) -> dict[str, Any]:
        """What is asked behind the question mark; a problem where one part isn't known here: nothing is ignored."""
        known = {each.name: each for each in self.parameters}
        if strange := sorted(set(query) - set(known)):
            detail = f"“{strange[0][:40]}” can’t be asked here. What can: {', '.join(known)}."
            raise Problem(problems.NOT_UNDERSTOOD, detail)
        return {name: known[name].value(text) for name, text in query.items()}

    def page(self, asked: Asked) -> tuple[list[dict[str, Any]], int | None]:
        """The records of one page, and after which number the next goes on; None where there is no other."""
        limit = asked.said.get(LIMIT.name, USUAL)
        rows = self.rows(asked).filter(pk__gt=asked.said.get(AFTER.name, 0)).order_by("pk")
        found = list(rows[: limit + 1])
        shown, more = found[:limit], found[limit:]
        return [self.record.write(row) for row in self.finish(shown, asked)], shown[-1].pk if more else None

    @property
    def schema(self) -> Schema:
        """What is always true of one page."""
        listed = {"$ref": f"#/components/schemas/{self.record.name}"}
        following = {"type": ["string", "null"], "format": "uri", "description": NEXT}
        return {
            "type": "object",
            "properties": {"data": {"type": "array", "items": listed, "maxItems": MOST}, "next": following},
            "required": ["data", "next"],
        }


NEXT = "The address of the next page; null on the last."
