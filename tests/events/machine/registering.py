"""The register: who came, marked date by date, closed on purpose, and reopened with a reason."""

from hypothesis import strategies as st

from core import words
from events import marks, registers
from events.attendance import Mark as Made
from events.models import Booking, Event, EventDate
from tests.events.machine.referee import CAME, as_it_counts
from tests.events.machine.seen import Day, Mark, Row
from tests.events.machine.stage import ANY, REASONS, Stage, move

MARKS = st.tuples(
    st.sampled_from(Booking.Attendance.values),
    st.sampled_from((None, None, None, 5, 15, 721)),
    st.sampled_from((None, None, None, None, 10)),
)


class Registering(Stage):
    """What trainers and managers do on the day, and after; pages may name a date that was taken away since."""

    @move(3, lambda self: self.is_on, which=ANY, other=ANY, said=st.tuples(MARKS, MARKS), on=ANY)
    def mark(self, which: int, other: int, said: tuple[Mark, Mark], on: int) -> None:
        """Two lines of the register at once: both are kept, or neither."""
        rows, day = [row for row in (self._booking(which), self._booking(other)) if row], self._date(on)
        self._mark({row.pk: mark for row, mark in zip(rows, said, strict=False)}, day)

    def _mark(self, wanted: dict[int, Mark], day: int | None) -> None:
        counted = {pk: as_it_counts(mark, grace=self.seen.grace_minutes) for pk, mark in wanted.items()}
        rows = [self.seen.rows[pk] for pk in wanted]
        refused = not self._takes_marks(day) or any(_not_markable(row, counted[row.pk], day) for row in rows)
        made = {pk: Made(*mark) for pk, mark in wanted.items()}
        self._do(
            lambda by: self.sent(registers.mark)(self.event, made, by=by, at=self.at, on=self._on(day)),
            refused=refused,
        )
        assert refused or all(self.seen.rows[pk].mark(day) == mark for pk, mark in counted.items())
        if not refused:
            self.walked.update(("marked", mark[0] or "taken back") for mark in counted.values() if day)
            self.walked.update(("minutes", mark[0]) for mark in counted.values() if mark[1:] != (None, None))
            self.walked.update(("in all", row.attendance) for row in self.seen.of("confirmed") if row.by_date)

    @move(5, lambda self: self.is_on, mark=st.sampled_from(("absent", "absent", "attended", "apologies")), on=ANY)
    def take_the_register(self, mark: str, on: int) -> None:
        """Everybody who has a place has the same mark on a date, and the register is closed if that was all."""
        day = self._date(on)
        self._mark({row.pk: (mark, None, None) for row in self.seen.of("confirmed") if not row.unscheduled}, day)
        self.close(leave=False)

    @move(1, lambda self: self.is_on, who=ANY, on=ANY)
    def walk_in(self, who: int, on: int) -> None:
        """Whoever has no place; takes none of the places, and waits no more."""
        person, day = self._person(who), self._date(on)
        live = self.seen.live_of(person.pk)
        has_place = live is not None and live.state == "confirmed"
        refused = not self._takes_marks(day) or has_place or self._is_stranger(person.pk)
        came = self._do(
            lambda by: self.sent(registers.add_walk_in)(self.event, person, by=by, at=self.at, on=self._on(day)),
            refused=refused,
        )
        if came:
            self._keep(came)
            assert self.seen.rows[came.pk].unscheduled
            assert self.seen.rows[came.pk].mark(day) == ("attended", None, None)
            self.walked["walk-in", "on a date"] += bool(day)

    @move(1, lambda self: self.is_on, leave=st.booleans())
    def close(self, leave: bool) -> None:
        """On purpose only: what has no mark must be said to be not recorded, and it is said who on which date."""
        missing = self._missing()
        to_come = any(day.begins > self.at for day in self.seen.days)
        refused = not self.is_on or to_come or bool(missing and not leave)
        event = Event.objects.get(pk=self.here)
        gaps = registers.missing(event, marks.lines(event, None))
        assert [(gap.on and gap.on.pk, {one.pk for one in gap.people}) for gap in gaps] == missing
        self._do(
            lambda by: self.sent(registers.close)(self.event, by=by, at=self.at, leave_unrecorded=leave),
            refused=refused,
        )
        if isinstance(self.said, registers.MarksMissing):
            without = {day for day, _ in missing}
            assert all(
                f"on {words.day(day.held_on)} for " in str(self.said) for day in self.seen.days if day.pk in without
            )
            self.walked["missing", "on a date" if self.seen.days else "at all"] += 1

    @move(2, lambda self: self.seen.status == "held", reason=REASONS)
    def reopen(self, reason: str) -> None:
        refused = self.seen.status != "held" or not reason.strip()
        self._do(
            lambda by: self.sent(registers.reopen)(self.event, by=by, at=self.at, reason=reason),
            refused=refused,
            reason=reason,
        )

    def _missing(self) -> list[tuple[int | None, set[int]]]:
        """Who of those expected has no mark, date by date."""
        expected = [row for row in self.seen.of("confirmed") if not row.unscheduled]
        on: list[int | None] = [day.pk for day in self.seen.days]
        gaps = [(day, {row.pk for row in expected if not row.mark(day)[0]}) for day in on or [None]]
        return [gap for gap in gaps if gap[1]]

    def _date(self, on: int) -> int | None:
        """One of the event's dates, mostly one that has begun; or one that it had once, or none."""
        days: list[Day] = list(self.seen.days)
        if not days or self.turn % 8 == 0:
            return (None, *self.dates)[on % (len(self.dates) + 1)]
        begun = [day for day in days if day.begins <= self.at] if on % 5 else []
        return (begun or days)[on % len(begun or days)].pk

    def _takes_marks(self, day: int | None) -> bool:
        """Whether the register of that date can be marked now."""
        dates = {each.pk: each for each in self.seen.days}
        if day is None:
            return self.is_on and not dates
        return self.is_on and day in dates and dates[day].begins <= self.at

    def _on(self, day: int | None) -> EventDate | None:
        return None if day is None else self.dates[day]

    def _is_stranger(self, person_id: int) -> bool:
        """Whether somebody can't come to a workshop, who isn't on the register of its conference."""
        if self.seen.parent_id is None:
            return False
        whole = self.world.events[self.seen.parent_id].live_of(person_id)
        return whole is None or whole.state != "confirmed"


def _not_markable(row: Row, mark: Mark, day: int | None) -> bool:
    """Who has no place has no mark, who isn't there missed no minutes, and who came without a place came."""
    attendance, *minutes = mark
    known = [each for each in minutes if each is not None]
    if row.state != "confirmed" or any(not 1 <= each <= 720 for each in known) or (known and attendance not in CAME):
        return True
    if not row.unscheduled or attendance in CAME or mark == row.mark(day):
        return False
    elsewhere = any(pk != day for pk, _ in row.by_date)
    return day is None or bool(attendance) or not elsewhere
