"""What the API is made of: values as JSON has them, schemas that say so, and what a list may be asked."""

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from core.api import problems, values
from core.api.lists import LIMIT, MOST, SINCE, Listing
from core.api.problems import Problem
from core.api.values import DAY, HOURS, MOMENT, TEXT, Field, Record, maybe, maybe_record, one_of, record, several

INNER = Record("Inner", "One.", (Field("code", TEXT, "-"),))
OUTER = Record(
    "Outer",
    "All.",
    (
        Field("on", DAY, "-"),
        Field("hours", maybe(HOURS), "-", "course.hours"),
        Field("kind", maybe(one_of(["a", "b"], "a")), "-"),
        Field("inner", maybe_record(INNER), "-"),
        Field("all", several(record(INNER)), "-", lambda row: row.each),
    ),
)


def listing(**fields: Any) -> Listing:
    return Listing("outers", "-", "-", OUTER, rows=lambda asked: None, **fields)  # type: ignore[arg-type, return-value]


def test_a_record_is_written_as_its_fields_say() -> None:
    inner = SimpleNamespace(code="x")
    whole = SimpleNamespace(
        on=date(2027, 3, 10), course=SimpleNamespace(hours=Decimal("6.50")), kind="b", inner=inner, each=[inner]
    )
    bare = SimpleNamespace(on=date(2027, 3, 10), course=None, kind=None, inner=None, each=[])
    written = {"on": "2027-03-10", "hours": 6.5, "kind": "b", "inner": {"code": "x"}, "all": [{"code": "x"}]}
    assert OUTER.write(whole) == written
    assert OUTER.write(bare) == {"on": "2027-03-10", "hours": None, "kind": None, "inner": None, "all": []}


def test_a_moment_has_the_offset_of_london() -> None:
    said = [MOMENT.write(datetime(2027, month, 10, 9, 30, tzinfo=UTC)) for month in (3, 7)]
    assert said == ["2027-03-10T09:30:00+00:00", "2027-07-10T10:30:00+01:00"]


def test_a_schema_allows_null_only_where_it_may_be() -> None:
    properties = OUTER.schema["properties"]
    assert properties["on"]["type"] == "string"
    assert properties["kind"] == {"type": ["string", "null"], "enum": ["a", "b", None], "description": "-"}
    assert properties["inner"]["anyOf"][1] == {"type": "null"}
    assert OUTER.schema["required"] == ["on", "hours", "kind", "inner", "all"]
    assert sorted(values.schemas_of([OUTER])) == ["Inner", "Outer"]


def test_people_read_of_each_field_where_it_stands() -> None:
    assert [path for path, _ in OUTER.told()] == ["on", "hours", "kind", "inner", "inner.code", "all", "all[].code"]


def test_what_is_asked_is_understood_whole() -> None:
    assert listing(filters=(SINCE,)).understand({"since": "2027-03-10", "limit": "5", "after": "0"}) == {
        "since": date(2027, 3, 10),
        "limit": 5,
        "after": 0,
    }


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ({"sinse": "2027-03-10"}, "“sinse” can’t be asked here. What can: since, limit, after."),
        ({"since": "10/03/2027"}, "“10/03/2027” is not what “since” may be"),
        ({"limit": "0"}, "“limit”"),
        ({"limit": str(MOST + 1)}, f"from 1 to {MOST}"),
        ({"limit": "٣"}, "“limit”"),
        ({"after": "-1"}, "“after”"),
        ({"after": "9" * 30}, "“after”"),
    ],
)
def test_what_cannot_be_understood_is_named(query: dict[str, str], named: str) -> None:
    with pytest.raises(Problem, match=named) as refused:
        listing(filters=(SINCE,)).understand(query)
    assert refused.value.kind is problems.NOT_UNDERSTOOD


def test_a_list_without_it_cannot_be_asked_for_a_day() -> None:
    with pytest.raises(Problem, match=f"What can: {LIMIT.name}, after"):
        listing().understand({"since": "2027-03-10"})
