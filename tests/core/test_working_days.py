"""Working days are England's: no week-ends, no bank holidays, neither the moved ones nor those proclaimed for once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from core import working_days


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 4, 3), "Good Friday"),
        (date(2026, 4, 6), "Easter Monday"),
        (date(2026, 5, 4), "early May"),
        (date(2020, 5, 8), "early May, moved for once"),
        (date(2026, 8, 31), "late August"),
        (date(2026, 12, 28), "Boxing Day, which was a Saturday"),
        (date(2027, 12, 28), "Boxing Day, which was a Sunday"),
        (date(2022, 6, 3), "the Jubilee"),
        (date(2022, 9, 19), "the Queen's funeral"),
        (date(2026, 6, 6), "a Saturday"),
    ],
)
def test_offices_are_closed(day: date, why: str) -> None:
    assert not working_days.is_working_day(day), why


@pytest.mark.parametrize(
    "day",
    [date(2020, 5, 4), date(2026, 1, 2), date(2026, 3, 17), date(2026, 8, 3), date(2026, 11, 30), date(2026, 12, 24)],
)
def test_offices_are_open_also_where_they_are_not_in_the_rest_of_the_kingdom(day: date) -> None:
    assert working_days.is_working_day(day)


@pytest.mark.parametrize(
    ("day", "days", "found"),
    [
        (date(2026, 6, 8), -2, date(2026, 6, 4)),
        (date(2026, 4, 8), -2, date(2026, 4, 2)),  # over Easter
        (date(2026, 12, 30), -2, date(2026, 12, 24)),  # over Christmas
        (date(2027, 1, 4), -3, date(2026, 12, 29)),  # over New Year
        (date(2026, 4, 2), 1, date(2026, 4, 7)),
        (date(2026, 4, 4), 0, date(2026, 4, 4)),
    ],
)
def test_they_are_counted_to_and_fro(day: date, days: int, found: date) -> None:
    assert working_days.away(day, days) == found


def test_many_who_ask_for_a_year_at_once_are_told_the_same() -> None:
    days = [date(year, 12, 25) for year in range(2031, 2060)]
    with ThreadPoolExecutor(16) as pool:
        assert not any(pool.map(working_days.is_working_day, days * 16))
