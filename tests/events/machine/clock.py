"""The clock of the referee: when it is what time in London, worked out without the house's own time zone."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache


def moment(day: date, clock: time) -> datetime:
    """The moment at which the clocks of London show that; not asked of the hour that the clocks repeat or leap."""
    shown = datetime.combine(day, clock, tzinfo=UTC)
    return shown - timedelta(hours=1) if _clocks_change(day.year, 3) <= shown < _clocks_change(day.year, 10) else shown


def day_of(at: datetime) -> date:
    """The day that the calendars of London show then."""
    now = at.astimezone(UTC)
    is_summer = _clocks_change(now.year, 3) <= now < _clocks_change(now.year, 10)
    return (now + timedelta(hours=1) if is_summer else now).date()


def hours_before(day: date, clock: time, hours: int) -> datetime:
    """So many hours before the clocks show that, counted on their faces: two days are 48, also when they change."""
    shown = datetime.combine(day, clock, tzinfo=UTC) - timedelta(hours=hours)
    return moment(shown.date(), shown.time())


def days_before(day: date, days: int, *, working: bool) -> date:
    """So many days before, or so many on which offices in England are open."""
    while days:
        day -= timedelta(days=1)
        days -= not working or (day.isoweekday() <= 5 and day not in _bank_holidays(day.year))
    return day


@cache
def _bank_holidays(year: int) -> set[date]:
    """Those of each year; Christmas and New Year are made up for on the next day that is open."""
    easter = _easter(year)
    may, june, september = (date(year, month, 1) for month in (5, 6, 9))
    fixed = {
        easter - timedelta(days=2),
        easter + timedelta(days=1),
        may + timedelta(days=-may.weekday() % 7),
        *(first - timedelta(days=(first.weekday() - 1) % 7 + 1) for first in (june, september)),
    }
    for day in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        made_up = day
        while made_up.isoweekday() > 5 or made_up in fixed:
            made_up += timedelta(days=1)
        fixed.add(made_up)
    return fixed


def _easter(year: int) -> date:
    """The Sunday after the full moon of spring, as Gauss reckoned it for 1900 to 2099."""
    moon = (19 * (year % 19) + 24) % 30
    week = (2 * (year % 4) + 4 * (year % 7) + 6 * moon + 5) % 7
    days = moon + week
    if days == 35 or (days == 34 and moon == 28 and year % 19 > 10):
        days -= 7
    return date(year, 3, 22) + timedelta(days=days)


def _clocks_change(year: int, month: int) -> datetime:
    """One in the morning, Greenwich, of the last Sunday of a month of 31 days."""
    last = date(year, month, 31)
    return datetime.combine(last - timedelta(days=(last.weekday() + 1) % 7), time(1), tzinfo=UTC)
