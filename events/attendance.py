"""What counts as attended: the rule that makes one attendance of marks, minutes and dates; it changes nothing.

Of one date, whoever missed no more than the event's grace attended all of it, and whoever missed more a part. Of
several, whoever attended enough of them attended the event, and whoever came at all a part of it. Nobody is absent
while a date on which they may have come isn't recorded, nor without apologies who sent them for any date.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from events.models import Booking, DateAttendance

Kind = Booking.Attendance


@dataclass(frozen=True)
class Mark:
    """What was seen of somebody on one date: whether they came and, where it is known, the minutes that they missed."""

    attendance: str = ""
    minutes_late: int | None = None
    minutes_early: int | None = None

    @property
    def came(self) -> bool:
        """Whether they were there for any of it."""
        return self.attendance in Booking.CAME

    @property
    def missed(self) -> int | None:
        """How many minutes they missed in all; None where that isn't known."""
        known = [minutes for minutes in (self.minutes_late, self.minutes_early) if minutes is not None]
        return sum(known) if known else None


def mark_of(row: Booking | DateAttendance) -> Mark:
    """The mark that is on record."""
    return Mark(row.attendance, row.minutes_late, row.minutes_early)


def counted(mark: Mark, *, grace: int) -> Mark:
    """The mark as it counts: where the minutes are known they decide, and say that somebody came at all."""
    if mark.missed is None or mark.attendance in {Kind.ABSENT, Kind.APOLOGIES}:
        return mark
    return replace(mark, attendance=(Kind.ATTENDED if mark.missed <= grace else Kind.PART).value)


def in_all(on_dates: Sequence[str], *, enough: int | None) -> str:
    """What the attendance on each of an event's dates amounts to; with `enough` None, all are to be attended."""
    if on_dates.count(Kind.ATTENDED) >= min(enough or len(on_dates), len(on_dates)):
        return Kind.ATTENDED.value
    if any(attendance in Booking.CAME for attendance in on_dates):
        return Kind.PART.value
    if Kind.NOT_RECORDED in on_dates:
        return Kind.NOT_RECORDED.value
    return (Kind.APOLOGIES if Kind.APOLOGIES in on_dates else Kind.ABSENT).value
