"""The referee counts a records package; what was imported from it and compiled must come to the same."""

from pathlib import Path
from random import Random

import pytest

from config.records import import_package
from evaluations.models import AT_THE_END
from tests.config.packages import Package, as_folder
from tests.makers import TESTER
from tests.reports import referee_more
from tests.reports.random_worlds import LONG_AFTER, Case, Drawer, days_around
from tests.reports.test_referee import assert_same, compiled
from tests.reports.worlds import MORE_OUTCOMES, World, names

pytestmark = pytest.mark.django_db


def importable(world: World) -> World:
    """What of the world a records package has words for."""
    drafts = {row.code for row in world.events if row.status == "draft"}
    drafts |= {row.code for row in world.events if row.parent in drafts}
    cancelled = {row.code for row in world.events if row.status == "cancelled"}
    bookings = {(row.event, row.person): row for row in world.bookings if row.event not in drafts | cancelled}
    known = [person for person in world.people if person.ethnic_group != "no-longer-known"]
    codes = {person.code for person in known}
    # Ratings and comments are what was said at the end; no package brings what was asked before or later.
    said = [
        row._replace(comments=tuple(comment for comment in row.comments if comment[0] in AT_THE_END))
        for row in world.evaluations
        if row.event not in drafts and row.kind == "end"
    ]
    evaluations = [row for row in said if row.answers or row.comments]
    return World(
        agencies=world.agencies,
        courses=world.courses,
        events=[row for row in world.events if row.code not in drafts],
        people=known,
        bookings=[
            row._replace(target_group=row.target_group.removeprefix("levels:"))
            for row in bookings.values()
            if row.outcome not in MORE_OUTCOMES and row.person in codes
        ],
        evaluations=[row._replace(state="submitted") for row in evaluations],
        headcounts=[row for row in world.headcounts if row.event not in drafts],
        enrolments=[row for row in world.enrolments if row.person in codes],
        trainers=[row for row in world.trainers if row.event not in drafts],
        budget=world.budget,
        choices=[],
        targets=[],
    )


def package(world: World) -> Package:
    """The world as a records package."""
    yes_no = {True: "yes", False: "no", None: ""}
    return {
        "agencies": [
            {
                "code": row.code,
                "name": f"The {row.code}",
                "sector": row.sector,
                "hard_to_reach": yes_no[row.hard_to_reach],
                "workforce": "" if row.workforce is None else row.workforce,
            }
            for row in world.agencies
        ],
        "courses": [row._asdict() | {"title": f"About {row.code}", "hours": row.hours or ""} for row in world.courses],
        "events": [
            {
                "code": row.code,
                "course": row.course,
                "starts": f"{row.day}T{row.clock:%H:%M}",
                "ends": f"{row.day}T{row.clock:%H:%M}",
                "status": row.status,
                "places": "" if row.places is None else row.places,
                "area": row.area,
                "parent": row.parent,
            }
            for row in world.events
        ],
        "people": [row._asdict() for row in world.people],
        "bookings": [row._asdict() | {"unscheduled": yes_no[row.unscheduled]} for row in world.bookings],
        "ratings": [
            {"event": row.event, "respondent": row.respondent, "question": question, "answer": answer}
            for row in world.evaluations
            for question, answer in row.answers.items()
        ],
        "comments": [
            {
                "event": row.event,
                "respondent": row.respondent,
                "prompt": prompt,
                "text": text,
                "theme": theme,
                "may_quote": yes_no[may_quote],
            }
            for row in world.evaluations
            for prompt, text, theme, may_quote in row.comments
        ],
        "headcounts": [row._asdict() for row in world.headcounts],
        "enrolments": [
            {
                "course": row.course,
                "person": row.person,
                "enrolled": row.enrolled,
                "modules_completed": "" if row.modules is None else row.modules,
                "completed": row.completed or "",
            }
            for row in world.enrolments
        ],
        "trainers": [row._asdict() | {"lived_experience": yes_no[row.lived_experience]} for row in world.trainers],
        "budget": [
            row._asdict() | {"budgeted": row.budgeted or "", "actual": row.actual or ""} for row in world.budget
        ],
    }


@pytest.mark.parametrize("seed", range(12))
def test_imported_and_compiled_is_what_the_referee_counts(seed: int, tmp_path: Path) -> None:
    random = Random(seed)
    drawer = Drawer(random, days_around("2016-17"))
    drawer.draw(events=40, people=20)
    world = importable(drawer.world)
    files = {name: rows for name, rows in package(world).items() if rows}
    import_package(as_folder(tmp_path, files), by=TESTER, at=LONG_AFTER)
    case = Case(f"seed={seed}", world, "2016-17", None, LONG_AFTER)
    wanted = referee_more.expected(world, names(), name=case.name, until=case.until, at=case.at)
    assert wanted["figures"]["all.attended"]["value"] > 5
    assert_same(compiled(case), wanted)
