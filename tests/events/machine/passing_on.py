"""A place is passed on: to a colleague, or given back for one on another date."""

from events import bookings
from tests.events.machine.main_line import OVERRULE
from tests.events.machine.referee import is_refused
from tests.events.machine.seen import Row
from tests.events.machine.stage import ANY, Stage, move


class PassingOn(Stage):
    """Substitutes and transfers."""

    @move(2, lambda self: self.is_coming and self.seen.of("confirmed"), which=ANY, who=ANY, by=ANY, overrule=OVERRULE)
    def substitute(self, which: int, who: int, by: int, overrule: str) -> None:
        """The colleague takes policy and price over; nobody waits, pays, is late or comes unapproved for it."""
        row, colleague, seen = self._booking(which, "confirmed"), self._person(who), self.seen
        if row is None:
            return
        reasons = self.world.reasons(seen, colleague.pk, at=self.at, instead_of=row)
        holds = self._can_be_passed_on(row) and colleague.pk != row.person_id
        refused = not holds or is_refused(reasons, overrule=overrule) or self.wants_approval(colleague.pk, by)
        taken = self._do(
            lambda by: self.sent(bookings.substitute)(
                self.kept[row.pk], colleague, by=by, at=self.at, overrule=overrule
            ),
            refused=refused,
            reason=overrule if reasons else "",
            by=by,
        )
        if taken:
            self._keep(taken)
            assert self.seen.rows[taken.pk].replaces_id == row.pk

    @move(3, lambda self: self.is_coming and self.seen.of("confirmed"), which=ANY, to=ANY, by=ANY, overrule=OVERRULE)
    def transfer(self, which: int, to: int, by: int, overrule: str) -> None:
        """To the other date, where it is of the same course, has a place and nobody comes unapproved; given back by the
        policy.
        """
        row, seen, there = self._booking(which, "confirmed"), self.seen, self.there if to % 6 else self.here
        if row is None:
            return
        other = self.world.events[there]
        reasons = self.world.reasons(other, row.person_id, at=self.at, instead_of=row)
        holds = self._can_be_passed_on(row) and not self.wants_approval(row.person_id, by, on=other)
        leads_there = other.pk != seen.pk and other.course_id == seen.course_id and other.has_place
        taken = self._do(
            lambda by: self.sent(bookings.transfer)(
                self.kept[row.pk], self.events[there], by=by, at=self.at, overrule=overrule
            ),
            refused=not holds or not leads_there or is_refused(reasons, overrule=overrule),
            reason=overrule if reasons else "",
            by=by,
            touches=self.family(self.here) | self.family(there),
        )
        if taken:
            self._keep(taken)
            assert self.world.events[there].rows[taken.pk].replaces_id == row.pk

    def _can_be_passed_on(self, row: Row) -> bool:
        """What somebody has in a workshop goes with their place on the conference."""
        return row.state == "confirmed" and self.seen.begins > self.at and self.seen.parent_id is None
