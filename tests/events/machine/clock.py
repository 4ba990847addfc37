"""The clock of the referee: when it is what time in London, worked out without the house's own time zone."""

from datetime import UTC, date, datetime, time, timedelta

NOTICE = timedelta(hours=48)


def moment(day: date, clock: time) -> datetime:
    """The moment at which the clocks of London show that; not asked of the hour that the clocks repeat or leap."""
    shown = datetime.combine(day, clock, tzinfo=UTC)
    return shown - timedelta(hours=1) if _clocks_change(day.year, 3) <= shown < _clocks_change(day.year, 10) else shown


def _clocks_change(year: int, month: int) -> datetime:
    """One in the morning, Greenwich, of the last Sunday of a month of 31 days."""
    last = date(year, month, 31)
    return datetime.combine(last - timedelta(days=(last.weekday() + 1) % 7), time(1), tzinfo=UTC)
