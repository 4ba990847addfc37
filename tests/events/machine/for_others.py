"""For others: requests that somebody decides on, and teams that are booked at once."""

from hypothesis import strategies as st

from events import approvals, teams
from people.models import Person
from tests.events.machine.referee import given_in_turn
from tests.events.machine.seen import Row
from tests.events.machine.stage import ANY, REASONS, Stage, move


class ForOthers(Stage):
    """What leads and managers do for other people."""

    @move(3, lambda self: self.seen.of("requested"), which=ANY, by=ANY)
    def approve(self, which: int, by: int) -> None:
        """In time, or when the training team is to decide."""
        row, seen = self._booking(which, "requested"), self.seen
        if row is None:
            return
        refused = not self._is_open(row)
        self._do(lambda by: self.sent(approvals.approve)(self.kept[row.pk], by=by, at=self.at), refused=refused, by=by)
        assert refused or self.seen.rows[row.pk].state == given_in_turn(seen, 1)[0]

    @move(2, lambda self: self.seen.of("requested"), which=ANY, by=ANY, reason=REASONS)
    def decline_the_request(self, which: int, by: int, reason: str) -> None:
        """Who isn't let go is told why."""
        row = self._booking(which, "requested")
        if row is None:
            return
        refused = not self._is_open(row) or not reason.strip()
        self._do(
            lambda by: self.sent(approvals.decline)(self.kept[row.pk], by=by, at=self.at, reason=reason),
            refused=refused,
            reason=reason,
            by=by,
        )
        assert refused or self.seen.rows[row.pk].state == "declined"

    def _is_open(self, row: Row) -> bool:
        in_time = row.decide_by is not None and (self.at < row.decide_by or self.seen.if_unanswered == "manager")
        return row.state == "requested" and in_time and self.seen.begins > self.at

    @move(2, lambda self: self.is_coming and self.seen.has_place, who=st.lists(st.integers(0, 7), max_size=3), by=ANY)
    def book_together(self, who: list[int], by: int) -> None:
        """All of them or nobody; each once, also when named twice."""
        people, seen = self._team(who), self.seen
        barred = any(self.world.reasons(seen, person.pk, at=self.at) for person in people)
        fits = given_in_turn(seen, len(people)) == ["confirmed"] * len(people)
        refused = not people or barred or not fits
        outcome = self._do(
            lambda by: self.sent(teams.book_together)(self.event, people, by=by, at=self.at), refused=refused, by=by
        )
        if outcome:
            self._judge_team(outcome, people, by)
            self.walked["team", "together"] += 1

    @move(2, lambda self: self.is_coming and self.seen.has_place, who=st.lists(st.integers(0, 7), max_size=4), by=ANY)
    def book_as_many_as_fit(self, who: list[int], by: int) -> None:
        """In the order given; nobody is put on the waiting list, and who isn't booked is told why."""
        people, seen, free = self._team(who), self.seen, []
        places = given_in_turn(seen, len(people)).count("confirmed")
        for person in people:
            if places and not self.world.reasons(seen, person.pk, at=self.at):
                free.append(person)
                places -= not self.wants_approval(person.pk, by)
        outcome = self._do(
            lambda by: self.sent(teams.book_as_many_as_fit)(self.event, people, by=by, at=self.at),
            refused=not people,
            by=by,
        )
        if outcome:
            self._judge_team(outcome, free, by)
            assert len(outcome.refused) == len(people) - len(free)
            self.walked["team", "as many as fit"] += bool(free and outcome.refused)

    @move(1, lambda self: self.is_coming, who=st.lists(st.integers(0, 7), max_size=4), by=ANY)
    def book_and_wait(self, who: list[int], by: int) -> None:
        """In the order given; who gets no place is on the waiting list."""
        people, seen, expected = self._team(who), self.seen, []
        places = iter(given_in_turn(seen, len(people)))
        for person in people:
            if not self.world.reasons(seen, person.pk, at=self.at):
                asks = self.wants_approval(person.pk, by)
                expected.append((person.pk, "requested" if asks else next(places)))
        outcome = self._do(
            lambda by: self.sent(teams.book_and_wait)(self.event, people, by=by, at=self.at),
            refused=not people,
            by=by,
        )
        if outcome:
            for booking in outcome.booked:
                self._keep(booking)
            assert [(booking.person_id, self._state_of(booking)) for booking in outcome.booked] == expected
            assert len(outcome.refused) == len(people) - len(expected)
            self.walked["team", "the others wait"] += len({state for _, state in expected} - {"requested"}) > 1

    def _judge_team(self, outcome: teams.Outcome, people: list[Person], by: int) -> None:
        assert [booking.person_id for booking in outcome.booked] == [person.pk for person in people]
        for booking, person in zip(outcome.booked, people, strict=True):
            self._keep(booking)
            assert self._state_of(booking) == ("requested" if self.wants_approval(person.pk, by) else "confirmed")

    def _team(self, who: list[int]) -> list[Person]:
        """Those, each once; mostly without whom something stands against."""
        people = [self._person(each) for each in dict.fromkeys(who)]
        if self.turn % 3 == 0:
            return people
        return [person for person in people if not self.world.reasons(self.seen, person.pk, at=self.at)]
