"""Make demo/cambridgeshire/: two past years of a county as a records package, from the figures that it published.

    python -m demo.make_cambridgeshire [FOLDER]

Sums are the county's; people, places and words are invented. The same files come out each time. figures/ holds what
was published, wording/ what is invented; programme.py makes the events, attendance.py the people who came, answers.py
what they thought of it, and this the files.
"""

import csv
import json
import re
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from demo.answers import comments, ratings
from demo.attendance import AGENCIES, PEOPLE, Booking, Person, attendance
from demo.dealing import HERE, dice
from demo.programme import COURSES, Event, head_counts, programme, trainers, working_days

Row = Sequence[object]

COLUMNS = {
    "agencies": "code name sector hard_to_reach contributes workforce successor",
    "courses": "code title kind priority need hours",
    "events": "code course title starts ends area venue places status for_agency parent",
    "people": "code first_name last_name email agency job_title role target_group works_with sex ethnic_group",
    "bookings": "event person outcome unscheduled reason agency target_group role",
    "ratings": "event person respondent question answer",
    "comments": "event respondent prompt text theme may_quote",
    "headcounts": "event audience people",
    "enrolments": "course person enrolled modules_completed completed",
    "trainers": "event name agency days lived_experience",
    "budget": "year line budgeted actual",
}
WITHOUT_MARKS = str.maketrans("łŁıø", "lLio")


def main(folder: Path) -> None:
    """Write the package into `folder`."""
    figures = json.loads((HERE / "figures" / "cambridgeshire.json").read_text(encoding="utf-8"))
    events = programme(figures)
    county = attendance(events, figures)
    codes = {person: f"p{n:04}" for n, person in enumerate(county.people, start=1)}
    rated = ratings(events, figures)
    tables: dict[str, Iterable[Row]] = {
        "agencies": agency_rows(figures["agencies"]),
        "courses": ([course[column] for column in COLUMNS["courses"].split()] for course in COURSES.values()),
        "events": map(event_row, events),
        "people": people_rows(codes),
        "bookings": booking_rows(county.bookings, codes, events),
        "ratings": ([row.event, "", *row[1:]] for row in rated),
        "comments": comments(events, rated),
        "headcounts": head_counts(events, figures),
        "enrolments": enrolment_rows(figures, codes),
        "trainers": trainers(events),
        "budget": ([year, *line] for year, budget in figures["budget"].items() for line in budget["lines"]),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([COLUMNS[name].split(), *rows])


def yes_or_no(statement: bool) -> str:
    """As the package spells it."""
    return "yes" if statement else "no"


def agency_rows(agencies: list[dict[str, Any]]) -> list[Row]:
    """The agencies, with what is invented of them."""
    return [
        [
            agency["code"],
            agency["name"],
            agency["sector"],
            yes_or_no(agency["hard_to_reach"]),
            AGENCIES[agency["code"]]["contributes"],
            AGENCIES[agency["code"]].get("workforce", ""),
            "",
        ]
        for agency in agencies
    ]


def event_row(event: Event) -> Row:
    """An event as it stands in the file."""
    return [
        event.code,
        event.course,
        event.title,
        event.starts,
        event.ends,
        event.area,
        event.venue,
        event.places,
        "held" if event.held else "cancelled",
        event.for_agency,
        event.parent,
    ]


def people_rows(codes: dict[Person, str]) -> list[Row]:
    """The people, each with a name of their own; names say nothing of ethnic groups."""
    chance, rows, names = dice("names"), list[Row](), set[tuple[str, str]]()
    for person, code in codes.items():
        first = PEOPLE["names"].get(person.sex) or PEOPLE["names"]["female"] + PEOPLE["names"]["male"]
        name = chance.choice(first), chance.choice(PEOPLE["names"]["last"])
        while name in names:
            name = chance.choice(first), chance.choice(PEOPLE["names"]["last"])
        names.add(name)
        email = f"{mailbox(name[0])}.{mailbox(name[1])}@{person.post.agency}.example" if chance.random() > 0.06 else ""
        works_with = chance.choice([*AGENCIES[person.post.agency]["works_with"] * 6, ""])
        rows.append(
            [
                code,
                *name,
                email,
                person.post.agency,
                chance.choice(titles(person)),
                person.post.role,
                person.post.target_group,
                works_with,
                person.sex,
                person.ethnic_group,
            ]
        )
    return rows


def mailbox(name: str) -> str:
    """A name as it stands in an e-mail address."""
    plain = unicodedata.normalize("NFKD", name.translate(WITHOUT_MARKS)).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z-]+", "", plain.replace(" ", "-"))


def titles(person: Person) -> list[str]:
    """The job titles that suit somebody's post."""
    agency, group, role = person.post
    if group == "4":
        return list(PEOPLE["titles"]["section_47_police" if agency == "police" else "section_47"])
    if group in ("5", "8"):
        return list(PEOPLE["titles"][{"5": "adviser", "8": "board"}[group]])
    if role == "manager":
        return list(PEOPLE["titles"]["manager" if group == "6" else "team_leader"])
    return list(AGENCIES[agency]["titles"][int(group) - 1])


def booking_rows(bookings: list[Booking], codes: dict[Person, str], events: list[Event]) -> list[Row]:
    """The bookings, event by event; agency, target group and role only where they were others on the day."""
    order = {event: n for n, event in enumerate(events)}
    rows: list[Row] = []
    for booking in sorted(bookings, key=lambda each: (order[each.event], codes[each.person])):
        then, now = booking.person.posts.get(booking.event.year, booking.person.post), booking.person.post
        on_the_day = [was if was != is_now else "" for was, is_now in zip(then, now, strict=True)]
        mark = "yes" if booking.unscheduled else ""
        rows.append([booking.event.code, codes[booking.person], booking.outcome, mark, booking.reason, *on_the_day])
    return rows


def enrolment_rows(figures: dict[str, Any], codes: dict[Person, str]) -> list[Row]:
    """Those who signed up for the e-learning, from hard-to-reach agencies, the first on the day of its launch."""
    chance, rows = dice("enrolments"), list[Row]()
    wanted = {agency["code"] for agency in figures["agencies"] if agency["hard_to_reach"]}
    for year, figure in figures["e_learning"].items():
        launched = date.fromisoformat(figure["launched"])
        later = [day for day in working_days(year) if day > launched]
        days = [launched, *sorted(chance.sample(later, figure["signed_up"] - 1))]
        people = chance.sample([code for person, code in codes.items() if person.post.agency in wanted], len(days))
        modules = [chance.randint(1, 4) if n < figure["completed_modules"] else 0 for n in range(len(days))]
        for code, day, done in zip(people, days, modules, strict=True):
            rows.append(["basic-safeguarding", code, day, done, ""])
    return rows


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "cambridgeshire")
