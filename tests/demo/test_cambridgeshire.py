"""The demonstration package: every published figure comes out of its rows, and its maker makes it again to the byte."""

import csv
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "demo" / "cambridgeshire"
FIGURES = json.loads((ROOT / "demo" / "figures" / "cambridgeshire.json").read_text(encoding="utf-8"))
YEARS = ("2012-13", "2013-14")
GRADES = ("excellent", "good", "satisfactory", "poor")

Row = dict[str, str]


def rows_of(name: str) -> list[Row]:
    with (PACKAGE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


AGENCIES, BUDGET, ENROLMENTS = rows_of("agencies"), rows_of("budget"), rows_of("enrolments")
BOOKINGS, HEADCOUNTS, RATINGS, COMMENTS = (rows_of(name) for name in ("bookings", "headcounts", "ratings", "comments"))
COURSES = {row["code"]: row for row in rows_of("courses")}
EVENTS = {row["code"]: row for row in rows_of("events")}
PEOPLE = {row["code"]: row for row in rows_of("people")}


def year_of(event: Row) -> str:
    return YEARS[0] if event["starts"] < "2013-04-01" else YEARS[1]


def held(kind: str, year: str) -> list[Row]:
    """Held events of a kind and year; a workshop is its conference's."""
    found = []
    for event in EVENTS.values():
        is_of_kind = COURSES[event["course"]]["kind"] == kind and not event["parent"]
        if is_of_kind and event["status"] == "held" and year_of(event) == year:
            found.append(event)
    return found


def came(kind: str, year: str) -> Iterator[tuple[Row, Row]]:
    """Bookings of those who came to such events, with their people."""
    codes = {event["code"] for event in held(kind, year)}
    for booking in BOOKINGS:
        if booking["event"] in codes and booking["outcome"] in ("attended", "part-attended"):
            yield booking, PEOPLE[booking["person"]]


def counted(kind: str, year: str, what: str) -> Counter[str]:
    """Those who came by agency, target group or role, which are the booking's; by area; or by what is the person's."""
    counts: Counter[str] = Counter()
    for booking, person in came(kind, year):
        if what == "area":
            counts[EVENTS[booking["event"]]["area"]] += 1
        else:
            counts[booking.get(what) or person[what]] += 1
    return counts


def graded(event: str, question: str) -> Counter[str]:
    return Counter(row["answer"] for row in RATINGS if row["event"] == event and row["question"] == question)


def headcounts(kind: str, year: str, audience: str) -> int:
    codes = {event["code"] for event in held(kind, year)}
    return sum(int(row["people"]) for row in HEADCOUNTS if row["event"] in codes and row["audience"] == audience)


def test_every_part_of_the_figures_has_a_test_here() -> None:
    assert set(FIGURES) - {"source", "note"} == {
        "agencies",
        "courses",
        "lpgs",
        "conference",
        "bespoke",
        "performances",
        "e_learning",
        "budget",
    }


def test_the_agencies_are_those_of_the_figures() -> None:
    for row, agency in zip(AGENCIES, FIGURES["agencies"], strict=True):
        hard_to_reach = {"yes": True, "no": False}[row["hard_to_reach"]]
        stated = {"code": row["code"], "name": row["name"], "sector": row["sector"], "hard_to_reach": hard_to_reach}
        assert stated == agency


@pytest.mark.parametrize(("scope", "kind"), [("courses", "course"), ("lpgs", "lpg")])
@pytest.mark.parametrize("year", YEARS)
def test_courses_and_lpgs_come_out(scope: str, kind: str, year: str) -> None:
    events, figures = held(kind, year), FIGURES[scope][year]
    recounted: dict[str, Any] = {"attended": len(list(came(kind, year)))}
    if kind == "lpg":
        recounted["meetings"] = len(events)
    else:
        recounted["held"] = len(events)
        recounted["topics"] = len({event["course"] for event in events})
        recounted["places"] = sum(int(event["places"]) for event in events)
    for by, counts in figures.items():
        if by.startswith("by_"):
            recounted[by] = dict.fromkeys(counts, 0) | dict(counted(kind, year, by.removeprefix("by_")))
    assert recounted == figures


@pytest.mark.parametrize("year", FIGURES["conference"])
def test_the_conference_comes_out(year: str) -> None:
    (event,) = held("conference", year)
    answers = [row for row in RATINGS if row["event"] == event["code"]]
    figures = dict(FIGURES["conference"][year])
    order = figures.pop("workshops_in_order_of_rating")
    assert figures == {
        "date": event["starts"][:10],
        "venue": event["venue"],
        "delegates": len(list(came("conference", year))),
        "additional_participants": headcounts("conference", year, "additional-participants"),
        "by_role": counted("conference", year, "role"),
        "evaluations": len({row["respondent"] for row in answers}),
        "ratings": {
            question: dict.fromkeys(GRADES, 0) | dict(graded(event["code"], question))
            for question in {row["question"] for row in answers}
        },
    }
    workshops = [each for each in EVENTS.values() if each["parent"] == event["code"]]

    def excellent_to_good(workshop: Row) -> tuple[float, float]:
        grades = graded(workshop["code"], "overall")
        share = (grades["excellent"] + grades["good"]) / grades.total()
        assert share > 0.5
        return share, grades["excellent"] / grades.total()

    ranked = sorted(workshops, key=excellent_to_good, reverse=True)
    assert len({excellent_to_good(workshop) for workshop in workshops}) == len(order)
    for stated, workshop in zip(order, ranked, strict=True):
        assert stated.startswith("(") or stated == workshop["title"]


@pytest.mark.parametrize("year", FIGURES["bespoke"])
def test_bespoke_workshops_come_out(year: str) -> None:
    events = held("bespoke", year)
    (title,) = {COURSES[event["course"]]["title"] for event in events}
    assert FIGURES["bespoke"][year] == {title: {"events": len(events), "attended": len(list(came("bespoke", year)))}}
    assert counted("bespoke", year, "agency").keys() == {"gp"}


@pytest.mark.parametrize("year", FIGURES["performances"])
def test_performances_come_out_as_head_counts_alone(year: str) -> None:
    events = held("performance", year)
    (title,) = {COURSES[event["course"]]["title"] for event in events}
    assert FIGURES["performances"][year] == {
        title: {
            "performances": len(events),
            "young_people": headcounts("performance", year, "young-people"),
            "professionals": headcounts("performance", year, "professionals"),
        }
    }
    codes = {event["code"] for event in events}
    assert not any(event["places"] for event in events)
    assert not any(booking["event"] in codes for booking in BOOKINGS)
    assert {event["starts"][:7] for event in events} == {"2014-02", "2014-03"}


@pytest.mark.parametrize("year", FIGURES["e_learning"])
def test_e_learning_comes_out(year: str) -> None:
    (course,) = {row["course"] for row in ENROLMENTS}
    assert FIGURES["e_learning"][year] == {
        "course": COURSES[course]["title"],
        "launched": min(row["enrolled"] for row in ENROLMENTS),
        "signed_up": len(ENROLMENTS),
        "completed_modules": sum(int(row["modules_completed"]) > 0 for row in ENROLMENTS),
    }
    assert not any(row["completed"] for row in ENROLMENTS)
    assert max(row["enrolled"] for row in ENROLMENTS) <= "2014-03-31"


def test_the_budget_comes_out_to_the_penny() -> None:
    assert {row["year"] for row in BUDGET} == set(FIGURES["budget"])
    for year, figures in FIGURES["budget"].items():
        lines = [[row["line"], row["budgeted"], row["actual"]] for row in BUDGET if row["year"] == year]
        budgeted, actual = (sum(Decimal(line[column]) for line in lines) for column in (1, 2))
        assert {"lines": lines, "total": [str(budgeted), str(actual)], "remaining": str(budgeted - actual)} == figures


def test_two_people_say_it_was_not_for_their_role_fewer_than_the_year_before() -> None:
    counts = Counter(year_of(EVENTS[row["event"]]) for row in COMMENTS if row["theme"] == "relevance-to-role")
    assert counts[YEARS[1]] == 2 < counts[YEARS[0]]


def test_venue_is_the_weak_point_and_grades_rose() -> None:
    def share(question: str, year: str) -> float:
        codes = {event["code"] for kind in ("course", "lpg") for event in held(kind, year)}
        grades = Counter(row["answer"] for row in RATINGS if row["event"] in codes and row["question"] == question)
        return (grades["excellent"] + grades["good"]) / grades.total()

    others = ("aims", "learning-outcomes", "equality-and-diversity", "delivery", "materials", "overall")
    for question in others:
        assert 0.8 < share(question, YEARS[0]) < share(question, YEARS[1])
        assert share("venue", YEARS[1]) < share(question, YEARS[1]) - 0.2


def test_the_maker_makes_the_same_files_again(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "demo.make_cambridgeshire", tmp_path], cwd=ROOT, check=True, timeout=120)
    committed = {path.name: path.read_bytes() for path in PACKAGE.iterdir()}
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == committed
    assert sum(map(len, committed.values())) < 1_000_000
