"""The words for figures, days and times, and the filters that carry them into pages."""

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template

from core import words


@pytest.mark.parametrize(("value", "said"), [(92.159, "92%"), (0, "0%"), (2.5, "3%"), (None, "no base")])
def test_percent(value: float | None, said: str) -> None:
    assert words.percent(value) == said


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (5, "", "+5"),
        (-3, "", "−3"),
        (0, "", "no change"),
        (0.4, "%", "no change"),
        (-11.2, "%", "−11%"),
        (1234, "", "+1,234"),
        (None, "%", "no base"),
    ],
)
def test_signed(value: float | None, unit: str, said: str) -> None:
    assert words.signed(value, unit) == said


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (["2014-03-24"], "Monday 24 March 2014"),
        (["2014-04-07", "2014-03-24", "2014-03-31"], "Mondays 24 and 31 March and 7 April 2014"),
        (["2014-03-03", "2014-03-06", "2014-03-10"], "3, 6 and 10 March 2014"),
        (["2013-12-31", "2014-01-07"], "Tuesdays 31 December 2013 and 7 January 2014"),
        (["2013-11-05", "2013-12-31", "2014-01-07"], "Tuesdays 5 November, 31 December 2013 and 7 January 2014"),
        ([], ""),
    ],
)
def test_days(days: list[str], said: str) -> None:
    assert words.days(map(dt.date.fromisoformat, days)) == said


@pytest.mark.parametrize(
    ("count", "nouns", "said"),
    [
        (0, "place", "no places"),
        (1, "place", "1 place"),
        (3, "place", "3 places"),
        (6114, "child,children", "6,114 children"),
        (1, "person,people", "1 person"),
    ],
)
def test_count_noun(count: int, nouns: str, said: str) -> None:
    assert words.count_noun(count, nouns) == said


def test_day_says_the_weekday_and_no_nought() -> None:
    assert words.day(dt.date(2013, 6, 5)) == "Wednesday 5 June 2013"
    assert words.short_day(dt.date(2013, 6, 5)) == "5 Jun 2013"


def test_a_moment_is_read_in_london() -> None:
    moment = dt.datetime(2013, 3, 31, 23, 30, tzinfo=dt.UTC)
    assert (words.day(moment), words.clock(moment)) == ("Monday 1 April 2013", "12:30am")
    assert words.short_day(moment) == "1 Apr 2013"
    assert words.clock(moment.astimezone(ZoneInfo("Asia/Tokyo"))) == "12:30am"


@pytest.mark.parametrize(
    ("hour", "minute", "said"),
    [(9, 30, "9:30am"), (14, 0, "2pm"), (12, 0, "midday"), (0, 0, "midnight"), (0, 5, "12:05am"), (12, 1, "12:01pm")],
)
def test_clock(hour: int, minute: int, said: str) -> None:
    assert words.clock(dt.time(hour, minute)) == said


@pytest.mark.parametrize(
    ("label", "said"),
    [("Start date", "the start date"), ("Your agency", "your agency"), ("NHS number", "the NHS number"), ("", "the ")],
)
def test_a_label_inside_a_sentence(label: str, said: str) -> None:
    assert words.in_sentence(label) == said


def test_the_filters_say_the_same_and_nothing_for_no_day() -> None:
    page = Template(
        "{% load house %}{{ rate|percent }} {{ change|signed:'%' }} {{ left|count_noun:'place' }} "
        "{{ on|day }} {{ at|clock }}[{{ none|day }}{{ none|clock }}]"
    )
    said = page.render(
        Context({"rate": 92.2, "change": 3, "left": 2, "on": dt.date(2013, 6, 26), "at": dt.time(9), "none": None})
    )
    assert said == "92% +3% 2 places Wednesday 26 June 2013 9am[]"


def test_sums_have_pence_and_thousands_apart() -> None:
    assert [words.pounds(Decimal(sum_)) for sum_ in ("0", "45.5", "1250")] == ["£0.00", "£45.50", "£1,250.00"]
