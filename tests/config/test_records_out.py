"""Giving out a package: what comes back says the same, and what no package can say is named and left out."""

import csv
import io
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.management import call_command
from hypothesis import given, settings

from config.records import FILES, import_package
from config.records_out import export_package
from core.models import AuditEntry
from core.records.writing import NotWritten, Written
from evaluations.models import Comment, Evaluation
from events.models import Booking, Event
from people.models import FormerPerson, Person
from tests.config.coming import BEFORE, Packages
from tests.config.importer import Importer
from tests.config.on_record import in_brief, undone
from tests.config.packages import Package, as_folder, sound
from tests.config.test_records_random import ON_A_SHARED_DATABASE, packages
from tests.makers import NOW, TESTER, make_booking, make_event, make_person, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.once]
LATER = NOW + timedelta(days=1)


def given_out(folder: Path, name: str = "out") -> Path:
    """A package of all that is on record."""
    path = folder / name
    export_package(path, by=TESTER, at=LATER)
    return path


def rows_in(path: Path, file: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((path / f"{file}.csv").read_text(encoding="utf-8-sig"), newline="")))


def unsaid(brief: list[Any]) -> list[list[str]]:
    """What is on record without what no package says: equality answers, and who gave which evaluation."""
    *before, people, bookings, evaluations, comments, heads, enrolments, trainers, budget, days = brief
    people = [person[:-1] for person in people]
    evaluations = [evaluation[:-2] for evaluation in evaluations]
    rest = (*before, people, bookings, evaluations, comments, heads, enrolments, trainers, budget, days)
    return [sorted(map(str, rows)) for rows in rest]


@given(package=packages())
@settings(ON_A_SHARED_DATABASE, max_examples=8)
def test_whatever_came_in_goes_out_and_comes_in_again(
    package: Package, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("round")
    with undone():
        import_package(as_folder(folder, package), by=TESTER, at=NOW)
        first = in_brief()
        path = given_out(folder)
        again = import_package(path, by=TESTER, at=LATER)
        assert [(each.added, each.updated) for each in again] == [(0, 0)] * len(FILES)
        assert in_brief() == first
    with undone():
        import_package(path, by=TESTER, at=NOW)
        assert unsaid(in_brief()) == unsaid(first)


def test_a_zip_holds_the_same_and_neither_is_for_others_to_read(again: Importer, tmp_path: Path) -> None:
    folder, packed = given_out(tmp_path), given_out(tmp_path, "out.zip")
    assert (folder.stat().st_mode & 0o777, packed.stat().st_mode & 0o777) == (0o700, 0o600)
    with ZipFile(packed) as archive:
        assert archive.namelist() == [f"{file}.csv" for file in FILES]
        assert all(archive.read(f"{file}.csv") == (folder / f"{file}.csv").read_bytes() for file in FILES)


def test_every_cell_goes_out_as_the_guide_has_it(again: Importer, tmp_path: Path) -> None:
    path = given_out(tmp_path)
    assert rows_in(path, "agencies")[0] == sound()["agencies"][0]
    assert rows_in(path, "courses")[0] == {**sound()["courses"][0], "hours": "6.50"}
    said = {"title": "", "area": "", "venue": "", "for_agency": "", "parent": ""}
    assert rows_in(path, "events")[-2] == {**said, **sound()["events"][4]}
    assert rows_in(path, "bookings")[2] == {"unscheduled": "no", **sound()["bookings"][2]}
    assert rows_in(path, "comments") != []
    assert {tuple(row.values()) for row in rows_in(path, "comments")} == {
        tuple(
            {"theme": "", **row}[column] for column in ("event", "respondent", "prompt", "text", "theme", "may_quote")
        )
        for row in sound()["comments"]
    }
    assert rows_in(path, "budget") == [{"budgeted": "", **row} for row in sound()["budget"]]


def test_nobody_s_equality_answers_go_out_nor_who_gave_an_evaluation(again: Importer, tmp_path: Path) -> None:
    path = given_out(tmp_path)
    assert not {"sex", "ethnic_group"} & set(rows_in(path, "people")[0])
    assert "person" not in rows_in(path, "ratings")[0]
    assert "prefer-not-to-say" not in "".join(file.read_text() for file in path.iterdir())


def test_whoever_has_no_code_is_given_one_that_nobody_had(tmp_path: Path) -> None:
    known, other = make_person(), make_person()
    Person.objects.update(code=None)
    FormerPerson.objects.create(number=9_999, code=f"person-{other.pk}", person=known)
    given_out(tmp_path)
    codes = [f"person-{known.pk}", f"person-{other.pk}-2"]
    assert list(Person.objects.order_by("pk").values_list("code", flat=True)) == codes
    assert [row["code"] for row in rows_in(given_out(tmp_path, "again"), "people")] == codes
    assert AuditEntry.objects.get(verb="persons.give_codes").details == {"people": 2}


def test_an_account_s_address_goes_out_and_is_not_copied_when_it_comes_back(tmp_path: Path) -> None:
    user = make_user(email="nia@county.example")
    make_person(user=user, code="nia", email="")
    path = given_out(tmp_path)
    assert [row["email"] for row in rows_in(path, "people")] == ["nia@county.example"]
    counts = {count.file: count for count in import_package(path, by=TESTER, at=LATER)}
    assert counts["people"].unchanged == 1
    assert Person.objects.get().email == ""


SAID = {
    "requested": "",
    "waiting": "waiting",
    "offered": "waiting",
    "confirmed": "booked",
    "declined": "",
    "lapsed": "",
    "left the list": "",
    "gave back in time": "cancelled",
    "gave back late": "cancelled-late",
}


@pytest.mark.parametrize("before", SAID)
def test_a_booking_to_come_goes_out_by_the_word_that_there_is_for_it(
    before: str, tmp_path: Path, packages: Packages
) -> None:
    person = make_person(code="p")
    make_booking(make_event(code="e", places=1), person, **BEFORE[before])
    path = given_out(tmp_path)
    assert [row["outcome"] for row in rows_in(path, "bookings")] == ([SAID[before]] if SAID[before] else [])
    states = list(Booking.objects.values())
    import_package(path, by=TESTER, at=LATER)
    assert list(Booking.objects.values()) == states


def test_of_several_bookings_the_one_that_counts_goes_out(tmp_path: Path) -> None:
    person, event = make_person(code="p"), make_event(code="e")
    make_booking(event, person, **BEFORE["gave back late"])
    make_booking(event, person)
    declined = make_event(code="d")
    make_booking(declined, person, **BEFORE["gave back in time"])
    make_booking(declined, person, **BEFORE["declined"])
    outcomes = {row["event"]: row["outcome"] for row in rows_in(given_out(tmp_path), "bookings")}
    assert outcomes == {"e": "booked", "d": "cancelled"}


def test_drafts_stay_at_home(tmp_path: Path) -> None:
    make_event(code="draft", status=Event.Status.DRAFT)
    assert rows_in(given_out(tmp_path), "events") == []


def test_what_a_package_can_t_say_is_named(again: Importer, tmp_path: Path) -> None:
    Comment.objects.filter(evaluation__event__code="c1").update(text="a\x00b".replace("\x00", "\x07"))
    Booking.objects.filter(event__code="e3", person__code="p1").update(reason="two\nlines")
    Evaluation.objects.filter(event__code="ws", respondent="2").update(answers={"overall": "splendid"})
    written = export_package(tmp_path / "out", by=TESTER, at=LATER)
    notes = {each.file: (each.rows, each.left_out, each.notes) for each in written if each.notes}
    assert notes["comments"] == (
        1, 1, ["c1, r1, impact: text has the control character U+0007, expected plain text: the row is left out."]
    )  # fmt: skip
    assert notes["bookings"] == (8, 0, ["e3, p1: reason runs over several lines, expected one: left empty."])
    assert notes["ratings"][:2] == (4, 1)
    import_package(tmp_path / "out", by=TESTER, at=LATER)


def test_of_many_such_things_the_first_are_named() -> None:
    written = Written("comments")
    for number in range(30):
        written.note(str(number))
    assert written.notes == [str(number) for number in range(20)]


def test_nothing_that_is_there_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    for path in (tmp_path / "out", tmp_path / "nowhere" / "out.zip"):
        with pytest.raises(NotWritten):
            export_package(path, by=TESTER, at=LATER)
    assert [path.name for path in tmp_path.rglob("*")] == ["out"]


def test_what_fails_on_the_way_leaves_nothing_behind(
    again: Importer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(file: str) -> None:
        if file == "bookings":
            raise OSError(28, "No space left on device")

    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(NotWritten, match="No space left on device"):
        export_package(tmp_path / "out", by=TESTER, at=LATER, progress=fail)
    assert sorted(tmp_path.rglob("*")) == before


def test_the_command_says_what_it_wrote(again: Importer, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("export_records", str(tmp_path / "out.zip"))
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "agencies: 3 written, 0 left out"
    assert [line.partition(":")[0] for line in lines] == FILES
    details: Mapping[str, object] = AuditEntry.objects.get(verb="records.export").details
    assert details["bookings"] == "8 written, 0 left out"
    with pytest.raises(SystemExit) as refused:
        call_command("export_records", str(tmp_path / "out.zip"))
    assert refused.value.code == 1
    assert "is there already" in capsys.readouterr().err
