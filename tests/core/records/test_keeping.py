"""Keeping rows: what is new is made, what differs is changed, and what is on record already costs no writing."""

import pytest
from pytest_django import DjangoAssertNumQueries

from core.records.keeping import Change, Tally, by_code, found_or_made, save_changes
from core.records.sheets import Row
from people.models import Sector

pytestmark = pytest.mark.django_db


def sector(code: str) -> Sector:
    return Sector.objects.get(code=code)


def test_rows_are_told_apart_and_come_back_in_their_order() -> None:
    changes = [
        Change[Sector](None, {"name": "Fire"}, when_new={"code": "fire"}),
        Change(sector("health"), {"name": "Health"}, when_new={"code": "other"}),
        Change(sector("police"), {"name": "Constabulary"}),
        Change(sector("other"), {"name": "Other"}, more=True),
    ]
    tally, rows = save_changes(Sector, changes)
    assert tally == Tally(added=1, updated=2, unchanged=1)
    assert [row.code for row in rows] == ["fire", "health", "police", "other"]
    assert all(row.pk for row in rows)
    assert [sector(code).name for code in ("fire", "police")] == ["Fire", "Constabulary"]


def test_what_is_on_record_already_costs_no_writing(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    changes = [Change(row, {"name": row.name}) for row in Sector.objects.all()]
    with django_assert_num_queries(0):
        tally, _ = save_changes(Sector, changes)
    assert tally == Tally(unchanged=12)


def test_many_changes_cost_as_few_statements_as_one(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    changes = [Change(row, {"name": f"{row.name} sector"}) for row in Sector.objects.all()]
    new = [Change[Sector](None, {"code": f"new-{number}", "name": "New"}) for number in range(20)]
    with django_assert_num_queries(2):
        save_changes(Sector, [*changes, *new])


def test_what_is_missing_is_made_once_in_the_order_it_comes() -> None:
    wanted = ["zoo", "health", "", "art", "zoo"]
    ids = found_or_made(Sector, "code", wanted, lambda code: Sector(code=code, name=code.title()))
    assert list(Sector.objects.order_by("-pk").values_list("code", flat=True)[:2]) == ["art", "zoo"]
    assert ids == {code: sector(code).pk for code in ("zoo", "health", "art")}


def test_rows_on_record_are_found_by_code() -> None:
    rows = [Row(2, {"code": "health"}), Row(3, {"code": "gone"})]
    assert by_code(Sector, rows) == {"health": sector("health")}
