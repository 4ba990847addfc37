"""Calendar months: their weeks, what comes before and after, and days so many months later."""

from datetime import date, timedelta

import pytest

from core.months import Month, month_of, months_later, parse_month

THIS, LAST = Month(2026, 11), Month(2028, 11)


def test_the_weeks_hold_every_day_once_each_under_its_own_weekday() -> None:
    for month in (Month(2026, 2), Month(2027, 8), Month(2028, 2)):
        days = [day for week in month.weeks for day in week if day]
        assert days == [month.first + timedelta(number) for number in range((month.last - month.first).days + 1)]
        assert all(day is None or day.weekday() == place for week in month.weeks for place, day in enumerate(week))


@pytest.mark.parametrize(("months", "then"), [(0, "2026-11"), (1, "2026-12"), (2, "2027-01"), (-11, "2025-12")])
def test_months_follow_each_other_over_the_turn_of_the_year(months: int, then: str) -> None:
    assert str(THIS.plus(months)) == then


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2027-03", Month(2027, 3)),
        (" 2027-03 ", Month(2027, 3)),
        ("2013-06", THIS),
        ("9999-12", LAST),
        ("0000-01", THIS),
        ("2027-13", THIS),
        ("2027-3", THIS),
        ("٢٠٢٧-٠٣", THIS),
        ("", THIS),
    ],
)
def test_a_month_is_read_as_it_is_written_and_kept_within_bounds(text: str, meant: Month) -> None:
    assert parse_month(text, between=(THIS, LAST)) == meant


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2026, 11, 5), 36, date(2029, 11, 5)),
    ],
)
def test_so_many_months_later_is_the_same_day_or_the_last_of_the_month(day: date, months: int, later: date) -> None:
    assert months_later(day, months) == later


def test_a_month_reads_as_people_say_it() -> None:
    assert (month_of(date(2027, 3, 9)).name, f"{month_of(date(2027, 3, 9))}") == ("March 2027", "2027-03")
