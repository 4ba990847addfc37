"""Events that meet on several dates: put off, added, taken away; and how many of them are enough."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import ClassVar

from hypothesis import strategies as st

from events.models import EventDate
from tests.events.machine.clock import day_of, moment
from tests.events.machine.deeds import Deed
from tests.events.machine.moves import Moves
from tests.events.machine.programming import CLOCKS
from tests.events.machine.seen import Day
from tests.events.machine.stage import ANY, move

NOON, MIDNIGHT = time(12), time(23, 59)
# The dates of what is planned, as days after the first.
SHAPES = ((0, 7, 14), (0, 1), (0,), (0, 2, 4), (0, 7))
Meeting = tuple[date, time, time]


def _dates(wanted: Sequence[Meeting]) -> list[EventDate]:
    return [EventDate(held_on=day, starts_time=starts, ends_time=ends) for day, starts, ends in wanted]


class SeveralDates(Moves):
    """All the other moves too, on events of several dates; a booking covers them all."""

    emphasis: ClassVar[dict[str, int]] = {"mark": 14, "walk_in": 5, "take_the_register": 4, "reopen": 6}

    def meets_on(self, day: date, clock: time) -> list[EventDate]:
        """Some go on all day, some until noon, so that two can pass each other by."""
        shape = SHAPES[(day.day + len(self.events)) % len(SHAPES)]
        ends = NOON if clock < NOON and len(shape) == 2 else MIDNIGHT
        return _dates([(day + timedelta(days=each), clock, ends) for each in shape])

    @move(
        4, lambda self: not self.is_over and self.seen.days, which=ANY, days=st.sampled_from((1, 7, 30)), clock=CLOCKS
    )
    def put_a_date_off(self, which: int, days: int, clock: time) -> None:
        """To another day and time, which may be in the past where the date is."""
        wanted = self._meetings()
        if wanted:
            day, _, ends = wanted.pop(which % len(wanted))
            self._meet_on([*wanted, (day + timedelta(days=days), clock, max(ends, MIDNIGHT))], "put off")

    @move(4, lambda self: not self.is_over and self.seen.days, which=ANY, clock=CLOCKS)
    def meet_at_another_time(self, which: int, clock: time) -> None:
        """On the same day; a mark of that date goes along, unless it would be to come."""
        wanted = self._meetings()
        if wanted:
            day, _, ends = wanted.pop(which % len(wanted))
            self._meet_on([*wanted, (day, clock, ends)], "another time")

    @move(3, lambda self: not self.is_over, days=st.sampled_from((0, 1, 7)), clock=CLOCKS)
    def meet_once_more(self, days: int, clock: time) -> None:
        """Later than all; or on a day on which it meets already, which is refused."""
        wanted = self._meetings() or [(self.seen.starts_on, self.seen.starts_time, MIDNIGHT)]
        self._meet_on([*wanted, (wanted[-1][0] + timedelta(days=days), clock, MIDNIGHT)], "once more")

    @move(3, lambda self: not self.is_over and self.seen.days, which=ANY)
    def take_a_date_away(self, which: int) -> None:
        """Of two dates one is left, which is a stretch."""
        wanted = self._meetings()
        if wanted:
            del wanted[which % len(wanted)]
            self._meet_on(wanted, "once less")

    @move(1, lambda self: not self.is_over and self.is_coming, days=st.sampled_from((1, 2, 30)), clock=CLOCKS)
    def meet_anew(self, days: int, clock: time) -> None:
        """On other dates altogether, a while from now."""
        day = day_of(self.at) + timedelta(days=days)
        self._meet_on([(each.held_on, each.starts_time, each.ends_time) for each in self.meets_on(day, clock)], "anew")

    @move(3, lambda self: self.is_coming and self.world.events[self.there].days, who=ANY)
    def meet_in_between(self, who: int) -> None:
        """On the days after those of the other event: who is booked on both need never be in two places at once."""
        days = self.world.events[self.there].days
        between = [(day.held_on + timedelta(days=1), day.starts_time, day.ends_time) for day in days]
        if between:
            self._meet_on(between, "in between")
            self.book(who, 0, "")
            self.turn_to_the_other()
            self.book(who, 0, "")

    def _judge(self, deed: Deed) -> None:
        """Diaries are compared date by date."""
        super()._judge(deed)
        for change, was, row, _ in deed.moved:
            others = [seen for seen in self.world.events.values() if seen.pk != change.after.pk] if not was else []
            beside = [seen for seen in others if seen.live_of(row.person_id) and not seen.clashes_with(change.after)]
            passed_by = [seen for seen in beside if seen.begins < change.after.ends and change.after.begins < seen.ends]
            self.walked["passed by", "date by date"] += bool(passed_by)

    @move(1, lambda self: not self.is_over and self.seen.days)
    def go_on_in_one_stretch(self) -> None:
        """From its first moment to its last."""
        self._meet_on([], "one stretch")

    def _meetings(self) -> list[Meeting]:
        return [(day.held_on, day.starts_time, day.ends_time) for day in self.seen.days]

    def _meet_on(self, wanted: list[Meeting], what: str) -> None:
        """Marks stay where they are, and none is of a date to come."""
        refused = self._can_t_meet_on(sorted(wanted))
        self._change(refused=refused, meets_on=lambda: _dates(wanted))
        if not refused and self.said is None:
            several = sorted(wanted) if len(wanted) > 1 else []
            assert self._meetings() == several
            self.walked["dates", what] += 1
            self.walked["dates", "with marks"] += bool(self.seen.marked)
        else:
            self.walked["not met", what] += 1

    def _can_t_meet_on(self, wanted: list[Meeting]) -> bool:
        """By days, by what is marked, by how many dates are enough."""
        days = [day for day, _, _ in wanted]
        if len(set(days)) < len(days) or any(ends <= starts for _, starts, ends in wanted):
            return True
        begins = moment(*wanted[0][:2]) if wanted else self.seen.begins
        several = {day: moment(day, starts) for day, starts, _ in wanted} if len(wanted) > 1 else {}
        if self.seen.marked and (begins > self.at or (several and not self.seen.days)):
            return True
        if any(several.get(day.held_on, self.at + timedelta(1)) > self.at for day in self._marked_days()):
            return True
        return (self.seen.enough_dates or 0) > len(several)

    def _marked_days(self) -> list[Day]:
        marked = {pk for row in self.seen.rows.values() for pk, _ in row.by_date}
        return [day for day in self.seen.days if day.pk in marked]

    @move(
        2, lambda self: not self.is_over, enough=st.sampled_from((None, 1, 2, 3)), grace=st.sampled_from((0, 5, 15, 20))
    )
    def say_what_is_enough(self, enough: int | None, grace: int) -> None:
        """All that is marked is counted again by it."""
        before = {pk: row.attendance for pk, row in self.seen.rows.items()}
        refused = (enough or 0) > len(self.seen.days)
        self._change(refused=refused, enough_dates=enough, grace_minutes=grace)
        self.walked["counted again", ""] += any(self.seen.rows[pk].attendance != was for pk, was in before.items())

    @move(3, lambda self: self.is_on and self.seen.days, mark=st.sampled_from(("absent", "apologies", "attended")))
    def mark_every_date(self, mark: str) -> None:
        """Whoever came to none of them did not attend, or sent apologies."""
        self.at = max([self.at, *(day.begins for day in self.seen.days)])
        for day in self.seen.days:
            expected = [row.pk for row in self.seen.of("confirmed") if not row.unscheduled]
            self._mark(dict.fromkeys(expected, (mark, None, None)), day.pk)

    @move(5, lambda self: self._to_come and (self.is_on or self.turn % 5 == 0))
    def let_dates_pass(self) -> None:
        """Until the next one begins."""
        type(self).steps += 1
        self.at = min(self._to_come, default=self.at)

    @property
    def _to_come(self) -> list[datetime]:
        return [day.begins for day in self.seen.days if day.begins > self.at]
