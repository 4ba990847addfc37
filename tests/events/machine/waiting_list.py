"""The waiting list: places offered for a time, and what a manager does past the list's order."""

from hypothesis import strategies as st

from core.once import Change
from events import offers, waiting
from events.models import Booking
from tests.events.machine.deeds import MOVE_TO
from tests.events.machine.main_line import MainLine
from tests.events.machine.stage import ANY, REASONS, move


class WaitingList(MainLine):
    """Offers are answered, and managers put things in another order."""

    @move(4, lambda self: self.seen.of("offered"), which=ANY, by=ANY)
    def accept_the_offer(self, which: int, by: int) -> None:
        """In time or too late, once or again."""
        self._answer(offers.accept, "confirmed", which, by)

    @move(3, lambda self: self.seen.of("offered"), which=ANY, by=ANY)
    def decline_the_offer(self, which: int, by: int) -> None:
        """The same; and the place goes on."""
        self._answer(offers.decline, "declined", which, by)

    def _answer(self, answer: Change[..., Booking], state: str, which: int, by: int) -> None:
        row = self._booking(which, "offered")
        if row is None:
            return
        is_open = row.state == "offered" and row.offer_lapses_at is not None and self.at < row.offer_lapses_at
        refused = not is_open or self.seen.begins <= self.at
        self._do(lambda by: self.sent(answer)(self.kept[row.pk], by=by, at=self.at), refused=refused, by=by)
        assert refused or self.seen.rows[row.pk].state == state

    @move(5, lambda self: self.seen.line and (self.seen.free or self.turn % 3 == 0), which=ANY, by=ANY, reason=REASONS)
    def give_place(self, which: int, by: int, reason: str) -> None:
        """Past the list's order, also after the cut-off; never a place that isn't free."""
        row, seen = self._booking(which, "waiting"), self.seen
        if row is None:
            return
        waits = row.state == "waiting" and seen.begins > self.at
        refused = not waits or not reason.strip() or seen.free == 0
        self._do(
            lambda by: self.sent(waiting.give_place)(self.kept[row.pk], by=by, at=self.at, reason=reason),
            refused=refused,
            reason=reason,
            by=by,
        )
        assert refused or self.seen.rows[row.pk].state == "confirmed"

    @move(3, lambda self: self.seen.line and self.seen.of("confirmed") and self.is_coming, which=ANY, by=ANY)
    def give_place_after_the_cut_off(self, which: int, by: int) -> None:
        """A place that is given back then waits for a manager."""
        self.at = max(self.at, self.seen.list_stops)
        row = self._booking(which, "confirmed")
        if row:
            self._cancel(row, by)
            self.give_place(which, by, "Court")

    @move(2, lambda self: len(self.seen.line) > 1, which=ANY, position=st.integers(-1, 9), reason=REASONS)
    def move_to(self, which: int, position: int, reason: str) -> None:
        """The others keep their order."""
        row, line = self._booking(which, "waiting"), [row.pk for row in self.seen.line]
        if row is None:
            return
        refused = row.state != "waiting" or self.seen.begins <= self.at or not reason.strip()
        self._do(
            lambda by: self.sent(waiting.move_to)(self.kept[row.pk], position, by=by, at=self.at, reason=reason),
            refused=refused,
            reason=reason,
            notes=((MOVE_TO, f"events.booking:{row.pk}"),),
        )
        if not refused:
            line.remove(row.pk)
            line.insert(max(0, position - 1), row.pk)
            self.walked["waiting", MOVE_TO] += 1
        assert [row.pk for row in self.seen.line] == line
