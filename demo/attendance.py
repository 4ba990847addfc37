"""Who came to what: the county's sums dealt out to invented people, so that every sum comes out exactly."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from demo.dealing import deal, dice, wording
from demo.programme import PROGRAMME, YEARS, Event, of

PEOPLE = wording("people")
AGENCIES: dict[str, dict[str, Any]] = PEOPLE["agencies"]

# How likely somebody who came is somebody who came before; had another job in the earlier year; came for part of it.
AGAIN, MOVED, IN_PART = 0.42, 0.08, 0.03
UNSCHEDULED = {"courses": 0.025, "lpgs": 0.06, "conferences": 0.02, "bespoke": 0.0}


class Post(NamedTuple):
    """What somebody does at work."""

    agency: str
    target_group: str
    role: str


@dataclass(frozen=True)
class Visit:
    """That somebody came to an event, and what was asked of them there; blank is what wasn't asked."""

    event: Event
    agency: str
    target_group: str = ""
    role: str = ""
    sex: str = ""
    ethnic_group: str = ""

    def is_of(self, post: Post) -> bool:
        """Whether somebody in that post can have come."""
        asked = (self.agency, self.target_group, self.role)
        return all(wanted in ("", known) for wanted, known in zip(asked, post, strict=True))


@dataclass(eq=False)
class Person:
    """Somebody, their post in each year in which they are known, and where they have been."""

    sex: str
    ethnic_group: str
    posts: dict[str, Post]
    courses: set[str] = field(default_factory=set)
    days: set[date] = field(default_factory=set)

    @property
    def post(self) -> Post:
        """The latest."""
        return self.posts[max(self.posts)]

    def is_free_for(self, event: Event) -> bool:
        """Whether they are nowhere else that day and have not been on that topic."""
        return event.course not in self.courses and event.day not in self.days

    def answers_as(self, visit: Visit) -> bool:
        """Whether sex and ethnic group are theirs."""
        return visit.sex in ("", self.sex) and visit.ethnic_group in ("", self.ethnic_group)


class Booking(NamedTuple):
    """A row of the register or of the booking list."""

    event: Event
    person: Person
    outcome: str
    unscheduled: bool = False
    reason: str = ""


class County:
    """The people so far and their bookings; every visit finds its person or makes one."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.people: list[Person] = []
        self.bookings: list[Booking] = []

    def came(self, visit: Visit) -> None:
        """Somebody came."""
        unscheduled = self.chance.random() < UNSCHEDULED[visit.event.scope]
        outcome = "part-attended" if self.chance.random() < IN_PART else "attended"
        self._book(visit.event, self._known(visit) or self._new(visit), outcome, unscheduled=unscheduled)

    def stayed_away(self, event: Event, outcome: str) -> None:
        """Somebody had booked or waited and did not come."""
        agency = event.for_agency or self.chance.choice(self.people).post.agency
        visit = Visit(event, agency)
        reasons = PEOPLE["reasons"].get(outcome, [""])
        self._book(event, self._known(visit) or self._new(visit), outcome, reason=self.chance.choice(reasons))

    def called_off(self, event: Event) -> None:
        """The event was called off, with some people booked."""
        for _ in range(self.chance.randint(4, 8)):
            self.stayed_away(event, "cancelled")
            self.bookings[-1] = self.bookings[-1]._replace(reason=PEOPLE["reasons"]["called_off"])

    def _known(self, visit: Visit) -> Person | None:
        """Somebody who is known already, may be this visitor, and happens to be."""
        if self.chance.random() > AGAIN:
            return None
        year = visit.event.year
        able = [person for person in self.people if person.is_free_for(visit.event) and person.answers_as(visit)]
        movers = [person for person in able if year not in person.posts and person.post.agency != visit.agency]
        if year == YEARS[0] and movers and self.chance.random() < MOVED:
            person = self.chance.choice(movers)
            person.posts[year] = self._post(visit)
            return person
        fits = [person for person in able if visit.is_of(person.posts.get(year, person.post))]
        if not fits:
            return None
        person = self.chance.choice(fits)
        person.posts.setdefault(year, person.post)
        return person

    def _new(self, visit: Visit) -> Person:
        """Somebody not met before; of some who were not asked their sex it is known all the same."""
        known = self.chance.choices(list(PEOPLE["sex_if_not_asked"]), list(PEOPLE["sex_if_not_asked"].values()))[0]
        person = Person(visit.sex or known, visit.ethnic_group, {visit.event.year: self._post(visit)})
        self.people.append(person)
        return person

    def _post(self, visit: Visit) -> Post:
        """The visitor's post: what was asked, and what is likely of the rest."""
        groups = AGENCIES[visit.agency]["groups"]
        group = visit.target_group
        if not group:
            group = {"manager": "6", "other": "1"}.get(visit.role) or self.chance.choices("1234", groups[:4])[0]
        managers = {"5": 0.2, "6": 1.0, "7": 1.0, "8": 0.3}.get(group, 0.04)
        others = {"1": 0.5, "8": 0.7}.get(group, 0.0)
        roles = ("practitioner", "manager", "other")
        role = visit.role or self.chance.choices(roles, [max(0.0, 1 - managers - others), managers, others])[0]
        return Post(visit.agency, group, role)

    def _book(self, event: Event, person: Person, outcome: str, *, unscheduled: bool = False, reason: str = "") -> None:
        person.courses.add(event.course)
        person.days.add(event.day)
        self.bookings.append(Booking(event, person, outcome, unscheduled, reason))


def attendance(events: list[Event], figures: dict[str, Any]) -> County:
    """The county after two years. Who was asked most comes first, so that those asked less are found among them."""
    county = County(dice("attendance"))
    asked = ("agency", "target_group", "sex", "ethnic_group")
    for scope in ("courses", "lpgs"):
        for year in reversed(YEARS):
            quotas = {what: figures[scope][year].get(f"by_{what}", {}) for what in asked}
            _came(county, of(scope, year, events), quotas)
    for year, figure in figures["conference"].items():
        quotas = {"agency": PROGRAMME["conference"]["by_agency"], "role": figure["by_role"]}
        _came(county, of("conferences", year, events), quotas)
    for year, figure in figures["bespoke"].items():
        attended = sum(workshops["attended"] for workshops in figure.values())
        quotas = {"agency": {"gp": attended}, "target_group": PROGRAMME["bespoke"]["by_target_group"]}
        _came(county, of("bespoke", year, events), quotas)
    for event in events:
        _stayed_away(county, event)
    for event in events:
        if event.scope == "conferences":
            _chose_workshops(county, event, [workshop for workshop in events if workshop.parent == event.code])
    return county


def _came(county: County, events: list[Event], quotas: dict[str, Mapping[str, int]]) -> None:
    """Everybody who came to these events: each thing asked is dealt out so that its sums are the county's."""
    agencies = deal(quotas["agency"], county.chance)

    def liking(seat: int, label: str) -> float:
        agency = AGENCIES[agencies[seat]]
        if label.isdigit():
            return float(agency["groups"][int(label) - 1]) or 0.001
        return float(agency["male"]) if label == "male" else 1.0

    others = {asked: quota for asked, quota in quotas.items() if quota and asked != "agency"}
    dealt = {asked: deal(quota, county.chance, liking) for asked, quota in others.items()}
    seats = [event for event in events for _ in range(event.attended)]
    for seat, (event, agency) in enumerate(zip(seats, agencies, strict=True)):
        county.came(Visit(event, agency, **{asked: labels[seat] for asked, labels in dealt.items()}))


def _stayed_away(county: County, event: Event) -> None:
    """What became of the places that nobody sat in, who gave theirs up in time, and who waited for one."""
    if not event.held:
        county.called_off(event)
    fates = PEOPLE["empty_places"].get(event.scope)
    if not fates or not event.held or event.places is None:
        return
    chance = county.chance
    unscheduled = sum(booking.unscheduled for booking in county.bookings if booking.event is event)
    empty = chance.choices(list(fates), list(fates.values()), k=event.places - event.attended + unscheduled)
    given_up = ["cancelled"] * chance.choice((0, 1, 1, 2, 3))
    waited = ["waiting"] * (chance.randint(1, 3) if event.attended == event.places else 0)
    for outcome in [*empty, *given_up, *waited]:
        if outcome != "never-taken":
            county.stayed_away(event, outcome)


def _chose_workshops(county: County, conference: Event, workshops: list[Event]) -> None:
    """Every delegate chose one of the workshops at each hour."""
    came = ("attended", "part-attended")
    delegates = [row.person for row in county.bookings if row.event is conference and row.outcome in came]
    for hour in sorted({workshop.starts for workshop in workshops}):
        choice = {workshop.code: workshop for workshop in workshops if workshop.starts == hour}
        chosen = deal({code: workshop.attended for code, workshop in choice.items()}, county.chance)
        for code, person in zip(chosen, delegates, strict=True):
            county.bookings.append(Booking(choice[code], person, "attended"))
