"""The stage of the machine: eight people, whoever acts, two events of a course; and how a deed is done and judged."""

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, ClassVar, ParamSpec, TypeVar

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from core import once
from core.audit import Actor
from core.once import AlreadySent
from core.once import Change as Changing
from core.refusals import Refusal
from events import programme
from events.models import Booking, Event, EventDate
from people.models import Agency, Person
from tests.events.machine.deeds import THE_SWEEP, Change, Deed
from tests.events.machine.keys import Form
from tests.events.machine.laws import MOVING, STANDING
from tests.events.machine.referee import Somebody, World
from tests.events.machine.seen import Papers, Row, Seen, look, look_at
from tests.makers import NOW
from training.models import Course

P = ParamSpec("P")
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
    """Two events at a time, one of them in focus; what was planned before them must stay as it was."""

    people: ClassVar[list[Person]]
    agencies: ClassVar[list[Agency]]
    courses: ClassVar[list[Course]]
    actors: ClassVar[list[Actor]]
    lets: ClassVar[list[set[int]]]  # whom each of the actors may book without anybody's approval
    somebodies: ClassVar[dict[int, Somebody]]
    steps: ClassVar[int] = 0
    walked: ClassVar[Counter[tuple[str, ...]]]

    moves: ClassVar[dict[str, Move]]
    emphasis: ClassVar[dict[str, int]] = {}  # weights in place of those that moves have elsewhere

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        members = ((name, getattr(cls, name)) for name in sorted(dir(cls)))
        found = {name: member.move for name, member in members if hasattr(member, "move")}
        cls.moves = {name: replace(each, weight=cls.emphasis.get(name, each.weight)) for name, each in found.items()}

    def __init__(self) -> None:
        super().__init__()
        # A savepoint, not an atomic block: the domain's durable transactions refuse to be inside one.
        self.savepoint = transaction.savepoint()
        self.at: datetime = NOW.astimezone(UTC)
        is_free = self.courses[0].kind == Course.Kind.CONFERENCE
        self.world = World(self.somebodies, self.courses[0].pk, self.courses[1].pk, is_free)
        self.events: dict[int, Event] = {}
        self.kept: dict[int, Booking] = {}
        self.dates: dict[int, EventDate] = {}
        self.in_vain: set[int] = set()
        self.here = self.there = 0
        self.papers = Papers()
        self.deed: Deed
        self.said: Refusal | None = None
        self.turn = 0
        self.form: Form | None = None
        self.spent: list[Form] = []

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

    def wants_approval(self, person: int, by: int, on: Seen | None = None) -> bool:
        """Whether a booking of that person by that actor, on the event in focus or that one, is only a request."""
        return (on or self.seen).approval_hours is not None and person not in self.lets[by % len(self.actors)]

    def sent(self, change: Changing[P, Made]) -> Callable[P, Made]:
        """The change as the form in hand asks for it; where there is none, it is made as often as it is asked for."""
        if self.form is None:
            return change
        self.form.asks_for = vars(change)["__name__"]
        return change.once(self.form.sending, self.form.leads_to)

    def meets_on(self, day: date, clock: time) -> list[EventDate]:
        """The dates on which what is planned for that day is to meet; none where it is one stretch."""
        return []

    def family(self, pk: int) -> set[int]:
        """All the events that what is done to that one may touch."""
        return {pk}

    @property
    def marked(self) -> list[Row]:
        """Whose marks say that the event took place."""
        return [row for pk in self.family(self.here) for row in self.world.events[pk].marked]

    def _plan(self, course: int, day: date, clock: time, **terms: Any) -> int:
        """Another draft, once, however often its form is sent; its id."""
        self._take_a_form(self.actors[0])

        def plan(by: Actor) -> Event:
            times = {"starts_on": day, "starts_time": clock, "ends_on": day, "ends_time": time(23, 59)}
            event = Event(course=self.courses[course], **times, **terms)
            return self.sent(programme.plan)(event, by=by, at=self.at, meets_on=self.meets_on(day, clock))

        event = plan(self.actors[0])
        self.events[event.pk] = event
        self._keep_up_with(look(event.pk))
        self.papers.read()
        self._send_again(plan, self.actors[0], event, is_done=True)
        return event.pk

    def _do(
        self,
        act: Callable[[Actor], Made],
        *,
        refused: bool,
        by: int = 0,
        sweeps: bool = False,
        reason: str = "",
        notes: tuple[tuple[str, str], ...] = (),
        posts: tuple[str, ...] = (),
        touches: set[int] | None = None,
    ) -> Made | None:
        """Do it and judge it: refused when that was foretold, and then without a trace; twice where it has a form."""
        type(self).steps += 1
        actor = self.actors[by % len(self.actors)]
        done, self.said, self.form = None, None, None
        if not sweeps:
            self._take_a_form(actor)
        try:
            done = act(actor)
        except Refusal as refusal:
            self.said = refusal
        said = self.said
        assert bool(said) == refused, f"foretold {refused}, but {said!r}"
        assert said is None or str(said).strip().endswith(".")
        changes = self._look(set(self.events) if sweeps else touches or self.family(self.here))
        entries, letters = self.papers.read()
        if said:
            assert not entries
            assert not letters
            assert all(change.before == change.after for change in changes)
            self.walked["refused", type(said).__name__] += 1
        else:
            name = THE_SWEEP if sweeps else actor.actor_ref
            self.deed = Deed(self.at, name, reason, notes, posts, changes, entries, letters, self.world)
            self._judge(self.deed)
        self._send_again(act, actor, done, is_done=said is None)
        self.at += PULSE
        return done

    def _take_a_form(self, actor: Actor) -> None:
        """At every third turn what is done next is asked for by a form with a key of its own."""
        self.form = Form(actor, self.at, self.here, type(self).steps) if self.turn % 3 == 1 else None

    def _send_again(self, act: Callable[[Actor], object], actor: Actor, made: object, *, is_done: bool) -> None:
        """The form in hand once more, by a double click: nothing happens again; what was refused may be sent anew."""
        form, self.form = self.form, None
        if form is None:
            return
        form.act, form.made = act, made
        self.send(form, actor, is_done=is_done)
        if is_done:
            self.spent.append(form)

    def send(self, form: Form, actor: Actor, *, is_done: bool) -> None:
        """Send a form that was sent before, which leaves no trace."""
        type(self).steps += 1
        self.form, here, self.here = form.drawn_again(self.at), self.here, form.here
        stopped: type[Exception] | None = None
        try:
            form.act(actor)
        except (AlreadySent, Refusal) as stop:
            stopped = type(stop)
        assert stopped is not None, "it was carried out again"
        assert is_done or stopped is not AlreadySent, "what was refused has spent the key"
        assert once.outcome_of(form.sending) == (form.leads_to if is_done else None)
        assert self.papers.read() == ([], [])
        assert all(change.before == change.after for change in self._look(self.family(self.here)))
        self.walked["sent again", form.asks_for] += is_done
        self.walked["undone", form.asks_for] += stopped is AlreadySent
        self.form, self.here = None, here

    def _look(self, touched: set[int]) -> list[Change]:
        """What became of those events; the other one must have stayed as it was."""
        seen = look_at([*sorted(touched), *({self.there} - touched)])
        changes = [Change(self.world.events[pk], seen[pk]) for pk in sorted(touched)]
        assert self.there in touched or seen[self.there] == self.world.events[self.there]
        for change in changes:
            self._keep_up_with(change.after)
        return changes

    def _keep_up_with_all(self, ids: Collection[int]) -> None:
        """What is new, or was changed without being judged."""
        for seen in look_at(ids).values():
            self._keep_up_with(seen)

    def _keep_up_with(self, seen: Seen) -> None:
        self.world.events[seen.pk] = seen
        for day in seen.days:
            self.dates.setdefault(day.pk, EventDate(pk=day.pk, event_id=seen.pk, held_on=day.held_on))

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
