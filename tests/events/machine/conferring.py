"""Conferences: their workshops lie within them and end with them; and what holds of a conference as a whole."""

from datetime import date, time, timedelta
from typing import Any

from hypothesis import strategies as st

from events import conferences, programme
from events.models import Event
from tests.events.machine.clock import day_of, moment
from tests.events.machine.deeds import Deed
from tests.events.machine.moves import Moves
from tests.events.machine.seen import HOLDING, Row, Seen
from tests.events.machine.stage import ANY, move

# From when to when, and with how many places: two at the same time, one later, and a long one that goes on during all.
WORKSHOPS = ((time(11), time(12), 1), (time(11), time(12), 2), (time(14), time(15), 1), (time(11, 30), time(14, 30), 1))
LATE, EARLY = time(23, 45), time(9, 30)


class Conferring(Moves):
    """All the other moves too, on conferences or on one of their workshops, whichever is in focus."""

    def family(self, pk: int) -> set[int]:
        """A conference and its workshops: what is done to one of them may touch all."""
        whole = self.world.events[pk].parent_id or pk
        return {whole, *(seen.pk for seen in self.world.events.values() if seen.parent_id == whole)}

    @property
    def conference(self) -> Seen:
        """The conference in focus, or that of the workshop in focus."""
        return self.world.events[self.seen.parent_id or self.here]

    @property
    def workshops(self) -> list[Seen]:
        """Its workshops, whatever became of them."""
        return [self.world.events[pk] for pk in sorted(self.family(self.here) - {self.conference.pk})]

    @property
    def marked(self) -> list[Row]:
        """A conference takes place when one of its workshops does."""
        return self.seen.marked if self.seen.parent_id else super().marked

    def _plan(self, course: int, day: date, clock: time, **terms: Any) -> int:
        """A conference with workshops in it, mostly large enough, chosen first come, first served or by rank.

        The day in London may be one later than in UTC: one that has begun would take no workshops.
        """
        clock = EARLY if clock == LATE else clock
        day += timedelta(days=moment(day, clock) <= self.at)
        terms["places"] = {0: 2, 1: 6, 2: 7}.get(terms["places"], terms["places"])
        terms["approval_hours"] = terms["approval_hours"] if day.day % 4 == 0 else None
        pk = super()._plan(course, day, clock, **terms)
        for number, (starts, ends, places) in enumerate(WORKSHOPS):
            cut_off = 48 if (day.day + number) % 4 == 0 else None
            self._plan_within(pk, day, starts, ends, places=places, cut_off_hours=cut_off)
        self.papers.read()
        if day.day % 2 and day - day_of(self.at) > timedelta(days=1):
            self.here, here, self.there = pk, self.here, self.there or pk
            self.say_how_to_choose("ranked", min(20, (day - day_of(self.at)).days - 1))
            self.here = here
        return pk

    def _plan_within(self, whole: int, day: date, starts: time, ends: time, **terms: Any) -> None:
        conference = self.events[whole]
        times = {"starts_on": day, "starts_time": starts, "ends_on": day, "ends_time": ends}
        workshop = Event(title=f"{starts} to {ends}", course=conference.course, parent=conference, **times, **terms)
        programme.plan(workshop, by=self.actors[0], at=self.at)
        programme.publish(workshop, by=self.actors[0], at=self.at)
        self.events[workshop.pk] = workshop
        self._keep_up_with_all([workshop.pk])

    @move(3, lambda self: self.seen.parent_id is None, which=ANY)
    def turn_to_a_workshop(self, which: int) -> None:
        """All that is done to events may be done to a workshop."""
        self.here = ([seen.pk for seen in self.workshops] or [self.here])[which % max(1, len(self.workshops))]

    @move(12, lambda self: self.seen.parent_id)
    def turn_to_the_whole(self) -> None:
        self.here = self.conference.pk

    @move(2)
    def turn_to_the_other(self) -> None:
        """The other conference is in focus from now on."""
        self.here, self.there = self.there, self.conference.pk

    @move(2, lambda self: self.seen.parent_id and self.seen.status == "published")
    def cancel_a_workshop(self) -> None:
        """Now and then; what people had in it is over, and what they have elsewhere is not."""
        if self.seen.parent_id:
            self.cancel_event("Snow")
            self.walked["called off", "a workshop"] += self.said is None

    @move(2, how=st.sampled_from(("ranked", "first-come")), days=st.sampled_from((0, 1, 5, 20, None)))
    def say_how_to_choose(self, how: str, days: int | None) -> None:
        """Until it begins or the choices were allotted."""
        seen, until = self.seen, None if days is None else day_of(self.at) + timedelta(days=days)
        is_open = seen.status in {"draft", "published"} and not seen.parent_id and seen.begins > self.at
        no_day = (how == "ranked" and until is None) or (until is not None and until >= seen.starts_on)
        self._do(
            lambda by: self.sent(conferences.say_how_to_choose)(self.event, how, until, by=by, at=self.at),
            refused=not is_open or seen.allotted_at is not None or no_day,
            notes=(("conferences.say_how_to_choose", f"events.event:{seen.pk}"),),
        )

    def breaks(self, day: date, clock: time) -> bool:
        """A workshop lies within its conference, with nobody in two at once; a conference around its workshops."""
        begins, ends, seen = moment(day, clock), moment(day, time(23, 59)), self.seen
        if (day, clock, day, time(23, 59)) == (seen.starts_on, seen.starts_time, seen.ends_on, seen.ends_time):
            return False
        if seen.parent_id:
            here = {row.person_id for row in seen.rows.values() if _holds(row)}
            others = [
                each for each in self.workshops if each.pk != seen.pk and each.begins < ends and begins < each.ends
            ]
            is_twice = any(_holds(row) and row.person_id in here for each in others for row in each.rows.values())
            return begins < self.conference.begins or ends > self.conference.ends or is_twice
        still = [each for each in self.workshops if each.status in {"draft", "published"}]
        days = day - seen.starts_on
        moved = [(each.starts_on + days, each.starts_time, each.ends_time) for each in still]
        outside = any(on != day or moment(on, starts) < begins for on, starts, _ in moved)
        return outside or (seen.choose_by is not None and seen.choose_by >= day)

    def _judge(self, deed: Deed) -> None:
        """And what holds of the whole."""
        super()._judge(deed)
        for whole in {change.after.parent_id or change.after.pk for change in deed.changes}:
            within = [self.world.events[pk] for pk in self.family(whole) - {whole}]
            _nobody_is_in_a_workshop_alone(self.world.events[whole], within)
            _nobody_is_in_two_places_at_once(within)
        for change in deed.changes:
            if change.after.parent_id and change.before.times != change.after.times:
                self.walked["moved", "a workshop"] += 1


def _holds(row: Row) -> bool:
    return row.state in HOLDING and not row.unscheduled


def _nobody_is_in_a_workshop_alone(whole: Seen, within: list[Seen]) -> None:
    """What somebody has there, or waits for, is part of their place on the conference."""
    for seen in within:
        for row in seen.live:
            assert row.part_of_id in whole.rows
            assert whole.rows[row.part_of_id].state == "confirmed"
            assert whole.rows[row.part_of_id].person_id == row.person_id


def _nobody_is_in_two_places_at_once(within: list[Seen]) -> None:
    holding = [(seen, {row.person_id for row in seen.rows.values() if _holds(row)}) for seen in within]
    for number, (seen, people) in enumerate(holding):
        for other, others in holding[:number]:
            assert not people & others or not seen.clashes_with(other)
