"""What the report says of a year stays so when agencies are merged later, and nobody is missed from what is no more."""

import pytest

from config.merging_agencies import Numbers, merge
from people.models import Agency
from tests.makers import TESTER
from tests.reports.small_world import AT, small_world
from tests.reports.test_document import compiled
from tests.reports.worlds import build

pytestmark = [pytest.mark.django_db, pytest.mark.once]
COUNTED = ("figures", "rates", "breakdowns", "gaps", "ratings", "headcounts", "comments", "budget")


def test_a_year_that_was_counted_comes_out_the_same() -> None:
    build(small_world())
    before = compiled()
    came = [row["code"] for row in before["breakdowns"]["courses.by_agency"] if row["attended"] and row["previous"]]
    kept, gone = Agency.objects.exclude(code=came[0]).first(), Agency.objects.get(code=came[0])
    assert kept
    merge(kept, gone, numbers=Numbers(), by=TESTER, at=AT, reason="One trust")
    after = compiled()
    assert {key: after[key] for key in COUNTED} == {key: before[key] for key in COUNTED}


def test_nobody_is_missed_from_an_agency_that_was_merged_before_the_year() -> None:
    build(small_world())
    Agency.objects.update(hard_to_reach=True)
    kept, gone = Agency.objects.order_by("pk")[:2]
    merge(kept, gone, numbers=Numbers(), by=TESTER, at=AT, reason="One trust")
    missed = {year: {gap["code"] for gap in compiled(year)["gaps"]} for year in ("2014-15", "2015-16")}
    assert [gone.code in codes for codes in missed.values()] == [True, False]
    assert kept.code in missed["2015-16"]
