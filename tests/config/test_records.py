"""Taking in a package: the same from every form, all or nothing, and a second time without any change."""

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config.records import FILES, SHEETS, SheetCount, Step, import_package
from core.models import AuditEntry
from core.records.faults import PackageRefused
from evaluations.models import Question, Theme
from events.models import Area
from people import equality
from people.models import Agency, Person, Sector
from tests.config.on_record import everything, in_brief, undone
from tests.config.packages import FORMS, HELD, Package, as_folder, as_workbook, changed, csv_text, sound
from tests.makers import NOW, TESTER

pytestmark = pytest.mark.django_db
ROWS = {file: len(rows) for file, rows in sound().items()}


def take_in(path: Path, **options: bool) -> list[SheetCount]:
    return import_package(path, by=TESTER, at=NOW, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("form", FORMS)
def test_a_package_of_any_form_comes_in_and_a_second_time_changes_nothing(form: str, tmp_path: Path) -> None:
    path = FORMS[form](tmp_path, sound())
    first = take_in(path)
    assert [count.file for count in first] == FILES
    assert [str(count) for count in first] == [f"{file}: {ROWS[file]} added, 0 updated, 0 unchanged" for file in FILES]
    before, acts = everything(), AuditEntry.objects.count()
    later = import_package(path, by=TESTER, at=NOW.replace(hour=NOW.hour + 1))
    assert [str(count) for count in later] == [f"{file}: 0 added, 0 updated, {ROWS[file]} unchanged" for file in FILES]
    assert everything() == before
    assert AuditEntry.objects.count() == acts


def test_every_form_brings_the_same(tmp_path: Path) -> None:
    found = []
    for form in FORMS.values():
        with undone():
            take_in(form(tmp_path, sound()))
            found.append(in_brief())
    assert found[0] == found[1] == found[2]


def test_each_row_becomes_what_it_says(tmp_path: Path) -> None:
    take_in(as_workbook(tmp_path, sound()))
    agencies, courses, events, people, bookings, evaluations, comments, heads, enrolments, trainers, budget, days = (
        in_brief()
    )
    assert agencies == [
        ("ccs", "Community Services", "Health", False, True, 1850, "new"),
        ("new", "The New Trust", "Health", None, None, None, None),
        ("fire", "Fire and Rescue", "Fire service", True, None, None, None),
    ]
    assert courses == [
        ("6.50", "core", "Core groups", "course", "Early help", "local"),
        ("None", "conf", "Conference", "conference", None, ""),
        ("None", "basic", "Basics online", "e-learning", "Early help", ""),
    ]
    assert [event[7:] for event in events] == [  # type: ignore[attr-defined]
        (None, None, None, None, "held", None, "c1", NOW, None),
        ("fenland", "Fenland", "The Maltings, Ely", 120, "held", None, None, NOW, None),
        ("fenland-east", "Fenland & East", None, 2, "held", "ccs", None, NOW, None),
        (None, None, None, 0, "cancelled", None, None, None, NOW),
        (None, None, None, 1, "published", None, None, None, None),
    ]
    assert people == [
        ("p1", "Zoë", "O'Neill-Brown", "zoe@ccs.example", "ccs", "Health visitor", "practitioner", "3", "children",
         ("female", "white-irish")),
        ("p2", "", "", "", "fire", "", None, None, "", ("prefer-not-to-say", "")),
        ("p 3/a", "Łukasz", "", "", "new", "", "manager", "6", "", ("", "")),
    ]  # fmt: skip
    assert bookings == [
        ("c1", "p1", "confirmed", True, False, "attended", "ccs", "3", "practitioner", NOW, None, None, ""),
        ("c1", "p2", "confirmed", False, True, "part", "fire", None, None, NOW, None, None, ""),
        ("e1", "p1", "cancelled", True, False, "", "new", "2", "other", NOW, NOW, True, "Court"),
        ("e1", "p2", "confirmed", True, False, "absent", "fire", None, None, NOW, None, None, ""),
        ("e1", "p 3/a", "lapsed", False, False, "", "new", "6", "manager", NOW, None, None, ""),
        ("e2", "p1", "cancelled", True, False, "", "ccs", "3", "practitioner", NOW, NOW, False, ""),
        ("e3", "p1", "confirmed", True, False, "", "ccs", "3", "practitioner", NOW, None, None, ""),
        ("e3", "p2", "waiting", False, False, "", "fire", None, None, NOW, None, None, ""),
    ]
    assert evaluations == [
        ("c1", "r1", "end", "submitted", NOW, {"overall": "good", "recommend": "yes"}, "c1", "p1"),
        ("c1", "2", "end", "submitted", NOW, {"confidence-after": 8}, None, None),
        ("ws", "r1", "end", "submitted", NOW, {"overall": "poor"}, "c1", "p1"),
        ("ws", "2", "end", "submitted", NOW, {"pace-of-the-day": "no"}, None, None),
        ("e1", "r9", "end", "submitted", NOW, {}, None, None),
    ]
    assert comments == [
        ("c1", "r1", "impact", 'I will "ask",\nand ask again.', "confidence", True),
        ("e1", "r9", "improvement", "=More time", "parking-fees", False),
    ]
    assert (heads, days) == ([("c1", "young-people", 37)], ["1.50", "0.50"])
    assert [tuple(map(str, enrolment)) for enrolment in enrolments] == [  # type: ignore[attr-defined]
        ("basic", "p1", "2013-05-01", "4", "2013-05-01"),
        ("basic", "p1", "2014-05-01", "None", "None"),
    ]
    assert trainers == [("c1", "Sue Ash", "ccs", None), ("c1", "A parent", None, True)]
    assert budget == [("2013-14", "Venue hire", "8500.00", "8316.62"), ("2013-14", "Income", "None", "-100.50")]


def test_what_the_package_brings_along_unasked_is_said(tmp_path: Path) -> None:
    notes = [note for count in take_in(as_folder(tmp_path, sound())) for note in count.notes]
    assert notes == [
        "the sector “fire-service” is new and is called Fire service.",
        "the question “pace-of-the-day” is new, and is answered by yes or no.",
        "the theme “parking-fees” was not in the codebook and is added to it.",
    ]
    question = Question.objects.get(code="pace-of-the-day")
    assert (question.wording, question.answer_kind) == ("Pace of the day", "yes-no")
    assert (Theme.objects.get(code="parking-fees").name, Sector.objects.get(code="fire-service").name) == (
        "Parking fees",
        "Fire service",
    )
    assert [note for count in take_in(as_folder(tmp_path, sound())) for note in count.notes] == []


def test_a_changed_row_is_updated_and_the_others_are_not(tmp_path: Path) -> None:
    take_in(as_folder(tmp_path, sound()))
    counts = take_in(as_folder(tmp_path, changed("people", 2, job_title="Nurse")))
    assert {count.file: (count.updated, count.unchanged) for count in counts} == {
        file: (1, rows - 1) if file == "people" else (0, rows) for file, rows in ROWS.items()
    }
    assert Person.objects.get(code="p1").job_title == "Nurse"
    assert AuditEntry.objects.filter(verb="records.import").count() == 2


def test_the_trail_keeps_who_when_and_how_much(tmp_path: Path) -> None:
    take_in(as_folder(tmp_path, sound()))
    entry = AuditEntry.objects.get(subject="records package")
    assert (entry.actor, entry.verb, entry.subject, entry.at) == (
        "system:test", "records.import", "records package", NOW,
    )  # fmt: skip
    assert entry.details["bookings"] == "8 added, 0 updated, 0 unchanged"


def test_a_dry_run_checks_and_saves_nothing(tmp_path: Path) -> None:
    before = everything()
    counts = take_in(as_folder(tmp_path, sound()), dry_run=True)
    assert {count.file: count.rows for count in counts} == ROWS
    assert {count.file: count.added for count in counts} == ROWS
    assert everything() == before
    assert not AuditEntry.objects.exists()


def test_one_fault_in_the_last_file_saves_nothing_of_the_first(tmp_path: Path) -> None:
    before = everything()
    with pytest.raises(PackageRefused, match=r"^budget:3:actual: found “lots”") as refused:
        take_in(as_folder(tmp_path, changed("budget", 3, actual="lots")))
    assert (refused.value.count, refused.value.faults[0].row) == (1, 3)
    assert everything() == before


def test_columns_may_stand_in_any_order_and_a_bare_row_will_do(tmp_path: Path) -> None:
    path = as_folder(tmp_path, {"agencies": [{"sector": "police", "name": "Constabulary", "code": "police"}]})
    assert [str(count) for count in take_in(path)] == ["agencies: 1 added, 0 updated, 0 unchanged"]


def test_a_package_may_rest_on_what_came_in_before(tmp_path: Path) -> None:
    take_in(as_folder(tmp_path, sound()))
    booking = {"event": "e1", "person": "p2", "outcome": "attended"}
    (tmp_path / "later").mkdir()
    later = as_folder(tmp_path / "later", {"bookings": [booking]})
    assert [str(count) for count in take_in(later)] == ["bookings: 0 added, 1 updated, 0 unchanged"]


def test_an_empty_cell_takes_back_and_an_absent_column_says_nothing(tmp_path: Path) -> None:
    take_in(as_folder(tmp_path, sound()))
    take_in(as_folder(tmp_path, {"people": [{"code": "p1", "agency": "ccs", "job_title": ""}]}))
    person = Person.objects.get(code="p1")
    assert (person.job_title, person.last_name) == ("", "O'Neill-Brown")
    assert equality.answers_by_person()(person.pk) == ("female", "white-irish")


def test_files_larger_than_a_chunk_come_in_whole(tmp_path: Path) -> None:
    people = [{"code": f"p{number}", "agency": "a"} for number in range(2_345)]
    package: Package = {"agencies": [{"code": "a", "name": "A", "sector": "other"}], "people": people}
    steps: list[Step] = []
    counts = import_package(as_folder(tmp_path, package), by=TESTER, at=NOW, progress=steps.append)
    assert str(counts[1]) == "people: 2345 added, 0 updated, 0 unchanged"
    assert [step for step in steps if step.file == "people"] == [
        Step("Checking", "people", 1_000),
        Step("Checking", "people", 2_000),
        Step("Checking", "people", 2_345),
        Step("Saving", "people", 1_000, 2_345),
        Step("Saving", "people", 2_000, 2_345),
        Step("Saving", "people", 2_345, 2_345),
    ]


def test_more_rows_cost_no_more_queries(tmp_path: Path) -> None:
    def queries(number: int) -> int:
        people = [{"code": f"p{n}", "agency": "a"} for n in range(number)]
        bookings = [{"event": "e", "person": f"p{n}", "outcome": "attended"} for n in range(number)]
        questions = ("overall", "aims", "venue")
        ratings = [
            {"event": "e", "person": f"p{n}", "respondent": str(n), "question": question, "answer": "good"}
            for n in range(number)
            for question in questions
        ]
        package: Package = {
            "agencies": [{"code": "a", "name": "A", "sector": "other"}],
            "courses": [{"code": "c", "title": "C", "kind": "lpg"}],
            "events": [{"code": "e", "course": "c", **HELD}],
            "people": people,
            "bookings": bookings,
            "ratings": ratings,
        }
        with CaptureQueriesContext(connection) as captured, undone():
            take_in(as_folder(tmp_path, package))
            take_in(as_folder(tmp_path, package))
        return len(captured)

    # As many as SQLite takes in one statement, a parameter a column.
    assert queries(30) == queries(4)


def test_an_area_whose_code_is_taken_gets_another(tmp_path: Path) -> None:
    names = ["Fenland & East", "Fenland-East", "Fenland, East", "東", "北"]
    events = [{"code": f"e{index}", "course": "c", "area": name, **HELD} for index, name in enumerate(names)]
    take_in(as_folder(tmp_path, {"courses": [{"code": "c", "title": "C", "kind": "lpg"}], "events": events}))
    assert list(Area.objects.values_list("name", "code")) == list(
        zip(names, ["fenland-east", "fenland-east-2", "fenland-east-3", "area", "area-2"], strict=True)
    )


def test_files_that_change_between_the_two_readings_are_refused(tmp_path: Path) -> None:
    path = as_folder(tmp_path, sound())

    def spoil(step: Step) -> None:
        if step.doing == "Saving":
            (path / "budget.csv").write_text(csv_text([{"year": "2013-14", "line": "x", "actual": "lots"}]))

    with pytest.raises(PackageRefused, match="budget:2:actual"):
        import_package(path, by=TESTER, at=NOW, progress=spoil)
    assert not Agency.objects.exists()


def test_each_file_names_only_what_stands_in_files_before_it() -> None:
    for index, sheet in enumerate(SHEETS):
        named = {column.refers_to for column in sheet.columns} & set(FILES)
        assert named <= set(FILES[: index + 1]), sheet.name
