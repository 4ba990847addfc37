"""Every way in which a package can be wrong, named by file, row and column; nothing of it is saved."""

from pathlib import Path

import pytest
from django.db import IntegrityError, OperationalError

from config.records import FILES, Step, import_package
from core.records.faults import PackageRefused
from core.refusals import Busy, Refusal
from evaluations.models import Evaluation
from events.models import Booking
from people.models import Agency
from tests.config.packages import COMING, FORMS, HELD, Cells, Package, as_folder, changed, columns, csv_text, sound
from tests.makers import NOW, TESTER, make_booking, make_event, make_person

pytestmark = pytest.mark.django_db


def faults_of(path: Path) -> list[str]:
    with pytest.raises(PackageRefused) as refused:
        import_package(path, by=TESTER, at=NOW)
    return str(refused.value).splitlines()


def with_rows(file: str, *rows: Cells) -> Package:
    """The sound package with further rows in one file."""
    return sound() | {file: [*sound()[file], *rows]}


RATING = {"event": "c1", "respondent": "r5", "question": "overall", "answer": "good"}
CHANGES = [
    ("people", 3, "agency", "gone", "found “gone”, expected a code of agencies"),
    ("events", 3, "course", "gone", "found “gone”, expected a code of courses"),
    ("bookings", 5, "event", "gone", "found “gone”, expected a code of events"),
    ("bookings", 5, "person", "gone", "found “gone”, expected a code of people"),
    ("events", 2, "parent", "gone", "found “gone”, expected a code of events"),
    ("agencies", 2, "successor", "x", "found “x”, expected a code of agencies"),
    ("people", 2, "target_group", "9", "found “9”, expected 1, 2, 3, 4, 5, 6, 7 or 8."),
    ("people", 2, "role", "boss", "found “boss”, expected practitioner, manager or other."),
    ("people", 2, "sex", "f", "found “f”, expected female, male, other or prefer-not-to-say."),
    ("people", 2, "ethnic_group", "white", "found “white”, expected white-british, "),
    ("people", 2, "works_with", "all", "found “all”, expected children, adults or both."),
    ("courses", 2, "kind", "webinar", "found “webinar”, expected course, lpg, conference, bespoke"),
    ("courses", 2, "need", "whim", "found “whim”, expected serious-case-review, section-11"),
    ("courses", 2, "hours", "10000", "found “10000”, expected a number from 0 to below 10,000"),
    ("events", 2, "status", "done", "found “done”, expected held, cancelled or planned."),
    ("bookings", 2, "outcome", "came", "found “came”, expected booked, attended,"),
    ("ratings", 2, "answer", "11", "found “11”, expected excellent, good, satisfactory or poor; "),
    ("comments", 2, "prompt", "joy", "found “joy”, expected impact, improvement or other."),
    ("headcounts", 2, "audience", "Young people", "found “Young people”, expected a lower"),
    ("budget", 2, "year", "2013", "found “2013”, expected a reporting year, like 2013-14."),
    ("trainers", 2, "days", "", "is empty, expected a number"),
    ("events", 3, "ends", "2013-06-26T09:29", "found 2013-06-26T09:29, before it starts."),
    ("events", 6, "status", "held", "found “held” of an event that has not begun, expected planned."),
    ("events", 3, "parent", "c1", "“c1” is a workshop itself, expected a conference."),
    ("events", 4, "parent", "ws", "“ws” is a workshop itself, expected a conference."),
    ("agencies", 2, "successor", "ccs", "leads from “ccs” back to itself, expected another"),
    ("bookings", 5, "unscheduled", "yes", "found yes beside “did-not-attend”, expected attended or part-attended."),
    ("bookings", 8, "outcome", "attended", "found “attended” of an event that has not begun, expected booked."),
    ("bookings", 9, "outcome", "booked", "“e3” has only 1 place, expected waiting."),
    ("enrolments", 2, "completed", "2013-04-30", "found 2013-04-30, expected 2013-05-01 or later."),
    (
        "ratings",
        2,
        "answer",
        "7",
        "found “7” to a question that is answered otherwise on record, expected excellent, good,",
    ),
    ("ratings", 3, "person", "p2", "respondent “r1” was “p1” above, expected the same person."),
]
PACE = {**RATING, "question": "pace"}
X = {"code": "x", "name": "X", "sector": "other", "successor": "y"}
Y = {"code": "y", "name": "Y", "sector": "other", "successor": "x"}
ADDITIONS: list[tuple[str, list[Cells], str]] = [
    ("agencies", [{**X, "code": "ccs"}], "5:code: row 2 has the same code already, expected each once."),
    ("agencies", [X, Y], "5:successor: leads from “x” back to itself, expected another agency."),
    (
        "bookings",
        [{"event": "c1", "person": "p1", "outcome": "booked"}],
        "10:event: row 2 has the same event and person",
    ),
    ("ratings", [RATING, RATING], "8:event: row 7 has the same event, respondent and question already"),
    ("ratings", [PACE, {**PACE, "respondent": "r6", "answer": "yes"}], "8:answer: found “yes” to a question that is"),
    ("ratings", [{**RATING, "person": "p1"}], "7:respondent: “p1” was respondent “r1” above, expected the same token."),
]


@pytest.mark.parametrize("case", CHANGES, ids=lambda case: f"{case[2]} {case[3]}")
def test_what_is_wrong_with_a_cell_is_named(case: tuple[str, int, str, str, str], tmp_path: Path) -> None:
    file, row, column, value, sentence = case
    faults = faults_of(as_folder(tmp_path, changed(file, row, **{column: value})))
    assert any(fault.startswith(f"{file}:{row}:{column}: {sentence}") for fault in faults), faults
    assert {fault.split(":")[0] for fault in faults} == {file}
    assert not Agency.objects.exists()


@pytest.mark.parametrize(("file", "rows", "fault"), ADDITIONS)
def test_what_is_wrong_between_rows_is_named(file: str, rows: list[Cells], fault: str, tmp_path: Path) -> None:
    faults = faults_of(as_folder(tmp_path, with_rows(file, *rows)))
    assert faults[0].startswith(f"{file}:{fault}"), faults
    assert not Agency.objects.exists()


@pytest.mark.parametrize("form", FORMS)
def test_rows_are_counted_alike_in_every_form(form: str, tmp_path: Path) -> None:
    package = changed("people", 4, agency="gone") | {"budget": [{"year": "2013-14", "line": "x", "actual": "£5"}]}
    assert [fault.split(" ")[0] for fault in faults_of(FORMS[form](tmp_path, package))] == [
        "people:4:agency:",
        "budget:2:actual:",
    ]


@pytest.mark.parametrize("form", FORMS)
def test_a_file_that_nobody_knows_is_named(form: str, tmp_path: Path) -> None:
    package = sound()
    package["poeple"] = package.pop("headcounts")
    (fault,) = faults_of(FORMS[form](tmp_path, package))
    assert fault == f"poeple:1:-: there is no such file in a records package, expected one of {', '.join(FILES)}."


@pytest.mark.parametrize("form", FORMS)
def test_a_package_of_nothing_is_refused(form: str, tmp_path: Path) -> None:
    package: Package = {"Sheet": []} if form == "workbook" else {}
    (fault,) = faults_of(FORMS[form](tmp_path, package))
    assert "expected one" in fault
    assert "agencies, courses, events" in fault


def test_a_file_that_is_there_twice_is_named(tmp_path: Path) -> None:
    path = as_folder(tmp_path, sound())
    (path / "budget.CSV").write_text("year,line\n")
    assert faults_of(path) == ["budget:1:-: the package has this file twice, expected it once."]


@pytest.mark.parametrize("file", FILES)
def test_a_misspelt_column_is_named_and_no_other_file_is_blamed(file: str, tmp_path: Path) -> None:
    path = as_folder(tmp_path, sound())
    header = columns(sound()[file])
    text = csv_text(sound()[file], header)
    (path / f"{file}.csv").write_text(text.replace(f"{header[-1]}\r\n", "titel\r\n", 1), encoding="utf-8", newline="")
    faults = faults_of(path)
    assert faults[0].startswith(f"{file}:1:titel: there is no column “titel”, expected ")
    assert {fault.split(":")[0] for fault in faults} == {file}


def test_a_hundred_faults_are_shown_and_the_rest_counted(tmp_path: Path) -> None:
    people = [{"code": f"p{number}", "agency": "gone"} for number in range(150)]
    faults = faults_of(as_folder(tmp_path, {"people": people}))
    assert (len(faults), faults[99][:11], faults[100]) == (101, "people:101:", "and 50 more")


def test_text_that_is_not_utf_8_is_named_where_it_stands(tmp_path: Path) -> None:
    path = as_folder(tmp_path, sound())
    (path / "people.csv").write_bytes((path / "people.csv").read_bytes().decode().replace("Ł", "L").encode("cp1252"))
    assert faults_of(path) == ["people:2:first_name: is not UTF-8 text: save the file again as “CSV UTF-8”."]


def test_places_already_taken_count_too(tmp_path: Path) -> None:
    event = make_event(code="e9", places=2)
    for outcome in ("booked", "booked", "cancelled", "waiting"):
        make_booking(event, outcome=outcome)
    booking = {"event": "e9", "person": "p1", "outcome": "booked"}
    faults = faults_of(as_folder(tmp_path, with_rows("bookings", booking)))
    assert faults == ["bookings:10:outcome: “e9” has only 2 places, expected waiting."]


def test_places_cannot_be_cut_below_what_is_taken(tmp_path: Path) -> None:
    event = make_event(code="e9", places=2)
    make_booking(event)
    make_booking(event)
    row = {"code": "e9", "course": "core", "places": "1", **COMING}
    assert faults_of(as_folder(tmp_path, with_rows("events", row))) == [
        "events:7:places: found 1, expected 2 or more: so many are booked."
    ]


def test_what_a_package_says_again_takes_no_further_place(tmp_path: Path) -> None:
    import_package(as_folder(tmp_path, sound()), by=TESTER, at=NOW)
    import_package(as_folder(tmp_path, changed("bookings", 8, reason="Still")), by=TESTER, at=NOW)
    assert Booking.objects.filter(event__code="e3").holding_places().count() == 1


def test_past_events_may_have_had_more_people_than_places(tmp_path: Path) -> None:
    package = changed("events", 4, places="1")
    assert import_package(as_folder(tmp_path, package), by=TESTER, at=NOW)


def test_a_workshop_on_record_keeps_its_conference_from_becoming_one(tmp_path: Path) -> None:
    import_package(as_folder(tmp_path, sound()), by=TESTER, at=NOW)
    (tmp_path / "later").mkdir()
    rows = [{"code": "c1", "course": "conf", **HELD, "parent": "e1"}]
    assert faults_of(as_folder(tmp_path / "later", {"events": rows})) == [
        "events:2:parent: has workshops of its own, expected no parent."
    ]
    rows = [{"code": "e2", "course": "conf", **HELD, "parent": "ws"}]
    assert faults_of(as_folder(tmp_path / "later", {"events": rows})) == [
        "events:2:parent: “ws” is a workshop itself, expected a conference."
    ]


def test_a_round_of_successors_by_way_of_the_record_is_named(tmp_path: Path) -> None:
    import_package(as_folder(tmp_path, sound()), by=TESTER, at=NOW)
    (tmp_path / "later").mkdir()
    row = {"code": "new", "name": "New", "sector": "health", "successor": "ccs"}
    assert faults_of(as_folder(tmp_path / "later", {"agencies": [row]})) == [
        "agencies:2:successor: leads from “new” back to itself, expected another agency."
    ]


def test_somebody_whose_evaluation_is_on_record_has_not_given_another(tmp_path: Path) -> None:
    import_package(as_folder(tmp_path, sound()), by=TESTER, at=NOW)
    (tmp_path / "later").mkdir()
    later = as_folder(tmp_path / "later", {"ratings": [{**RATING, "person": "p1"}]})
    assert faults_of(later) == ["ratings:2:person: “p1” has an evaluation of this event under another token."]


def test_an_evaluation_that_was_asked_for_and_not_given_is_given_by_the_package(tmp_path: Path) -> None:
    unrated = {file: rows for file, rows in sound().items() if file not in ("ratings", "comments")}
    import_package(as_folder(tmp_path, unrated), by=TESTER, at=NOW)
    booking = Booking.objects.get(event__code="c1", person__code="p1")
    asked = Evaluation.objects.create(
        event=booking.event, booking=booking, respondent="f00", state="invited", invited_at=NOW
    )
    import_package(as_folder(tmp_path, sound()), by=TESTER, at=NOW)
    asked.refresh_from_db()
    assert (asked.respondent, asked.state, asked.submitted_at) == ("r1", "submitted", NOW)
    assert "overall" in asked.answers


def test_places_taken_between_the_check_and_the_lock_are_not_given_twice(tmp_path: Path) -> None:
    event = make_event(code="e9", places=1)
    booking = {"event": "e9", "person": "p1", "outcome": "booked"}
    somebody = make_person()

    def somebody_books(step: Step) -> None:
        if step.doing == "Saving" and not event.bookings.exists():
            make_booking(event, somebody)

    with pytest.raises(Busy, match=r"^Somebody booked .* Nothing was saved: try again\.$"):
        import_package(as_folder(tmp_path, with_rows("bookings", booking)), by=TESTER, at=NOW, progress=somebody_books)
    assert not Agency.objects.filter(code="ccs").exists()


def test_records_that_change_meanwhile_are_a_sentence_and_no_trace(tmp_path: Path) -> None:
    path = as_folder(tmp_path, {"agencies": sound()["agencies"]})

    def somebody_merges(step: Step) -> None:
        if step.doing == "Saving":
            Agency.objects.filter(code="ccs").delete()

    with pytest.raises(Refusal, match=r"“ccs” is not among agencies any more\. Nothing was saved: try again\.$"):
        import_package(path, by=TESTER, at=NOW, progress=somebody_merges)
    assert not Agency.objects.exists()


@pytest.mark.parametrize("error", [IntegrityError("UNIQUE constraint failed"), OperationalError("database is locked")])
def test_a_database_that_will_not_is_a_sentence_and_nothing_saved(error: Exception, tmp_path: Path) -> None:
    def refuse(step: Step) -> None:
        if step.doing == "Saving":
            raise error

    with pytest.raises(Busy, match=r"Nothing was saved: try again\.$"):
        import_package(as_folder(tmp_path, sound()), by=TESTER, at=NOW, progress=refuse)
    assert not Agency.objects.exists()
