"""Reporting years and quarters: their names, their ends, and the year before."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.years import UnknownPeriod, parse_period, period_of


def test_a_year_runs_from_april_to_march() -> None:
    year = parse_period("2013-14")
    assert (year.starts, year.ends, str(year)) == (date(2013, 4, 1), date(2014, 3, 31), "2013-14")


@pytest.mark.parametrize(
    ("name", "starts", "ends"),
    [
        ("2016-17/Q1", date(2016, 4, 1), date(2016, 6, 30)),
        ("2016-17/Q2", date(2016, 7, 1), date(2016, 9, 30)),
        ("2016-17/Q3", date(2016, 10, 1), date(2016, 12, 31)),
        ("2016-17/Q4", date(2017, 1, 1), date(2017, 3, 31)),
        ("1999-00", date(1999, 4, 1), date(2000, 3, 31)),
    ],
)
def test_quarters_and_the_turn_of_a_century(name: str, starts: date, ends: date) -> None:
    period = parse_period(name)
    assert (period.starts, period.ends, period.name) == (starts, ends, name)
    assert period.previous().starts == starts.replace(year=starts.year - 1)


@pytest.mark.parametrize("name", ["", "2013", "2013-15", "2013/14", "13-14", "2013-14/Q5", "２０１３-14", "2013-14 x"])
def test_anything_else_is_refused_with_a_sentence(name: str) -> None:
    with pytest.raises(UnknownPeriod, match="is not a reporting year"):
        parse_period(name)


def test_a_wrong_second_year_is_told_the_right_one() -> None:
    with pytest.raises(UnknownPeriod, match="begins in April 2013 is 2013-14"):
        parse_period("2013-15")


def test_a_cut_year_compares_with_the_same_span_a_year_before() -> None:
    cut = parse_period("2015-16").cut(date(2016, 2, 29))
    assert cut.counted_to == date(2016, 2, 29)
    assert cut.previous().counted_to == date(2015, 2, 28)
    with pytest.raises(UnknownPeriod, match="2016-04-01 is not in 2015-16"):
        parse_period("2015-16").cut(date(2016, 4, 1))


@given(st.dates(date(1950, 1, 1), date(2900, 1, 1)))
def test_every_day_lies_in_one_year_and_one_of_its_quarters(day: date) -> None:
    year = period_of(day)
    assert year.starts <= day <= year.ends
    assert parse_period(year.name) == year
    quarters = [parse_period(f"{year.name}/Q{number}") for number in (1, 2, 3, 4)]
    assert sum(quarter.starts <= day <= quarter.ends for quarter in quarters) == 1
