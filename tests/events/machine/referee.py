"""The referee: foretells in plain Python what the house must refuse, and what it must do."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from tests.events.machine.clock import day_of, days_before, moment
from tests.events.machine.seen import Mark, Row, Seen

# Reasons that no manager overrules.
FINAL = {"EventNotOpen", "AlreadyBooked"}
CAME = {"attended", "part"}


@dataclass(frozen=True)
class Somebody:
    """A person: where they come from, whether the courses are for them, and who decides on their requests."""

    pk: int
    agency_id: int
    pays: bool
    in_audience: bool
    deciders: tuple[int, ...]


@dataclass(frozen=True)
class Terms:
    """A policy."""

    pk: int | None
    starts_on: date
    notice_days: int = 2
    in_working_days: bool = False
    hours_after_news: int = 24
    suspends_after: int | None = None
    place_price: int = 0
    late_charge: int = 0
    absence_charge: int = 0


@dataclass
class World:
    """All that there is in one life of the machine."""

    people: dict[int, Somebody]
    first_course: int
    second_course: int  # which builds on the first
    is_free: bool  # conferences are
    events: dict[int, Seen] = field(default_factory=dict)
    policies: list[Terms] = field(default_factory=list)

    def in_force(self, *, at: datetime) -> Terms:
        """The policy of that moment's day; where there is none, what one says if nobody decides otherwise."""
        day = day_of(at)
        known = [policy for policy in self.policies if policy.starts_on <= day]
        return max(known, key=lambda policy: policy.starts_on, default=Terms(None, day))

    def policy_of(self, row: Row) -> Terms:
        """The policy that a booking stays under."""
        return next((one for one in self.policies if one.pk == row.policy_id), Terms(None, row.made_at.date()))

    def price(self, person_id: int, seen: Seen, *, at: datetime) -> int:
        """What a place costs that person's agency: each day of it that."""
        if self.is_free or not self.people[person_id].pays:
            return 0
        days = len(seen.days) or (seen.ends_on - seen.starts_on).days + 1
        return days * self.in_force(at=at).place_price

    def is_late(self, row: Row, seen: Seen, *, at: datetime) -> bool:
        """Whether the place is given back late at that moment."""
        policy = self.policy_of(row)
        until = moment(
            days_before(seen.starts_on, policy.notice_days, working=policy.in_working_days), seen.starts_time
        )
        told = row.news_at and row.news_at + timedelta(hours=policy.hours_after_news)
        return row.held_place and seen.parent_id is None and at > max(until, told or until)

    def charge(self, row: Row) -> int:
        """What the booking costs as things stand."""
        policy = self.policy_of(row)
        if not row.held_place or self.is_free:
            return 0
        if row.cancelled_late:
            return policy.late_charge
        if row.attendance == "absent":
            return policy.absence_charge
        return row.price if row.state == "confirmed" else 0

    def reasons(self, seen: Seen, person_id: int, *, at: datetime, instead_of: Row | None = None) -> list[str]:
        """Why that person can't book the event, by the names of the refusals and in their order."""
        if not seen.is_coming(at=at) or seen.parent_id:
            return ["EventNotOpen"]
        return list(self._against(seen, person_id, at=at, instead_of=instead_of))

    def _against(self, seen: Seen, person_id: int, *, at: datetime, instead_of: Row | None) -> Iterator[str]:
        somebody, rows = self.people[person_id], list(self._rows_of(person_id))
        held = [(event, row) for event, row in rows if row in event.live and row != instead_of]
        if not somebody.in_audience:
            yield "WrongAudience"
        attended = {event.course_id for event, row in rows if row.attendance in CAME}
        if seen.course_id == self.second_course and self.first_course not in attended:
            yield "AnotherCourseFirst"
        if seen.for_agency_id not in {None, somebody.agency_id}:
            yield "WrongAudience"
        keeps_place = instead_of is not None and instead_of.pk in seen.rows
        if not keeps_place and not seen.is_in_window(day=day_of(at)):
            yield "OutsideWindow"
        if any(event.parent_id is None and event.pk != seen.pk and event.clashes_with(seen) for event, _ in held):
            yield "DiaryClash"
        if self._is_suspended(rows, at=at):
            yield "Suspended"
        if any(event.pk == seen.pk for event, _ in held):
            yield "AlreadyBooked"

    def _is_suspended(self, rows: Sequence[tuple[Seen, Row]], *, at: datetime) -> bool:
        most, since = self.in_force(at=at).suspends_after, day_of(at) - timedelta(days=365)
        whole = [(event, row) for event, row in rows if event.parent_id is None]
        held = [row for event, row in whole if event.status == "held" and event.starts_on > since]
        return bool(most) and sum(row.attendance == "absent" for row in held) >= (most or 0)

    def _rows_of(self, person_id: int) -> Iterator[tuple[Seen, Row]]:
        return (
            (event, row) for event in self.events.values() for row in event.rows.values() if row.person_id == person_id
        )


def amounts_to(on_dates: Sequence[str], *, enough: int | None) -> str:
    """What somebody's attendance on each of several dates is in all."""
    if sum(each == "attended" for each in on_dates) >= min(enough or len(on_dates), len(on_dates)):
        return "attended"
    if not CAME.isdisjoint(on_dates):
        return "part"
    if "" in on_dates:
        return ""
    return "apologies" if "apologies" in on_dates else "absent"


def as_it_counts(mark: Mark, *, grace: int) -> Mark:
    """Who missed no more minutes than the grace attended all of it; but who isn't there misses none."""
    attendance, late, early = mark
    if (late is None and early is None) or attendance in {"absent", "apologies"}:
        return mark
    return "attended" if (late or 0) + (early or 0) <= grace else "part", late, early


def is_refused(reasons: Sequence[str], *, overrule: str) -> bool:
    """Whether that stands against it also where somebody overrules what may be overruled."""
    return bool(reasons) and (not overrule.strip() or not FINAL.isdisjoint(reasons))


def given_in_turn(seen: Seen, many: int) -> list[str]:
    """What so many get who come to the event one after another."""
    if not seen.has_place:
        return ["waiting"] * many
    free = many if seen.free is None else min(many, seen.free)
    return ["confirmed"] * free + ["waiting"] * (many - free)
