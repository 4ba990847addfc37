"""The invented county's programme: which course ran when and where, with how many places and how many who came."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import cycle
from typing import Any

from demo.dealing import dice, split, spread, wording

YEARS = ("2012-13", "2013-14")
SCOPES = {
    "course": "courses",
    "lpg": "lpgs",
    "conference": "conferences",
    "bespoke": "bespoke",
    "performance": "performances",
}
CALLED_OFF_A_YEAR = 2

PROGRAMME = wording("programme")
COURSES: dict[str, dict[str, Any]] = {
    topic["code"]: {**theme, **topic} for theme in PROGRAMME["courses"] for topic in theme["topics"]
}


@dataclass(eq=False)
class Event:
    """A dated run of a course, and how many named people came to it."""

    code: str
    course: str
    year: str
    day: date
    hours: Sequence[str]
    area: str = ""
    venue: str = ""
    places: int | None = None
    attended: int = 0
    held: bool = True
    for_agency: str = ""
    parent: str = ""
    title: str = ""

    @property
    def starts(self) -> str:
        """When it began, as the records have it."""
        return f"{self.day}T{self.hours[0]}"

    @property
    def ends(self) -> str:
        """When it ended, as the records have it."""
        return f"{self.day}T{self.hours[1]}"

    @property
    def scope(self) -> str:
        """What the report counts it among; nothing for a workshop, whose people are its conference's."""
        return "" if self.parent else SCOPES[COURSES[self.course]["kind"]]


def working_days(year: str) -> list[date]:
    """The days of a reporting year on which the county trains."""
    first = date(int(year[:4]), 4, 1)
    days = [first + timedelta(days=n) for n in range((first.replace(year=first.year + 1) - first).days)]
    closed = set(PROGRAMME["closed_days"])
    away = PROGRAMME["closed_weeks"]
    return [day for day in days if day.weekday() < 5 and day not in closed and not any(a <= day <= z for a, z in away)]


def programme(figures: dict[str, Any]) -> list[Event]:
    """Every event of both years, in the order in which they began."""
    events = [event for year in YEARS for event in [*courses(year, figures), *lpgs(year, figures)]]
    events += [*conference(figures), *general_practice(figures), *play(figures)]
    return sorted(events, key=lambda event: (event.starts, event.code))


def on_offer(kind: str, year: str) -> list[str]:
    """The topics of a kind that were on offer in a year."""
    return [code for code, course in COURSES.items() if course["kind"] == kind and course.get("only", year) == year]


def courses(year: str, figures: dict[str, Any]) -> list[Event]:
    """A year's training courses: every topic in turn, and again from the first; two more were called off."""
    chance, figure = dice(f"courses {year}"), figures["courses"][year]
    topics = on_offer("course", year)
    chance.shuffle(topics)
    conferences = [date.fromisoformat(each["date"]) for each in figures["conference"].values()]
    open_days = [day for day in working_days(year) if day not in conferences]
    days = spread(open_days, figure["held"] + CALLED_OFF_A_YEAR, chance)
    # Called off are first runs of topics that come round again: no topic is lost.
    called_off = chance.sample(range(len(days) - len(topics)), CALLED_OFF_A_YEAR)
    events = []
    for n, (day, topic) in enumerate(zip(days, cycle(topics), strict=False)):
        area, venues = chance.choice(list(PROGRAMME["venues"].items()))
        hours = chance.choice(PROGRAMME["times"][str(COURSES[topic]["hours"])])
        code, venue, held_on = f"c{year[2:4]}-{n + 1:03}", chance.choice(venues), n not in called_off
        events.append(Event(code, topic, year, day, hours, area, venue, places=16, held=held_on))
    held = [event for event in events if event.held]
    unfilled = Counter(chance.choices(range(len(held)), k=figure["places"] - figure["attended"]))
    for n, (event, places) in enumerate(zip(held, split(figure["places"], len(held), chance), strict=True)):
        event.places, event.attended = places, places - unfilled[n]
    return events


def lpgs(year: str, figures: dict[str, Any]) -> list[Event]:
    """A year's Local Practice Groups: one topic a round, and each round goes through all areas."""
    chance, figure = dice(f"lpgs {year}"), figures["lpgs"][year]
    rounds = figure["meetings"] // len(figure["by_area"])
    came = {area: split(attended, rounds, chance) for area, attended in figure["by_area"].items()}
    meetings = [(topic, area, came[area][n]) for n, topic in enumerate(on_offer("lpg", year)[:rounds]) for area in came]
    days = spread(working_days(year), len(meetings), chance)
    return [
        Event(
            f"l{year[2:4]}-{n + 1:02}",
            topic,
            year,
            day,
            PROGRAMME["times"]["2"][n % 2],
            area,
            venue=PROGRAMME["venues"][area][0],
            places=chairs_for(attended),
            attended=attended,
        )
        for n, (day, (topic, area, attended)) in enumerate(zip(days, meetings, strict=True))
    ]


def chairs_for(attended: int) -> int:
    """A round number of places, of which from three to seven stay empty."""
    return (attended + 7) // 5 * 5


def conference(figures: dict[str, Any]) -> list[Event]:
    """The conference and its workshops, three in the morning and three in the afternoon: each delegate chooses two."""
    facts, events = PROGRAMME["conference"], []
    for year, figure in figures["conference"].items():
        day, delegates = date.fromisoformat(figure["date"]), figure["delegates"]
        whole = Event(
            f"conf{day:%y}",
            f"conference-{day:%Y}",
            year,
            day,
            facts["times"],
            venue=figure["venue"],
            places=facts["places"],
            attended=delegates,
        )
        events += [whole]
        events += [
            replace(
                whole,
                code=f"{whole.code}-w{n + 1}",
                parent=whole.code,
                title=workshop["title"],
                hours=workshop["times"],
                places=40,
                attended=(delegates + n // 2) // 3,
            )
            for n, workshop in enumerate(facts["workshops"])
        ]
    return events


def general_practice(figures: dict[str, Any]) -> list[Event]:
    """The workshops for general practice, named people each, a half day in each area."""
    chance, events = dice("general practice"), []
    for year, figure in figures["bespoke"].items():
        workshops = figure["General practice safeguarding workshops"]
        came = split(workshops["attended"], workshops["events"], chance)
        days = spread(working_days(year), workshops["events"], chance)
        events += [
            Event(
                f"gp{year[2:4]}-{n + 1}",
                "general-practice",
                year,
                day,
                PROGRAMME["times"]["3"][1],
                area,
                venue=venues[-1],
                places=chairs_for(came[n]),
                attended=came[n],
                for_agency="gp",
            )
            for n, (day, (area, venues)) in enumerate(zip(days, PROGRAMME["venues"].items(), strict=True))
        ]
    return events


def play(figures: dict[str, Any]) -> list[Event]:
    """The performances in February and March, a school a day and two performances a school; nobody is named."""
    chance, events = dice("play"), []
    schools = [(area, school) for area, names in PROGRAMME["schools"].items() for school in names]
    chance.shuffle(schools)
    for year, figure in figures["performances"].items():
        first, last = PROGRAMME["half_term"]
        term = [day for day in working_days(year) if day.month in (2, 3) and not first <= day <= last]
        tour = zip(schools, spread(term, len(schools), chance), strict=True)
        runs = [(area, school, day, hours) for (area, school), day in tour for hours in PROGRAMME["times"]["1"]]
        events += [
            Event(f"cc{year[2:4]}-{n + 1:02}", "chelseas-choice", year, day, hours, area, school)
            for n, (area, school, day, hours) in enumerate(runs[: figure["Chelsea's Choice"]["performances"]])
        ]
    return events


def head_counts(events: list[Event], figures: dict[str, Any]) -> list[tuple[str, str, int]]:
    """Event, audience and how many: those who stand beside the named people."""
    chance, rows = dice("head counts"), []
    for year, figure in figures["conference"].items():
        extra = figure["additional_participants"]
        rows += [(event.code, "additional-participants", extra) for event in of("conferences", year, events)]
    for year, figure in figures["performances"].items():
        performances, counted = of("performances", year, events), figure["Chelsea's Choice"]
        for audience in ("young_people", "professionals"):
            shares = split(counted[audience], len(performances), chance)
            rows += [(event.code, audience.replace("_", "-"), n) for event, n in zip(performances, shares, strict=True)]
    return rows


def trainers(events: list[Event]) -> list[tuple[str, str, str, str, str]]:
    """Event, name, agency, days and lived experience of whoever trained; nobody in two places on a day."""
    chance, rows, busy = dice("trainers"), [], set[tuple[date, str]]()
    for event in events:
        if not event.held or not event.attended or event.parent:
            continue
        free = [trainer for trainer in PROGRAMME["trainers"]["pool"] if (event.day, trainer[0]) not in busy]
        for name, agency in chance.sample(free, 2 if event.attended > 12 else 1):
            busy.add((event.day, name))
            rows.append((event.code, name, agency, "1" if COURSES[event.course]["hours"] > 3 else "0.5", ""))
        if guest := PROGRAMME["trainers"]["lived_experience"].get(event.course):
            rows.append((event.code, guest, "", "0.5", "yes"))
    return rows


def of(scope: str, year: str, events: list[Event]) -> list[Event]:
    """The held events of a scope and year."""
    return [event for event in events if event.scope == scope and event.year == year and event.held]
