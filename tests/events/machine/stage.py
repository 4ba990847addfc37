"""The stage of the machine: eight people, whoever acts, two dates of a course; and how a deed is done and judged."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, ClassVar, TypeVar

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from core.audit import Actor
from core.refusals import Refusal
from events import programme
from events.models import Booking, Event
from people.models import Agency, Person
from tests.events.machine.deeds import THE_SWEEP, Change, Deed
from tests.events.machine.laws import MOVING, STANDING
from tests.events.machine.referee import Somebody, World
from tests.events.machine.seen import Papers, Row, Seen, look
from tests.makers import NOW
from training.models import Course

Made = TypeVar("Made")
PULSE = timedelta(seconds=1)
ANY = st.integers(0, 40)
REASONS = st.sampled_from(("Court", "Court", "Court", " "))


@dataclass(frozen=True)
class Move:
    """What can be tried: with which arguments, when that is sensible, and how often beside the others."""

    act: Callable[..., None]
    when: Callable[[Any], Any]
    weight: int
    arguments: dict[str, Any]


def move(weight: int = 2, when: Callable[[Any], Any] = bool, **arguments: Any) -> Callable[[Any], Any]:
    """The function below is a move.

    Hypothesis's own rules are switched off by halves in each example, and one is chosen as often as another: what needs
    several moves in a row would hardly ever happen. So there is one rule, which chooses among these.
    """

    def tell(act: Callable[..., None]) -> Callable[..., None]:
        vars(act)["move"] = Move(act, when, weight, arguments)
        return act

    return tell


class Stage(RuleBasedStateMachine):
    """Two dates at a time, one of them in focus; what was planned before them must stay as it was."""

    people: ClassVar[list[Person]]
    agencies: ClassVar[list[Agency]]
    courses: ClassVar[list[Course]]
    actors: ClassVar[list[Actor]]
    lets: ClassVar[list[set[int]]]  # whom each of the actors may book without anybody's approval
    somebodies: ClassVar[dict[int, Somebody]]
    steps: ClassVar[int] = 0
    walked: ClassVar[Counter[tuple[str, ...]]]

    moves: ClassVar[dict[str, Move]]

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        members = ((name, getattr(cls, name)) for name in sorted(dir(cls)))
        cls.moves = {name: member.move for name, member in members if hasattr(member, "move")}

    def __init__(self) -> None:
        super().__init__()
        # A savepoint, not an atomic block: the domain's durable transactions refuse to be inside one.
        self.savepoint = transaction.savepoint()
        self.at: datetime = NOW.astimezone(UTC)
        self.world = World(self.somebodies, self.courses[0].pk, self.courses[1].pk)
        self.events: dict[int, Event] = {}
        self.kept: dict[int, Booking] = {}
        self.in_vain: set[int] = set()
        self.here = self.there = 0
        self.papers = Papers()
        self.deed: Deed
        self.turn = 0

    def teardown(self) -> None:
        """Every example begins with the same empty programme."""
        transaction.savepoint_rollback(self.savepoint)

    @rule(data=st.data())
    def a_turn(self, data: st.DataObject) -> None:
        """Something sensible; and at every eighth turn anything at all, most of which is refused then."""
        self.turn += 1
        fit = [name for name, each in self.moves.items() if self.turn % 8 == 0 or each.when(self)]
        chosen = self.moves[data.draw(st.sampled_from([name for name in fit for _ in range(self.moves[name].weight)]))]
        chosen.act(self, **data.draw(st.fixed_dictionaries(chosen.arguments)))

    @property
    def seen(self) -> Seen:
        """The event in focus."""
        return self.world.events[self.here]

    @property
    def event(self) -> Event:
        """The same as a page may show it that was opened long ago."""
        return self.events[self.here]

    @property
    def is_coming(self) -> bool:
        """Whether it can be booked, but for its window."""
        return self.seen.is_coming(at=self.at)

    @property
    def is_on(self) -> bool:
        """Whether its register is open."""
        return self.seen.is_open(at=self.at)

    @property
    def is_over(self) -> bool:
        """Whether nothing much can happen to it any more."""
        return self.seen.status in {"held", "cancelled"}

    def wants_approval(self, person: Person, by: int) -> bool:
        """Whether a booking of that person by that actor is only a request."""
        return self.seen.approval_hours is not None and person.pk not in self.lets[by % len(self.actors)]

    def _plan(self, course: int, day: date, clock: time, **terms: Any) -> int:
        """Another draft; its id."""
        event = Event(
            course=self.courses[course], starts_on=day, starts_time=clock, ends_on=day, ends_time=time(23, 59), **terms
        )
        programme.plan(event, by=self.actors[0], at=self.at)
        self.events[event.pk], self.world.events[event.pk] = event, look(event.pk)
        self.papers.read()
        return event.pk

    def _do(
        self,
        act: Callable[[Actor], Made],
        *,
        refused: bool,
        by: int = 0,
        sweeps: bool = False,
        reason: str = "",
        notes: tuple[tuple[str, int], ...] = (),
        touches: set[int] | None = None,
    ) -> Made | None:
        """Do it and judge it: refused when that was foretold, and then without a trace."""
        type(self).steps += 1
        actor = self.actors[by % len(self.actors)]
        done, said = None, None
        try:
            done = act(actor)
        except Refusal as refusal:
            said = refusal
        assert bool(said) == refused, f"foretold {refused}, but {said!r}"
        assert said is None or str(said).strip().endswith(".")
        changes = self._look(set(self.events) if sweeps else touches or {self.here})
        entries, letters = self.papers.read()
        if said:
            assert not entries
            assert not letters
            assert all(change.before == change.after for change in changes)
            self.walked["refused", type(said).__name__] += 1
        else:
            name = THE_SWEEP if sweeps else actor.actor_ref
            self.deed = Deed(self.at, name, reason, notes, changes, entries, letters, self.world)
            self._judge(self.deed)
        self.at += PULSE
        return done

    def _look(self, touched: set[int]) -> list[Change]:
        """What became of those events; the other date must have stayed as it was."""
        changes = [Change(self.world.events[pk], look(pk)) for pk in sorted(touched)]
        self.world.events.update({change.after.pk: change.after for change in changes})
        assert self.there in touched or look(self.there) == self.world.events[self.there]
        return changes

    def _judge(self, deed: Deed) -> None:
        for law in MOVING:
            law(deed)
        for change in deed.changes:
            if change.before != change.after:
                for each in STANDING:
                    each(change.after, self.at)
            self.walked[change.before.status, change.after.status] += 1
        self.walked.update((was, row.state, verb) for _, was, row, verb in deed.moved)
        self.in_vain |= {row.pk for _, was, row, _ in deed.moved if (was, row.state) == ("waiting", "lapsed")}

    def _keep(self, booking: Booking | None) -> None:
        """As a page may show it for long."""
        if booking:
            self.kept[booking.pk] = booking

    def _booking(self, which: int, *states: str) -> Row | None:
        """One of them; mostly one in those states, or else one that is live."""
        wanted = [row for row in self.seen.live if row.state in states] if which % 5 else []
        rows = wanted or (self.seen.live if which % 4 else []) or list(self.seen.rows.values())
        return rows[which % len(rows)] if rows else None

    def _person(self, who: int) -> Person:
        return self.people[who % len(self.people)]

    def _state_of(self, booking: Booking) -> str:
        return self.world.events[booking.event_id].rows[booking.pk].state
