"""The command: results on standard output only, reasons on standard error, and the exit status that says which."""

import json
import os
import stat
from dataclasses import replace
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from core.years import parse_period
from reports import drawing, reports, seals
from reports.management.commands import compile_report
from reports.models import YearlyReport
from tests.makers import TESTER
from tests.reports.small_world import small_world
from tests.reports.worlds import build

pytestmark = pytest.mark.django_db


class Terminal(StringIO):
    """A terminal that keeps what it is shown."""

    def isatty(self) -> bool:
        return True


def compiled(*words: str) -> dict[str, Any]:
    out = StringIO()
    call_command("compile_report", *words, stdout=out)
    document: dict[str, Any] = json.loads(out.getvalue())
    return document


def refusal(*words: str, **streams: Any) -> str:
    with pytest.raises(CommandError) as refused:
        call_command("compile_report", *words, **streams)
    assert refused.value.returncode == 1
    return str(refused.value)


def test_json_is_the_stored_figures_and_ends_its_line() -> None:
    build(small_world())
    out = StringIO()
    call_command("compile_report", "2013-14", stdout=out)
    report = YearlyReport.objects.get()
    assert (json.loads(out.getvalue()), out.getvalue()[-2:]) == (report.figures, "}\n")
    assert report.figures["figures"]["courses.attended"]["value"] == 3


def test_bytes_are_utf_8_whatever_the_terminal_speaks() -> None:
    out = TextIOWrapper(BytesIO(), encoding="ascii")
    call_command("compile_report", "2013-14", stdout=out)
    written = out.buffer
    assert isinstance(written, BytesIO)
    assert json.loads(written.getvalue().decode("utf-8"))["year"] == "2013-14"


def test_a_quarter_and_a_day_to_count_to() -> None:
    document = compiled("2013-14/Q1", "--until", "2013-05-31", "--audience", "internal", "--format", "json")
    assert (document["year"], document["until"], document["audience"]) == ("2013-14/Q1", "2013-05-31", "internal")


def test_what_a_page_asked_for_and_nobody_began_is_taken_up() -> None:
    asked = reports.request(parse_period("2013-14"), by=TESTER, at=timezone.now())
    compiled("2013-14")
    asked.refresh_from_db()
    assert (YearlyReport.objects.count(), asked.state) == (1, "draft")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["banana"], "“banana” is not a reporting year"),
        (["2013-15"], "the one that begins in April 2013 is 2013-14"),
        (["2998-99"], "2998-99 has not begun"),
        (["2013-14", "--until", "2014-04-01"], "is not in 2013-14"),
    ],
)
def test_what_is_refused_is_said_in_a_sentence(words: list[str], sentence: str) -> None:
    assert sentence in refusal(*words)
    assert not YearlyReport.objects.exists()


def test_a_report_that_is_being_compiled_is_refused() -> None:
    report = reports.request(parse_period("2013-14"), by=TESTER, at=timezone.now())
    YearlyReport.objects.update(state="compiling", alive_at=timezone.now())
    assert "2013-14 is being compiled already" in refusal("2013-14")
    report.refresh_from_db()
    assert report.state == "compiling"


def test_a_failed_compilation_is_refused_with_its_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reports, "assemble", lambda year: 1 / 0)
    assert refusal("2013-14") == reports.WENT_WRONG


def test_altered_figures_are_not_handed_out() -> None:
    compiled("2013-14")
    report = YearlyReport.objects.get()
    report.figures["figures"]["courses.attended"]["value"] += 1
    with pytest.raises(seals.FiguresAltered, match="2013-14, version 1 are not those that were compiled"):
        drawing.draw(report, "json")


def test_progress_is_for_a_terminal_on_standard_error() -> None:
    shown, kept = Terminal(), StringIO()
    call_command("compile_report", "2013-14", stdout=StringIO(), stderr=shown, no_color=True)
    call_command("compile_report", "2013-14", stdout=StringIO(), stderr=kept)
    assert shown.getvalue().splitlines()[0] == "1 of 4: Counting events, bookings and people"
    assert kept.getvalue() == ""


def test_a_file_that_is_no_text_is_nothing_for_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(drawing.FORMATS, "json", replace(drawing.FORMATS["json"], is_text=False))
    assert "name a file with --output" in refusal("2013-14", stdout=Terminal())
    assert not YearlyReport.objects.exists()


def test_output_is_put_in_place_whole_with_usual_rights_and_nothing_beside(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_text("older")
    call_command("compile_report", "2013-14", output=path)
    umask = os.umask(0)
    os.umask(umask)
    assert json.loads(path.read_bytes())["year"] == "2013-14"
    assert stat.S_IMODE(path.stat().st_mode) == 0o666 & ~umask
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_is_followed_and_a_pipe_is_written_to(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "real")
    compile_report.write(tmp_path / "link", b"1")
    assert ((tmp_path / "link").is_symlink(), (tmp_path / "real").read_bytes()) == (True, b"1")
    compile_report.write(Path("/dev/null"), b"1")
    assert Path("/dev/null").is_char_device()


@pytest.mark.parametrize(
    ("name", "why"), [("missing/report.json", "No such file or directory"), (".", "Is a directory")]
)
def test_a_path_that_can_t_be_written_is_refused_and_leaves_nothing(tmp_path: Path, name: str, why: str) -> None:
    assert refusal("2013-14", output=tmp_path / name) == f"{(tmp_path / name).resolve()} can't be written: {why}."
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [["2013-14", "--until", "yesterday"], ["2013-14", "--format", "doc"], []])
def test_wrong_usage_is_exit_status_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        compile_report.Command().run_from_argv(["manage.py", "compile_report", *words])
    shown = capsys.readouterr()
    assert (left.value.code, shown.out) == (2, "")
    assert "usage: manage.py compile_report" in shown.err
