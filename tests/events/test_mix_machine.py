"""Any order of bookings, rules and days: a referee who thinks in sets of agencies foretells who gets which place.

It imports nothing of events/mix.py: the two must come to the same by different ways.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from core.models import AuditEntry
from core.refusals import Refusal
from events import bookings, programme, waiting
from events.models import Booking, Event, MixRule
from people.models import Agency, Person, Sector
from tests.makers import NOW, TESTER, make_agency, make_event, make_person

ANY = st.integers(0, 30)
PEOPLE = 14
ENDLESS = 10**6
KINDS = st.sampled_from(("reserve", "cap"))
EVERYWHERE = ("confirmed", "waiting", "promoted", "refused", "by hand", "reserve", "cap", "ended")
SAID = st.lists(st.tuples(KINDS, ANY, st.integers(1, 4), st.sampled_from((None, 0, 1, 2))), max_size=4)


@dataclass(frozen=True)
class Line:
    """Somebody who waits, with what the line is ordered by."""

    pk: int
    agency: int
    turn: int | None
    made_at: datetime


class Referee:
    """Who may have a place: no set of agencies beyond its bound, and nobody on what is kept for another set."""

    def __init__(self, places: int | None, rules: Iterable[MixRule], sectors: dict[int, set[int]]) -> None:
        self.everybody = frozenset().union(*sectors.values())
        self.held: Counter[int] = Counter()
        self.kept: list[tuple[frozenset[int], int]] = []
        self.bounds = [(self.everybody, ENDLESS if places is None else places)]
        for each in rules:
            sector = frozenset(sectors.get(each.sector_id or 0, self.everybody))
            spoken_of = frozenset({each.agency_id}) if each.agency_id else sector
            if each.kind == "reserve":
                self.kept.append((spoken_of, each.places))
            elif each.agency_id or each.sector_id:
                self.bounds.append((spoken_of, each.places))
            else:
                self.bounds += [(frozenset({agency}), each.places) for agency in self.everybody]

    def missing(self, among: frozenset[int], number: int) -> int:
        return max(0, number - sum(self.held[agency] for agency in among))

    def expects(self, agency: int) -> bool:
        return any(agency in among and self.missing(among, number) for among, number in self.kept)

    def may_hold(self, agency: int) -> bool:
        for among, most in self.bounds:
            if agency in among:
                spare = most - sum(self.held[other] for other in among)
                if not self.expects(agency):
                    spare -= sum(self.missing(*kept) for kept in self.kept if kept[0] <= among)
                if spare <= 0:
                    return False
        return True

    def serve(self, line: list[Line], *, prefers_mix: bool) -> list[int]:
        """Who of the line gets a place, one after the other; they hold it from then on."""
        line, served = list(line), []
        while may := [one for one in line if self.may_hold(one.agency)]:
            may.sort(key=lambda one: (one.turn or ENDLESS, self.held[one.agency] * prefers_mix, one.made_at, one.pk))
            first = next((one for one in may if self.expects(one.agency)), may[0])
            self.held[first.agency] += 1
            line.remove(first)
            served.append(first.pk)
        return served

    def contradicts_itself(self, rules: list[MixRule], *, limited: bool) -> bool:
        said = [(each.kind, each.agency_id, each.sector_id) for each in rules]
        nested = any(one[0] < other[0] for one in self.kept for other in self.kept)
        beyond = any(sum(number for kept, number in self.kept if kept <= among) > most for among, most in self.bounds)
        return len(set(said)) < len(said) or nested or beyond or (bool(self.kept) and not limited)


class Mixing(RuleBasedStateMachine):
    """One event, fourteen people of five agencies in three sectors, and a manager who changes their mind."""

    people: ClassVar[list[Person]]
    agencies: ClassVar[list[Agency]]
    sectors: ClassVar[dict[int, set[int]]]
    walked: ClassVar[Counter[str]]

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.savepoint()
        self.at = NOW
        self.event: Event

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.savepoint)

    @initialize(places=st.sampled_from((3, 1, 4, 6, 8, None)))
    def first(self, places: int | None) -> None:
        self.event = make_event(places=places, days=12)

    # What the rows say

    @property
    def today(self) -> date:
        return self.at.date()

    def in_force(self) -> list[MixRule]:
        return [each for each in self.event.mix_rules.all() if each.until is None or each.until >= self.today]

    def referee(self) -> Referee:
        self.event.refresh_from_db()
        made = Referee(self.event.places, self.in_force(), self.sectors)
        made.held.update(booking.agency_id for booking in self.event.bookings.filter(state="confirmed"))
        return made

    def line(self) -> list[Line]:
        found = self.event.bookings.filter(state="waiting").order_by("made_at", "pk")
        return [Line(each.pk, each.agency_id, each.turn, each.made_at) for each in found]

    def a(self, state: str, which: int) -> Booking | None:
        found = list(self.event.bookings.filter(state=state).order_by("pk"))
        return found[which % len(found)] if found else None

    def do(self, act: Callable[[], object], foretold: Callable[[], list[int]], *, refused: bool = False) -> None:
        """Do it, and compare who moved up, and in which order, with what the referee says of the rows afterwards."""
        last = AuditEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        before = {row.pk: row.state for row in self.event.bookings.all()}
        said = False
        try:
            act()
        except Refusal:
            said = True
        assert said == refused
        self.at += timedelta(seconds=1)
        moved = AuditEntry.objects.filter(pk__gt=last, verb="waiting.promote").order_by("pk")
        promoted = [int(entry.subject.partition(":")[2]) for entry in moved]
        if refused:
            assert before == {row.pk: row.state for row in self.event.bookings.all()}
        assert promoted == ([] if refused else foretold()), "somebody else was next"
        self.walked.update(["promoted"] * len(promoted), refused=refused)

    def after(self, *, gone: Booking | None = None, came: Person | None = None) -> Callable[[], list[int]]:
        """Who moves up once that booking is given back and that person holds a place, by the rows of now."""
        line, held = self.line(), [each.agency_id for each in self.event.bookings.filter(state="confirmed")]

        def served() -> list[int]:
            referee = Referee(Event.objects.get(pk=self.event.pk).places, self.in_force(), self.sectors)
            referee.held.update(held)
            if gone and gone.state == "confirmed":
                referee.held[gone.agency_id] -= 1
            if came:
                referee.held[came.agency_id] += 1
            left = [one for one in line if gone is None or one.pk != gone.pk]
            return referee.serve(left, prefers_mix=Event.objects.get(pk=self.event.pk).prefers_mix)

        return served

    # Deeds

    @rule(who=ANY, how_many=st.integers(1, 4))
    def book(self, who: int, how_many: int) -> None:
        """Several one after the other, so that there is a line."""
        for number in range(how_many):
            self.book_one(who * 3 + number * 4)

    def book_one(self, who: int) -> None:
        person, referee = self.people[who % PEOPLE], self.referee()
        if self.event.bookings.live().filter(person=person).exists():
            return
        line_may = any(referee.may_hold(one.agency) for one in self.line())
        gets = referee.may_hold(person.agency_id) and not line_may
        booked = bookings.book(self.event, person, by=TESTER, at=self.at)
        assert booked.state == ("confirmed" if gets else "waiting")
        self.walked[booked.state] += 1
        self.at += timedelta(seconds=1)

    @rule(which=ANY, state=st.sampled_from(("confirmed", "confirmed", "waiting")))
    def cancel(self, which: int, state: str) -> None:
        if booking := self.a(state, which):
            self.do(lambda: bookings.cancel(booking, by=TESTER, at=self.at), self.after(gone=booking))

    @rule(which=ANY, who=ANY)
    def substitute(self, which: int, who: int) -> None:
        """The place is kept beyond any cap; and others may move up by what has changed."""
        booking, person = self.a("confirmed", which), self.people[who % PEOPLE]
        if booking and not self.event.bookings.live().filter(person=person).exists():
            foretold = self.after(gone=booking, came=person)
            self.do(lambda: bookings.substitute(booking, person, by=TESTER, at=self.at), foretold)

    @rule(which=ANY)
    def give_place(self, which: int) -> None:
        """Past every rule but the number of places."""
        if booking := self.a("waiting", which):
            full = self.event.places is not None and sum(self.referee().held.values()) >= self.event.places
            give = lambda: waiting.give_place(booking, by=TESTER, at=self.at, reason="Court")  # noqa: E731
            self.do(give, list, refused=full)

    @rule(which=ANY, position=st.integers(1, 5))
    def move_to(self, which: int, position: int) -> None:
        if booking := self.a("waiting", which):
            self.do(lambda: waiting.move_to(booking, position, by=TESTER, at=self.at, reason="Court"), list)
            self.walked["by hand"] += 1

    @rule(said=SAID, prefers_mix=st.booleans())
    def change_mix(self, said: list[tuple[str, int, int, int | None]], prefers_mix: bool) -> None:
        rules = [self.a_rule(*each) for each in said]
        made = Referee(self.event.places, rules, self.sectors)
        refused = made.contradicts_itself(rules, limited=self.event.places is not None)
        change = lambda: programme.change_mix(  # noqa: E731
            self.event, rules, prefers_mix=prefers_mix, by=TESTER, at=self.at
        )
        self.do(change, self.after(), refused=refused)
        self.walked.update(rule.kind for rule in rules if not refused)

    def a_rule(self, kind: str, whom: int, places: int, days: int | None) -> MixRule:
        parties: list[Agency | Sector | None] = [*self.agencies, *Sector.objects.filter(pk__in=self.sectors)]
        party = (parties if kind == "reserve" else [*parties, None, None])[whom % (len(parties) + 2 * (kind == "cap"))]
        name = "agency" if isinstance(party, Agency) else "sector"
        until = None if days is None else self.today + timedelta(days=days)
        return MixRule(kind=kind, places=places, until=until, **{name: party})

    @rule(places=st.sampled_from((2, 3, 5, 8, None)))
    def change_places(self, places: int | None) -> None:
        referee = self.referee()
        kept = sum(number for _, number in referee.kept)
        held = sum(referee.held.values())
        now = Referee(places, self.in_force(), self.sectors)
        clash = places != self.event.places and now.contradicts_itself(self.in_force(), limited=places is not None)
        refused = (places is not None and held > places) or clash
        assert not clash or kept
        self.do(
            lambda: programme.change(self.event, by=TESTER, at=self.at, places=places), self.after(), refused=refused
        )

    @precondition(lambda self: self.today < self.event.starts_on - timedelta(days=3))
    @rule()
    def a_day_passes(self) -> None:
        """Rules end at midnight, and the sweep comes by."""
        ended = len(self.in_force())
        self.at += timedelta(days=1)
        self.do(lambda: waiting.move_lists(at=self.at), self.after())
        self.walked["ended"] += len(self.in_force()) < ended

    # What always holds

    @invariant()
    def nobody_waits_beside_a_place_that_they_may_hold(self) -> None:
        referee = self.referee()
        assert self.event.places is None or sum(referee.held.values()) <= self.event.places
        assert not [one for one in self.line() if referee.may_hold(one.agency)]

    @invariant()
    def the_line_is_told_in_the_order_in_which_places_would_go(self) -> None:
        line, referee = self.line(), self.referee()
        if not line:
            return
        referee.bounds = [(among, most) for among, most in referee.bounds if among != referee.everybody]
        told = waiting.positions([Booking.objects.select_related("event").get(pk=line[0].pk)], at=self.at)
        served = referee.serve(line, prefers_mix=self.event.prefers_mix)
        assert [pk for pk, place in sorted(told.items(), key=lambda each: each[1])][: len(served)] == served
        assert set(told) == {one.pk for one in line}


@pytest.mark.django_db
def test_no_order_of_bookings_rules_and_days_misplaces_a_place() -> None:
    """The same walk each time, so that a verdict can be had again; it must come by everywhere."""
    sectors = {code: Sector.objects.get(code=code) for code in ("health", "education", "police")}
    Mixing.agencies = [make_agency(sector=sectors[code]) for code in ("health", "health", "education", "education")]
    Mixing.agencies.append(make_agency(sector=sectors["police"]))
    Mixing.sectors = {
        sector.pk: {each.pk for each in Mixing.agencies if each.sector == sector} for sector in sectors.values()
    }
    Mixing.people = [make_person(agency=Mixing.agencies[number % 5]) for number in range(PEOPLE)]
    Mixing.walked = Counter()
    how = settings(
        max_examples=3,
        stateful_step_count=30,
        database=None,
        deadline=None,
        phases=[Phase.generate] if "TURNOUT_AT_ONCE" in os.environ else [Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    for number in range(2, 12):
        run_state_machine_as_test(seed(number)(Mixing), settings=how)
        never = [what for what in EVERYWHERE if not Mixing.walked[what]]
        if not never:
            break
    assert never == [], "the walk never came by there, so that it proves nothing of it"
