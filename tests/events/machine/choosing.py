"""Workshops are chosen first come, first served, with something else meanwhile; or ranked, and then allotted."""

from collections.abc import Sequence
from datetime import time, timedelta
from typing import ClassVar

from hypothesis import strategies as st

from events import allotting, choices
from events.models import Booking, Event
from tests.events.machine.clock import day_of, moment
from tests.events.machine.conferring import Conferring
from tests.events.machine.deeds import MAKES_ROOM, RANK, Change, Deed
from tests.events.machine.main_line import OVERRULE
from tests.events.machine.seen import HOLDING, Row, Seen
from tests.events.machine.stage import ANY, move

PICKS = st.lists(st.sampled_from(("", "", "place", "place", "wait")), min_size=4, max_size=4)
Aims = dict[int, str]


class Choosing(Conferring):
    """What delegates and managers do with workshops; that a team waits for places is walked elsewhere."""

    emphasis: ClassVar[dict[str, int]] = {"book_and_wait": 0}

    @move(6, lambda self: self._can_choose, which=ANY, by=ANY, picks=PICKS, overrule=OVERRULE, page=ANY)
    def choose(self, which: int, by: int, picks: list[str], overrule: str, page: int) -> None:
        """Whatever it is, all of it or nothing; from pages that may show what was."""
        row = self._booking(which, "confirmed")
        if row is None:
            return
        places, waits = self._sensibly(picks)
        knew = None if page % 3 else self._standing(row) if page % 4 else "something else"
        self._choose(row, places, waits, by=by, overrule=overrule if by % 3 == 0 else "", knew=knew)

    def _choose(
        self, row: Row, places: list[Seen], waits: list[Seen], *, by: int, overrule: str, knew: str | None
    ) -> None:  # fmt: skip
        had, is_stale = self._parts_of(row), knew is not None and knew != self._standing(row)
        aims = self._aims(row, places, waits, overrule=overrule, is_stale=is_stale)
        new = {pk: state for pk, state in (aims or {}).items() if pk not in had or had[pk].state != state}
        letter = f"workshops-chosen:{row.pk}:{self.at.isoformat()}"
        is_change = aims is not None and aims != {pk: part.state for pk, part in had.items()}
        self._do(
            lambda by: self.sent(choices.choose)(
                self.kept[row.pk],
                self._pages(places),
                self._pages(waits),
                by=by,
                at=self.at,
                seen=knew,
                overrule=overrule,
            ),
            refused=aims is None,
            posts=(letter,) if is_change else (),
            reason=overrule if overrule.strip() and new else "",
            by=by,
        )
        if aims is not None:
            self._judge_choice(row, aims, had)

    @move(5, lambda self: self._stopped, which=ANY)
    def choose_past_others(self, which: int) -> None:
        """A place that is given back after the cut-off goes, by a manager, to the last in line."""
        if not self._stopped:
            return
        seen, whole = self._stopped[which % len(self._stopped)], self.conference.pk
        self.at, self.here = max(self.at, seen.list_stops), seen.pk
        self._cancel(seen.of("confirmed")[0], 0)
        self.here = whole
        seen = self.world.events[seen.pk]
        last = self.seen.rows[seen.line[-1].part_of_id or 0]
        self._choose(last, [seen], [], by=1, overrule="Court", knew=None)

    @property
    def _stopped(self) -> list[Seen]:
        """The workshops of which somebody waits for a place beside those who have one, and whose list stops early."""
        return [each for each in self._offered() if each.line and each.of("confirmed") and each.cut_off_hours]

    @move(5, lambda self: self._can_choose, who=st.permutations(range(8)), pick=ANY)
    def all_choose_the_same(self, who: list[int], pick: int) -> None:
        """So that workshops fill and lines form, of people who have another one meanwhile."""
        for each in who[:6]:
            self._choose_one(each, pick % 4, (pick + 1) % 4)

    def _choose_one(self, which: int, place: int, meanwhile: int) -> None:
        picks = ["", "", "", ""]
        picks[place], full = "place", self.workshops[place].has_place
        if not full:
            picks[place], picks[meanwhile] = "wait", "place"
        self.choose(which, 1, picks, "", 1)

    @move(8, lambda self: self._can_rank, which=ANY, order=st.permutations(range(4)), many=st.integers(0, 4), by=ANY)
    def rank(self, which: int, order: list[int], many: int, by: int) -> None:
        """Up to three of each time of day; instead of what was said before, if it is another thing."""
        row = self._booking(which, "confirmed")
        if row:
            self._rank(row, order[:many], by, is_sorted=which % 6 != 0)

    def _rank(self, row: Row, order: list[int], by: int, *, is_sorted: bool = True) -> None:
        ranked = [self.workshops[number] for number in order if number < len(self.workshops)]
        wishes = _by_time_of_day(ranked, self._offered()) if is_sorted else [ranked]
        said = tuple((row.pk, each.pk, place) for wish in wishes for place, each in enumerate(wish, start=1))
        is_new = set(said) != {choice for choice in self.conference.ranked if choice[0] == row.pk}
        refused = not self._may_rank(row) or not self._is_rankable(wishes)
        letter = f"workshops-chosen:{row.pk}:{self.at.isoformat()}"
        self._do(
            lambda by: self.sent(choices.rank)(
                self.kept[row.pk], [self._pages(wish) for wish in wishes], by=by, at=self.at
            ),
            refused=refused,
            notes=((RANK, f"events.booking:{row.pk}"),) if is_new else (),
            posts=(letter,) if is_new else (),
            by=by,
        )
        if not refused:
            assert {choice for choice in self.conference.ranked if choice[0] == row.pk} == set(said)
            self.walked["ranked", "anew" if is_new else "the same"] += 1

    @move(6, lambda self: self.is_coming and self.conference.awaits_allotment, who=st.permutations(range(8)), first=ANY)
    def all_rank(self, who: list[int], first: int) -> None:
        """Two of one time the other way round, so that age alone doesn't decide; and now and then all is allotted."""
        self.here = self.conference.pk
        for each in who[:6]:
            if not self.seen.live_of(self._person(each).pk):
                self.book(each, 0, "")
        for number, _ in enumerate(self.seen.of("confirmed")):
            order = [0, 1, 2, 3] if (number + first) % 2 else [1, 3, 2, 0]
            self._rank(self.seen.of("confirmed")[number], order[:3], number)
        if first % 3 == 0:
            self.allot()

    @move(3, lambda self: self.conference.awaits_allotment and self.conference.ranked)
    def allot(self) -> None:
        """By a manager's hand, before its day or after it."""
        seen, notes, posts = self.conference, self._worth_of_allotting(), self._letters_of_allotting()
        self.here = seen.pk
        refused = not seen.awaits_allotment or not seen.is_coming(at=self.at)
        granted = self._grant()
        self._do(
            lambda by: self.sent(allotting.allot_places)(self.event, by=by, at=self.at),
            refused=refused, notes=notes, posts=posts,
        )  # fmt: skip
        if not refused:
            self._judge_allotment([seen.pk], granted)

    @move(3, lambda self: self.conference.awaits_allotment and self.conference.ranked)
    def sweep_allotments_in_time(self) -> None:
        """The day after the last for ranking, as the schedule does."""
        seen = self.conference
        if seen.choose_by and seen.awaits_allotment:
            self.at = max(self.at, moment(seen.choose_by + timedelta(days=1), time(0, 0)))
            self.here = seen.pk
            self.sweep_allotments()

    def sweep_allotments(self) -> None:
        """Those conferences whose day has passed, and no others."""
        here, due = self.here, []
        granted: set[tuple[int, int]] = set()
        notes: list[tuple[str, str]] = []
        posts: list[str] = []
        for seen in list(self.world.events.values()):
            self.here, last = seen.pk, seen.choose_by
            if seen.awaits_allotment and seen.is_coming(at=self.at) and last and last < day_of(self.at):
                due.append(seen.pk)
                granted |= self._grant()
                notes += self._worth_of_allotting()
                posts += self._letters_of_allotting()
        self.here = here
        done = self._do(
            lambda by: allotting.allot_due(at=self.at),
            refused=False,
            sweeps=True,
            notes=tuple(notes),
            posts=tuple(posts),
        )
        assert done == len(due)
        self._judge_allotment(due, granted)
        self.walked["allotted", "by the sweep"] += len(due)

    def sweep(self) -> None:
        """With the rest of the schedule."""
        super().sweep()
        self.sweep_allotments()

    def _judge(self, deed: Deed) -> None:
        """Whoever comes by a place by the list leaves what else they have at that time."""
        super()._judge(deed)
        new = {row.pk for _, was, row, _ in deed.moved if not was} - self.kept.keys()
        self.kept.update(Booking.objects.select_related("event__course", "person").in_bulk(new))
        self.walked["made room", ""] += any(entry.reason.startswith(MAKES_ROOM) for entry in deed.entries)
        gained = [(change, row) for change, was, row, verb in deed.moved if verb.endswith(("promote", "give_place"))]
        for change, row in gained:
            for other in self._family_of(change):
                mine = other.live_of(row.person_id)
                assert mine is None or not other.clashes_with(change.after)

    def _family_of(self, change: Change) -> list[Seen]:
        """The other workshops, of one."""
        if change.after.parent_id is None:
            return []
        others = self.family(change.after.pk) - {change.after.pk, change.after.parent_id}
        return [self.world.events[pk] for pk in others]

    # What the referee foretells

    @property
    def _can_choose(self) -> bool:
        return bool(self.seen.of("confirmed")) and self.is_coming and not self.conference.awaits_allotment

    @property
    def _can_rank(self) -> bool:
        return bool(self.seen.of("confirmed")) and self.is_coming and self.conference.awaits_allotment

    def _offered(self) -> list[Seen]:
        return [each for each in self.workshops if each.is_coming(at=self.at)]

    def _pages(self, chosen: Sequence[Seen]) -> list[Event]:
        return [self.events[each.pk] for each in chosen]

    def _parts_of(self, row: Row) -> dict[int, Row]:
        mine = {each.pk: each.live_of(row.person_id) for each in self.workshops}
        return {pk: part for pk, part in mine.items() if part}

    def _standing(self, row: Row) -> str:
        return " ".join(sorted(f"{pk}:{part.state}" for pk, part in self._parts_of(row).items()))

    def _is_delegate(self, row: Row) -> bool:
        return row.state == "confirmed" and self.seen.parent_id is None and bool(self._offered())

    def _may_choose(self, row: Row, *, overrule: str) -> bool:
        seen = self.conference
        day_has_passed = seen.choose_by is not None and day_of(self.at) > seen.choose_by
        is_open = seen.begins > self.at and not seen.awaits_allotment and not (day_has_passed and not seen.allotted_at)
        return self._is_delegate(row) and (is_open or bool(overrule.strip()))

    def _may_rank(self, row: Row) -> bool:
        seen = self.conference
        in_time = seen.begins > self.at and seen.choose_by is not None and day_of(self.at) <= seen.choose_by
        return self._is_delegate(row) and seen.awaits_allotment and in_time

    def _sensibly(self, picks: list[str]) -> tuple[list[Seen], list[Seen]]:
        """Mostly one place and one to wait for at a time, and no place in what is full."""
        chosen: dict[str, list[Seen]] = {"place": [], "wait": []}
        for pick, each in zip(picks, self.workshops, strict=False):
            if self.turn % 5 == 0 and pick:
                chosen[pick].append(each)
            elif pick and each.is_coming(at=self.at):
                what = pick if each.has_place else "wait"
                if not any(each.clashes_with(other) for other in chosen[what]):
                    chosen[what].append(each)
        return chosen["place"], chosen["wait"]

    def _aims(
        self, row: Row, places: list[Seen], waits: list[Seen], *, overrule: str, is_stale: bool
    ) -> Aims | None:  # fmt: skip
        """What the delegate is to have; None where it is refused."""
        offered, had = {each.pk for each in self._offered()}, self._parts_of(row)
        if not self._may_choose(row, overrule=overrule) or not offered.issuperset(
            each.pk for each in [*places, *waits]
        ):
            return None
        theirs = [each for each in waits if (had[each.pk].state in HOLDING if each.pk in had else each.has_place)]
        kept = {pk: part.state for pk, part in had.items() if pk not in offered}
        wanted = [each for each in places if not any(each.clashes_with(other) for other in theirs)] + theirs
        if _two_at_once([*wanted, *(self.world.events[pk] for pk in kept)]) or _two_at_once(waits):
            return None
        aims = {each.pk: "waiting" for each in waits} | kept | {each.pk: "confirmed" for each in wanted}
        if aims == {pk: part.state for pk, part in had.items()}:
            return aims
        new = [each for each in wanted if each.pk not in had or had[each.pk].state != "confirmed"]
        is_full = any(each.free == 0 if overrule.strip() else not each.has_place for each in new)
        return None if is_stale or is_full else aims

    def _judge_choice(self, row: Row, aims: Aims, had: dict[int, Row]) -> None:
        """They have what they were to have, unless what they left moved them on."""
        now = {pk: part.state for pk, part in self._parts_of(row).items()}
        moved_on = any("waiting.promote" in verb for _, _, part, verb in self.deed.moved if part.part_of_id == row.pk)
        assert moved_on or now == aims
        self.walked["chosen", "moved on"] += moved_on
        waits = [pk for pk, state in aims.items() if state == "waiting"]
        meanwhile = [pk for pk, state in aims.items() if state == "confirmed"]
        events = self.world.events
        keeps = any(events[one].clashes_with(events[other]) for one in waits for other in meanwhile)
        self.walked["chosen", "waits beside a place"] += keeps
        self.walked["chosen", "for another"] += bool(had) and aims != {pk: part.state for pk, part in had.items()}

    def _is_rankable(self, wishes: list[list[Seen]]) -> bool:
        blocks = [{each.pk for each in block} for block in _blocks(self._offered())]
        for wish in filter(None, wishes):
            ids = {each.pk for each in wish}
            block = next((block for block in blocks if ids <= block), None)
            if len(wish) > choices.MOST_RANKED or block is None:
                return False
            blocks.remove(block)
        return True

    def _grant(self) -> set[tuple[int, int]]:
        """Which delegate gets which workshop: rank by rank, the oldest booking first."""
        seen, offered = self.conference, {each.pk: each for each in self._offered()}
        free = {pk: 0 if each.line and each.free != 0 else each.free for pk, each in offered.items()}
        delegates = {row.pk: row for row in seen.of("confirmed")}
        has = {pk: [each for each in self.workshops if _has_place_in(each, row)] for pk, row in delegates.items()}
        wishes = [each for each in seen.ranked if each[0] in delegates and each[1] in offered]
        wishes.sort(key=lambda wish: (wish[2], delegates[wish[0]].made_at, wish[0]))
        granted = set()
        for delegate, workshop, _ in wishes:
            room = free[workshop]
            if room == 0 or any(offered[workshop].clashes_with(other) for other in has[delegate]):
                continue
            free[workshop] = None if room is None else room - 1
            has[delegate].append(offered[workshop])
            granted.add((delegate, workshop))
        return granted

    def _judge_allotment(self, due: list[int], granted: set[tuple[int, int]]) -> None:
        took = [row for _, _, row, verb in self.deed.moved if verb == "allotting.allot"]
        where = {row.pk: change.after.pk for change, _, row, _ in self.deed.moved}
        assert {(row.part_of_id, where[row.pk]) for row in took} == granted
        assert all(self.world.events[pk].allotted_at == self.deed.at for pk in due)
        self.walked["allotted", "some"] += bool(granted)

    def _worth_of_allotting(self) -> tuple[tuple[str, str], ...]:
        return (("allotting.allot_places", f"events.event:{self.conference.pk}"),)

    def _letters_of_allotting(self) -> tuple[str, ...]:
        delegates = {row.pk for row in self.conference.of("confirmed")}
        return tuple(f"workshops-allotted:{pk}" for pk in delegates & {choice[0] for choice in self.conference.ranked})


def _has_place_in(seen: Seen, row: Row) -> bool:
    mine = seen.live_of(row.person_id)
    return mine is not None and mine.state in HOLDING


def _two_at_once(together: Sequence[Seen]) -> bool:
    return any(one.clashes_with(other) for number, one in enumerate(together) for other in together[:number])


def _blocks(workshops: Sequence[Seen]) -> list[list[Seen]]:
    """By the time of day: with the one that ends first all that have begun by then, and so on."""
    left, found = sorted(workshops, key=lambda each: (each.ends, each.pk)), []
    while left:
        found.append([each for each in left if each is left[0] or each.begins < left[0].ends])
        left = [each for each in left if each not in found[-1]]
    return found


def _by_time_of_day(ranked: Sequence[Seen], offered: Sequence[Seen]) -> list[list[Seen]]:
    blocks = [[each for each in ranked if each in block][: choices.MOST_RANKED] for block in _blocks(offered)]
    return [wish for wish in blocks if wish]
