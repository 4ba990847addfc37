"""Time passes, and the sweeps find what is due."""

from collections.abc import Callable
from datetime import datetime, timedelta

from hypothesis import strategies as st

from events import approvals, offers, waiting
from events.models import Booking
from tests.events.machine.deeds import BY_THE_LIST
from tests.events.machine.referee import given_in_turn
from tests.events.machine.seen import Seen
from tests.events.machine.sending import Sending
from tests.events.machine.stage import move

PASSING: dict[str, Callable[[datetime, Seen], datetime]] = {
    "a minute": lambda at, seen: at + timedelta(minutes=1),
    "six hours": lambda at, seen: at + timedelta(hours=6),
    "a day": lambda at, seen: at + timedelta(days=1),
    "until something is due": lambda at, seen: min(_dues(seen), default=at),
    "until just before something is due": lambda at, seen: min(_dues(seen), default=at) - timedelta(seconds=1),
    "until the notice is short": lambda at, seen: seen.begins - timedelta(hours=48),
    "until the list stops": lambda at, seen: seen.list_stops,
    "until just before it begins": lambda at, seen: seen.begins - timedelta(seconds=1),
    "until it begins": lambda at, seen: seen.begins,
    "until half an hour in": lambda at, seen: seen.begins + timedelta(minutes=30),
}
SHORTLY = tuple(PASSING)[:5]
Foretold = dict[int, str]


def _dues(seen: Seen) -> list[datetime]:
    """Until when offers and requests are open."""
    ends = [row.offer_lapses_at for row in seen.of("offered")] + [row.decide_by for row in seen.of("requested")]
    return [end for end in ends if end]


class Sweeping(Sending):
    """The clock, and what it sets going."""

    @move(3, passing=st.sampled_from((*PASSING, *SHORTLY, *SHORTLY)))
    def let_time_pass(self, passing: str) -> None:
        """The clock never goes back, and seldom leaps to the end of it all."""
        type(self).steps += 1
        self.at = max(self.at, PASSING[passing](self.at, self.seen))

    @move(1)
    def sweep(self) -> None:
        """As the schedule does."""
        self.sweep_offers()
        self.sweep_requests()
        self.sweep_what_began()
        self.forget_old_forms()

    @move(1, lambda self: self.is_coming and self._somebody_waits, late=st.sampled_from((0, 30, 59)))
    def sweep_as_it_begins(self, late: int) -> None:
        """Within the hour by which a clock that is not London's would be wrong."""
        self.at = max(self.at, self.seen.begins + timedelta(minutes=late))
        self.sweep_what_began()

    @move(2, lambda self: self.seen.of("offered"))
    def sweep_offers_in_time(self) -> None:
        """As soon as the first is over."""
        self.at = max(self.at, min(_dues(self.seen), default=self.at))
        self.sweep_offers()

    @move(2, lambda self: self.seen.of("requested"))
    def sweep_requests_in_time(self) -> None:
        """As soon as the first is over."""
        self.at = max(self.at, min(_dues(self.seen), default=self.at))
        self.sweep_requests()

    @property
    def _somebody_waits(self) -> bool:
        return any(row.state != "confirmed" for row in self.seen.live)

    def sweep_what_began(self) -> None:
        """Whoever still waits when it has begun waited in vain, for a place, an answer or their own."""
        vain = {
            row.pk: "lapsed"
            for seen in self.world.events.values()
            for row in seen.live
            if seen.begins <= self.at and row.state != "confirmed"
        }
        self._sweep(lambda: waiting.lapse_begun(at=self.at), vain)
        assert set(Booking.objects.unmet().values_list("pk", flat=True)) == self.in_vain

    def sweep_offers(self) -> None:
        """Who has not answered in time has lost the offer."""
        over = {
            row.pk: "lapsed"
            for seen in self.world.events.values()
            for row in seen.of("offered")
            if row.offer_lapses_at and row.offer_lapses_at <= self.at and seen.status == "published"
        }
        self._sweep(lambda: offers.lapse_due(at=self.at), over)

    def sweep_requests(self) -> None:
        """What nobody decided in time has the outcome that its event states."""
        settled: Foretold = {}
        for seen in self.world.events.values():
            due = [row for row in seen.of("requested") if row.decide_by and row.decide_by <= self.at]
            if seen.is_coming(at=self.at) and due:
                outcomes = {"approve": given_in_turn(seen, len(due)), "decline": ["declined"] * len(due)}
                by_age = sorted(due, key=lambda row: (row.made_at, row.pk))
                states = outcomes.get(seen.if_unanswered, [])
                settled |= {row.pk: state for row, state in zip(by_age, states, strict=False)}
                self.walked["unanswered", seen.if_unanswered] += 1
        self._sweep(lambda: approvals.settle_due(at=self.at), settled)

    def _sweep(self, sweep: Callable[[], int], foretold: Foretold) -> None:
        assert self._do(lambda by: sweep(), refused=False, sweeps=True) == len(foretold)
        assert {row.pk: row.state for _, _, row, verb in self.deed.moved if verb not in BY_THE_LIST} == foretold
