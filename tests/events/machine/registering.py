"""The register: who came, marked, closed on purpose, and reopened with a reason."""

from hypothesis import strategies as st

from events import registers
from events.models import Booking
from tests.events.machine.seen import Row
from tests.events.machine.stage import ANY, REASONS, Stage, move

MARKS = st.sampled_from(Booking.Attendance.values)


class Registering(Stage):
    """What trainers and managers do on the day, and after."""

    @move(2, lambda self: self.is_on, which=ANY, other=ANY, marks=st.tuples(MARKS, MARKS))
    def mark(self, which: int, other: int, marks: tuple[str, str]) -> None:
        """Two lines of the register at once: both are kept, or neither."""
        rows = [row for row in (self._booking(which), self._booking(other)) if row]
        wanted = {row.pk: mark for row, mark in zip(rows, marks, strict=False)}
        refused = not self.is_on or any(_not_markable(row, wanted[row.pk]) for row in rows)
        self._do(lambda by: registers.mark(self.event, wanted, by=by, at=self.at), refused=refused)
        assert refused or all(self.seen.rows[pk].attendance == mark for pk, mark in wanted.items())

    @move(5, lambda self: self.is_on, mark=st.sampled_from(("absent", "absent", "attended")))
    def take_the_register(self, mark: str) -> None:
        """Everybody who has a place has the same mark, and it is closed."""
        wanted = {row.pk: mark for row in self.seen.of("confirmed") if not row.unscheduled}
        self._do(lambda by: registers.mark(self.event, wanted, by=by, at=self.at), refused=not self.is_on)
        self.close(leave=False)

    @move(1, lambda self: self.is_on, who=ANY)
    def walk_in(self, who: int) -> None:
        """Whoever has no place; takes none of the places, and waits no more."""
        person = self._person(who)
        live = self.seen.live_of(person.pk)
        refused = not self.is_on or (live is not None and live.state == "confirmed")
        came = self._do(lambda by: registers.add_walk_in(self.event, person, by=by, at=self.at), refused=refused)
        if came:
            self._keep(came)
            assert self.seen.rows[came.pk].unscheduled

    @move(1, lambda self: self.is_on, leave=st.booleans())
    def close(self, leave: bool) -> None:
        """On purpose only: what has no mark must be said to be not recorded."""
        unmarked = [row for row in self.seen.of("confirmed") if not row.attendance]
        refused = not self.is_on or bool(unmarked and not leave)
        self._do(lambda by: registers.close(self.event, by=by, at=self.at, leave_unrecorded=leave), refused=refused)

    @move(2, lambda self: self.seen.status == "held", reason=REASONS)
    def reopen(self, reason: str) -> None:
        refused = self.seen.status != "held" or not reason.strip()
        self._do(
            lambda by: registers.reopen(self.event, by=by, at=self.at, reason=reason), refused=refused, reason=reason
        )


def _not_markable(row: Row, mark: str) -> bool:
    return row.state != "confirmed" or (row.unscheduled and mark not in {"attended", "part"})
