"""Random packages: sound ones come in alike from every form, and spoilt ones are refused by name or come in."""

import shutil
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.records import SHEETS, import_package
from core.records.faults import PackageRefused
from evaluations.records import IN_WORDS, KIND_OF
from events.models import Booking
from events.outcomes import COUNTED, OUTCOMES
from people.models import Agency
from tests.config.on_record import in_brief, undone
from tests.config.packages import FORMS, Cells, Package, as_folder, sound
from tests.makers import NOW, TESTER

pytestmark = [pytest.mark.django_db, pytest.mark.once]
ON_A_SHARED_DATABASE = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
CAME = ("attended", "part-attended")
ANSWERS = {kind: [str(answer) for answer, its in KIND_OF.items() if its == kind] for kind in IN_WORDS}
QUESTIONS = {"overall": "quality", "recommend": "yes-no", "confidence-after": "one-to-ten", "pace": "yes-no"}

# Without what a workbook means otherwise: errors, and escapes like _x000D_, which Hypothesis finds in our sources.
words = st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters="#_"), min_size=1, max_size=12)
lines = st.lists(words, min_size=1, max_size=3).map(" ".join)
yes_no = st.sampled_from(["", "yes", "no"])
days = st.dates(date(2012, 4, 1), date(2014, 3, 31))
pence = st.integers(-(10**7), 10**7).map(lambda amount: f"{amount / 100:.2f}")


def some(strategy: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.just("") | strategy


def one_of(rows: list[Cells]) -> st.SearchStrategy[str]:
    return st.sampled_from([str(row["code"]) for row in rows])


@st.composite
def packages(draw: st.DrawFn) -> Package:
    """A sound package: agencies merged forward only, one level of workshops, answers of each question's kind."""

    def rows(prefix: str, fewest: int, **cells: st.SearchStrategy[str]) -> list[Cells]:
        number = draw(st.integers(fewest, 4))
        return [{"code": f"{prefix}{index}"} | draw(st.fixed_dictionaries(cells)) for index in range(number)]

    def each_once(rows: list[Cells], *key: str) -> list[Cells]:
        return list({tuple(row[column] for column in key): row for row in rows}.values())

    def many(**cells: st.SearchStrategy[str]) -> list[Cells]:
        return list(draw(st.lists(st.fixed_dictionaries(cells), max_size=8)))

    agencies = rows(
        "a",
        1,
        name=lines,
        sector=st.sampled_from(["health", "police", "fire"]),
        hard_to_reach=yes_no,
        workforce=some(st.integers(0, 10**6).map(str)),
    )
    agencies = [
        {**row, "successor": draw(some(one_of(agencies[index:]))) if index < len(agencies) else ""}
        for index, row in enumerate(agencies, start=1)
    ]  # fmt: skip
    courses = rows(
        "c",
        1,
        title=lines,
        kind=st.sampled_from(["course", "lpg", "conference", "e-learning"]),
        priority=some(lines),
        hours=some(st.sampled_from(["0", "6.5", "7"])),
    )
    events = rows(
        "e",
        1,
        course=one_of(courses),
        area=some(lines),
        venue=some(lines),
        places=some(st.integers(0, 99).map(str)),
        status=st.sampled_from(["held", "cancelled", "planned"]),
    )
    events = [
        {**_with_times(row, draw(days)), "parent": draw(some(st.just("e0"))) if index else ""}
        for index, row in enumerate(events)
    ]
    people = rows(
        "p",
        1,
        agency=one_of(agencies),
        first_name=some(words),
        role=some(st.sampled_from(["manager", "practitioner"])),
        target_group=some(st.sampled_from("12345678")),
        sex=some(st.sampled_from(["female", "other"])),
        ethnic_group=some(st.sampled_from(["white-roma", "prefer-not-to-say"])),
    )
    bookings = many(
        event=one_of(events),
        person=one_of(people),
        outcome=st.sampled_from(list(OUTCOMES)),
        reason=some(lines),
        agency=some(one_of(agencies)),
        unscheduled=yes_no,
    )
    bookings = [row if row["outcome"] in CAME else {**row, "unscheduled": "no"} for row in bookings]
    ratings = many(event=one_of(events), respondent=words, question=st.sampled_from(list(QUESTIONS)))
    ratings = [{**row, "answer": draw(st.sampled_from(ANSWERS[QUESTIONS[str(row["question"])]]))} for row in ratings]
    comments = many(
        event=one_of(events),
        respondent=words,
        prompt=st.sampled_from(["impact", "other"]),
        text=st.lists(lines, min_size=1).map("\n".join),
        theme=some(st.sampled_from(["venue", "new-theme"])),
        may_quote=yes_no,
    )
    enrolments = many(course=one_of(courses), person=one_of(people), enrolled=days.map(str), completed=st.just(""))
    trainers = many(event=one_of(events), name=lines, days=st.sampled_from(["0", "0.5", "2"]))
    budget = many(year=st.just("2013-14"), line=lines, budgeted=some(pence), actual=some(pence))
    package: Package = {
        "agencies": agencies,
        "courses": courses,
        "events": events,
        "people": people,
        "bookings": each_once(bookings, "event", "person"),
        "ratings": each_once(ratings, "event", "respondent", "question"),
        "comments": each_once(comments, "event", "respondent", "prompt"),
        "enrolments": each_once(enrolments, "course", "person", "enrolled"),
        "trainers": each_once(trainers, "event", "name"),
        "budget": each_once(budget, "year", "line"),
    }
    return {file: rows for file, rows in package.items() if rows}


def _with_times(row: Cells, day: date) -> Cells:
    return {**row, "starts": f"{day}T09:30", "ends": f"{day + timedelta(days=1)}T00:00"}


@given(package=packages())
@ON_A_SHARED_DATABASE
def test_a_sound_package_comes_in_alike_from_every_form_and_twice(package: Package, tmp_path: Path) -> None:
    found = []
    for form in FORMS.values():
        shutil.rmtree(tmp_path / "package", ignore_errors=True)
        path = form(tmp_path, package)
        with undone():
            counts = import_package(path, by=TESTER, at=NOW)
            assert {count.file: count.added for count in counts} == {file: len(rows) for file, rows in package.items()}
            found.append(in_brief())
            demand_outcomes(package.get("bookings", ()))
            again = import_package(path, by=TESTER, at=NOW + timedelta(days=1))
            assert {count.file: count.unchanged for count in again} == {
                file: len(rows) for file, rows in package.items()
            }
            assert in_brief() == found[-1]
    assert found[0] == found[1] == found[2]


def demand_outcomes(rows: Any) -> None:
    """The counts of the report over what came in are those over the rows as they stand in the file."""
    came = [row for row in rows if row["outcome"] in CAME]
    walked_in = [row for row in came if row["unscheduled"] == "yes"]
    outcomes = Counter(row["outcome"] for row in rows)
    counted = {name: Booking.objects.filter(condition).count() for name, condition in COUNTED.items()}
    assert counted == {
        "booked": len(rows) - outcomes["waiting"] - len(walked_in),
        "attended": len(came),
        "cancelled": outcomes["cancelled"] + outcomes["cancelled-late"],
        "did_not_attend": outcomes["did-not-attend"],
        "unscheduled": len(walked_in),
        "not_recorded": outcomes["booked"],
    }


PLACES = [
    (file, row, column.name)
    for sheet in SHEETS
    for file in [sheet.name]
    for row in range(len(sound()[file]))
    for column in sheet.columns
]
ODD = [
    *(
        "",
        "yes",
        "no",
        "0",
        "1",
        "-1",
        "10",
        "2",
        "6.25",
        "2013-06-26",
        "2026-06-03T09:30",
        "2013-06-26T09:30",
        "2013-14",
    ),
    *(
        "ccs",
        "new",
        "fire",
        "core",
        "conf",
        "basic",
        "c1",
        "ws",
        "e1",
        "e3",
        "p1",
        "p2",
        "p 3/a",
        "r1",
        "overall",
        "good",
    ),
    *(
        "booked",
        "attended",
        "waiting",
        "cancelled",
        "held",
        "planned",
        "course",
        "impact",
        "a b",
        "é",
        "x" * 301,
        "\0",
        "\n",
    ),
    *("9" * 30, "white-roma", "manager", "health", "a\udce9"),
]


@given(
    changes=st.lists(st.tuples(st.sampled_from(PLACES), st.sampled_from(ODD)), min_size=1, max_size=4),
    known=st.booleans(),
)
@ON_A_SHARED_DATABASE
def test_a_spoilt_package_is_refused_by_name_or_comes_in(
    changes: list[tuple[tuple[str, int, str], str]], known: bool, tmp_path: Path
) -> None:
    """Whatever the database would refuse has been named before: nothing else than PackageRefused is ever raised."""
    package = {file: [dict(row) for row in rows] for file, rows in sound().items()}
    with undone():
        if known:
            import_package(as_folder(tmp_path, sound()), by=TESTER, at=NOW)
        for (file, row, column), cell in changes:
            package[file][row][column] = cell.encode("utf-8", "replace").decode()
        before = Agency.objects.count()
        refusal = None
        try:
            import_package(as_folder(tmp_path, package), by=TESTER, at=NOW)
        except PackageRefused as refused:
            refusal = refused
        assert refusal is None or (refusal.count == len(refusal.faults) > 0 and Agency.objects.count() == before)
