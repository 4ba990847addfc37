"""Working days in England: Monday to Friday, but for bank holidays, of which some are proclaimed for once."""

from datetime import date, timedelta
from functools import cache

import holidays

ONE_DAY = timedelta(days=1)


def is_working_day(day: date) -> bool:
    """Whether offices are open on that day."""
    return day.weekday() < 5 and day not in _bank_holidays(day.year)


def away(day: date, working_days: int) -> date:
    """The working day that is so many after `day`, or before it where the number is negative; `day` itself for none."""
    step = ONE_DAY if working_days > 0 else -ONE_DAY
    left = abs(working_days)
    while left:
        day += step
        left -= is_working_day(day)
    return day


@cache
def _bank_holidays(year: int) -> frozenset[date]:
    # Asked for a whole year at once: the library's own way, year by year as needed, is not safe among threads.
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))
