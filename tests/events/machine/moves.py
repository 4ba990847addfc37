"""Every move that exists, in any order: each says first whether it will be refused, then does it, then is judged."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import Any, ClassVar, TypeVar

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Max
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from core.audit import Actor
from core.models import AuditEntry, OutgoingMail
from core.refusals import Refusal
from events import bookings, eligibility, programme, registers, waiting
from events.models import Booking, Event
from people.models import Person
from tests.events.machine.clock import moment
from tests.events.machine.laws import MOVING, STANDING, Change
from tests.events.machine.seen import Row, Seen, look
from tests.makers import NOW
from training.models import Course

Made = TypeVar("Made")
PEOPLE = 8
DAYS = st.sampled_from((1, 2, 30, 150, 180, 330))
CLOCKS = st.sampled_from((time(0, 30), time(9, 30), time(23, 45)))
PLACES = st.sampled_from((1, 1, 2, 3, 5, 0, None))
ANY = st.integers(0, 40)
PASSING = {
    "a minute": lambda at, begins: at + timedelta(minutes=1),
    "six hours": lambda at, begins: at + timedelta(hours=6),
    "a day": lambda at, begins: at + timedelta(days=1),
    "until the notice is short": lambda at, begins: begins - timedelta(hours=48),
    "until just before it begins": lambda at, begins: begins - timedelta(seconds=1),
    "until it begins": lambda at, begins: begins,
    "until half an hour in": lambda at, begins: begins + timedelta(minutes=30),
}


LEAPS = {"until it begins", "until half an hour in"}
Walk = Callable[["Moves"], bool]


def mostly(sensible: Walk, *, seldom: int) -> Any:
    """Where it is sensible, and elsewhere at every so manieth turn: refusals must not crowd out the moves."""
    return precondition(lambda self: sensible(self) or self.turn % seldom == 0)


def is_coming(self: "Moves") -> bool:
    """Whether it can be booked."""
    return self.seen.status == "published" and self.seen.begins > self.at


def is_on(self: "Moves") -> bool:
    """Whether its register is open."""
    return self.seen.is_open(at=self.at)


def is_over(self: "Moves") -> bool:
    """Whether nothing much can happen to it any more."""
    return self.seen.status in {"held", "cancelled"}


class Moves(RuleBasedStateMachine):
    """One event at a time, eight people, and whoever acts; what was planned before it must stay as it was."""

    people: ClassVar[list[Person]]
    course: ClassVar[Course]
    actors: ClassVar[list[Actor]]
    steps: ClassVar[int] = 0
    walked: ClassVar[Counter[tuple[str, str]]]

    def __init__(self) -> None:
        super().__init__()
        # A savepoint, not an atomic block: the domain's durable transactions refuse to be inside one.
        self.savepoint = transaction.savepoint()
        self.at: datetime = NOW.astimezone(UTC)
        self.seen: Seen
        self.kept: dict[int, Booking] = {}
        self.bystander: Seen | None = None
        self.judged: Seen | None = None
        self.turn = 0
        self.entries = AuditEntry.objects.aggregate(last=Max("pk", default=0))["last"]
        self.letters = OutgoingMail.objects.aggregate(last=Max("pk", default=0))["last"]

    def teardown(self) -> None:
        """Every example begins with the same empty programme."""
        transaction.savepoint_rollback(self.savepoint)

    @initialize(days=DAYS, clock=CLOCKS, places=PLACES)
    def first(self, days: int, clock: time, places: int | None) -> None:
        """There is an event in the programme."""
        self._plan(days, clock, places, for_agency=False)
        self.publish()

    @mostly(is_over, seldom=25)
    @rule(days=DAYS, clock=CLOCKS, places=PLACES, for_agency=st.booleans(), draft=ANY)
    def plan_another(self, days: int, clock: time, places: int | None, for_agency: bool, draft: int) -> None:
        """The next event, left a draft now and then; the one before must stay as it is."""
        self.bystander = self.seen
        self._plan(days, clock, places, for_agency=for_agency)
        if draft % 4:
            self.publish()

    @mostly(lambda self: self.seen.status == "draft", seldom=20)
    @rule()
    def publish(self) -> None:
        refused = self.seen.status != "draft"
        self._do(lambda by: programme.publish(self.event, by=by, at=self.at), refused=refused)

    @mostly(is_coming, seldom=6)
    @rule(who=ANY, by=ANY)
    def book(self, who: int, by: int) -> None:
        """Anybody, at any time."""
        person, seen = self.people[who % PEOPLE], self.seen
        wrong_agency = self.event.for_agency_id not in {None, person.agency_id}
        closed = seen.status != "published" or seen.begins <= self.at
        refused = closed or wrong_agency or seen.of(person.pk) is not None or self._is_busy(person)
        if self.turn % 4 == 0:
            as_it_is = Event.objects.select_related("course").get(pk=self.event.pk)
            assert (eligibility.why_not(as_it_is, person, at=self.at) is not None) == refused
        booked = self._do(lambda by: bookings.book(self.event, person, by=by, at=self.at), refused=refused, by=by)
        if booked:
            self.kept[booked.pk] = booked
            expected = "confirmed" if seen.is_free and not seen.waiting else "waiting"
            assert booked.state == self.seen.rows[booked.pk].state == expected

    @mostly(is_coming, seldom=20)
    @rule(who=st.permutations(range(PEOPLE)), many=st.integers(2, PEOPLE))
    def book_one_after_another(self, who: list[int], many: int) -> None:
        """So that events fill and lines form."""
        for each in who[:many]:
            self.book(each, each)

    @mostly(is_coming, seldom=6)
    @rule(which=ANY, by=ANY)
    def cancel(self, which: int, by: int) -> None:
        """By the person, a manager or the house, from a page that may be old."""
        row = self._any_booking(which)
        if row is None:
            return
        refused = row.state not in {"waiting", "confirmed"} or self.seen.begins <= self.at
        self._do(
            lambda by: bookings.cancel(self.kept[row.pk], by=by, at=self.at, reason="Court"), refused=refused, by=by
        )
        assert refused or self.seen.rows[row.pk].state == "cancelled"

    @mostly(is_coming, seldom=6)
    @rule(which=ANY, other=ANY)
    def cancel_two(self, which: int, other: int) -> None:
        """So that the line moves."""
        self.cancel(which, other)
        self.cancel(other, which)

    @mostly(is_coming, seldom=6)
    @rule(places=PLACES)
    def change_places(self, places: int | None) -> None:
        seen = self.seen
        refused = seen.status not in {"draft", "published"} or (places is not None and seen.held > places)
        self._do(lambda by: programme.change(self.event, by=by, at=self.at, places=places), refused=refused)

    @mostly(lambda self: not is_over(self), seldom=10)
    @rule(days=DAYS, clock=CLOCKS)
    def change_day(self, days: int, clock: time) -> None:
        """To a later one; what has marks took place, so it can't begin again."""
        day = (self.at + timedelta(days=days)).date()
        to: dict[str, Any] = {"starts_on": day, "starts_time": clock, "ends_on": day, "ends_time": time(23, 59)}
        again = bool(self.seen.marked) and moment(day, clock) > self.at
        refused = self.seen.status not in {"draft", "published"} or again
        self._do(lambda by: programme.change(self.event, by=by, at=self.at, **to), refused=refused)

    @mostly(lambda self: self.seen.status == "draft", seldom=5)
    @rule(reason=st.sampled_from(("Snow", "Snow", " ")))
    def cancel_event(self, reason: str) -> None:
        """Seldom, so that events live; without a reason, or once somebody is marked, it is refused."""
        refused = self.seen.status not in {"draft", "published"} or not reason.strip() or bool(self.seen.marked)
        self._do(lambda by: programme.cancel(self.event, by=by, at=self.at, reason=reason), refused=refused)
        assert refused or not self.seen.live

    @rule(passing=st.sampled_from(sorted(PASSING)))
    def let_time_pass(self, passing: str) -> None:
        """The clock never goes back, and seldom leaps over the beginning."""
        if passing in LEAPS and self.turn % 3:
            return
        type(self).steps += 1
        self.at = max(self.at, PASSING[passing](self.at, self.seen.begins))

    @precondition(lambda self: self.turn % 4 == 0)
    @rule()
    def sweep(self) -> None:
        """Whoever still waits when it has begun waited in vain."""
        seen = self.seen
        vain = {row.pk for row in seen.waiting} if seen.begins <= self.at else set()
        self._do(lambda by: waiting.lapse_begun(at=self.at), refused=False, alone=False)
        assert {row.pk for was, row in self.change.moved if row.state == "lapsed"} == vain
        if self.bystander:
            swept = look(self.bystander.pk)
            assert not (swept.waiting and swept.begins <= self.at)
            self.bystander = swept

    @precondition(lambda self: is_coming(self) and (self.seen.waiting or self.turn % 6 == 0))
    @rule(late=st.sampled_from((0, 30, 59)))
    def sweep_as_it_begins(self, late: int) -> None:
        """Within the hour by which a clock that is not London's would be wrong."""
        self.at = max(self.at, self.seen.begins + timedelta(minutes=late))
        self.sweep()

    @mostly(is_on, seldom=8)
    @rule(which=ANY, other=ANY, marks=st.lists(st.sampled_from(Booking.Attendance.values), min_size=2, max_size=2))
    def mark(self, which: int, other: int, marks: list[str]) -> None:
        """Two lines of the register at once: both are kept, or neither."""
        rows = [row for row in (self._any_booking(which), self._any_booking(other)) if row]
        wanted = {row.pk: mark for row, mark in zip(rows, marks, strict=False)}
        refused = not self.seen.is_open(at=self.at) or any(_not_markable(row, wanted[row.pk]) for row in rows)
        self._do(lambda by: registers.mark(self.event, wanted, by=by, at=self.at), refused=refused)
        assert refused or all(self.seen.rows[pk].attendance == mark for pk, mark in wanted.items())

    @mostly(is_on, seldom=8)
    @rule(who=ANY)
    def walk_in(self, who: int) -> None:
        person = self.people[who % PEOPLE]
        refused = not self.seen.is_open(at=self.at) or self.seen.of(person.pk) is not None
        came = self._do(lambda by: registers.add_walk_in(self.event, person, by=by, at=self.at), refused=refused)
        if came:
            self.kept[came.pk] = came
            assert self.seen.rows[came.pk].unscheduled

    @mostly(is_on, seldom=8)
    @rule(leave=st.booleans())
    def close(self, leave: bool) -> None:
        """On purpose only: what has no mark must be said to be not recorded."""
        unmarked = [row for row in self.seen.rows.values() if row.state == "confirmed" and not row.attendance]
        refused = not self.seen.is_open(at=self.at) or bool(unmarked and not leave)
        self._do(lambda by: registers.close(self.event, by=by, at=self.at, leave_unrecorded=leave), refused=refused)

    @mostly(lambda self: self.seen.status == "held", seldom=12)
    @rule(reason=st.sampled_from(("", "Wrong mark")))
    def reopen(self, reason: str) -> None:
        refused = self.seen.status != "held" or not reason
        self._do(lambda by: registers.reopen(self.event, by=by, at=self.at, reason=reason), refused=refused)

    @precondition(lambda self: self.turn % 4 == 0)
    @rule(which=ANY)
    def smuggle(self, which: int) -> None:
        """Past every rule of ours, the database itself refuses a second live booking."""
        row = self._any_booking(which)
        if row is None or row.state not in {"waiting", "confirmed"}:
            return
        type(self).steps += 1
        with pytest.raises(IntegrityError), transaction.atomic():
            Booking.objects.create(
                event=self.event, person_id=row.person_id, agency_id=row.agency_id, state="waiting", made_at=self.at
            )

    @invariant()
    def every_standing_law_holds(self) -> None:
        self.turn += 1
        if self.judged != self.seen:
            for law in STANDING:
                law(self.seen, self.at)
        self.judged = self.seen

    def _plan(self, days: int, clock: time, places: int | None, *, for_agency: bool) -> None:
        day = (self.at + timedelta(days=days)).date()
        self.event = Event(
            course=self.course, starts_on=day, starts_time=clock, ends_on=day, ends_time=time(23, 59), places=places
        )
        self.event.for_agency = self.people[0].agency if for_agency else None
        programme.plan(self.event, by=self.actors[0], at=self.at)
        self.kept = {}
        self._look()

    def _do(self, act: Callable[[Actor], Made], *, refused: bool, by: int = 0, alone: bool = True) -> Made | None:
        """Do it and judge it: refused when that was foretold, and then without a trace."""
        type(self).steps += 1
        done, said = None, None
        try:
            done = act(self.actors[by % len(self.actors)])
        except Refusal as refusal:
            said = refusal
        assert bool(said) == refused, f"foretold {refused}, but {said!r}"
        assert said is None or str(said).strip().endswith(".")
        before, at = self.seen, self.at
        self._look()
        self.change = Change(before, self.seen, at, alone=alone)
        self.walked.update((was, row.state) for was, row in self.change.moved if not row.unscheduled)
        self.walked.update([(before.status, self.seen.status)])
        if said:
            assert (self.seen, self.seen.entries, self.seen.letters) == (before, [], [])
        for law in MOVING:
            law(self.change)
        if self.bystander and alone and not said:
            assert look(self.bystander.pk) == self.bystander
        self.at += timedelta(seconds=1)
        return done

    def _is_busy(self, person: Person) -> bool:
        """Whether another live booking of theirs is for the same time, told moment by moment."""
        now = Event.objects.get(pk=self.event.pk)
        others = Event.objects.filter(bookings__in=person.bookings.live()).exclude(pk=now.pk)
        return any(other.starts_at < now.ends_at and now.starts_at < other.ends_at for other in others)

    def _look(self) -> None:
        self.seen = look(self.event.pk, after_entry=self.entries, after_letter=self.letters)
        self.entries, self.letters = self.seen.last_entry, self.seen.last_letter

    def _any_booking(self, which: int) -> Row | None:
        """One of them; mostly one that is live."""
        rows = (self.seen.live if which % 4 else []) or list(self.seen.rows.values())
        return rows[which % len(rows)] if rows else None


def _not_markable(row: Row, mark: str) -> bool:
    return row.state != "confirmed" or (row.unscheduled and mark not in {"attended", "part"})
