"""The command: counts on standard output, faults on standard error, exit statuses, and a bar for people only."""

import io
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from config.management.commands.import_records import Bar
from config.records import FILES, Step
from people.models import Agency
from tests.config.packages import as_folder, as_zip, changed, sound

ROOT = Path(__file__).resolve().parents[2]


def run(path: Path, *options: str) -> tuple[int, str, str]:
    """Exit status, standard output and standard error of the command."""
    out, err, status = io.StringIO(), io.StringIO(), 0
    try:
        call_command("import_records", path, *options, stdout=out, stderr=err)
    except SystemExit as stop:
        status = int(stop.code or 0)
    return status, out.getvalue(), err.getvalue()


@pytest.mark.django_db
def test_counts_are_the_whole_of_standard_output_and_notes_are_not_results(tmp_path: Path) -> None:
    status, out, err = run(as_zip(tmp_path, sound()))
    assert status == 0
    assert out.splitlines() == [f"{file}: {len(sound()[file])} added, 0 updated, 0 unchanged" for file in FILES]
    assert len(err.splitlines()) == 3
    assert "ratings: the question “pace-of-the-day” is new, and is answered by yes or no." in err.splitlines()


@pytest.mark.django_db
def test_a_dry_run_says_that_it_saved_nothing(tmp_path: Path) -> None:
    status, out, _ = run(as_folder(tmp_path, sound()), "--dry-run")
    assert (status, out.splitlines()[3]) == (0, "people: 3 checked, nothing saved")
    assert not Agency.objects.exists()


@pytest.mark.django_db
def test_faults_are_lines_of_standard_error_and_the_status_is_1(tmp_path: Path) -> None:
    package = changed("events", 2, starts="26/06/2013", places="many")
    status, out, err = run(as_folder(tmp_path, package))
    assert (status, out) == (1, "")
    assert err.splitlines() == [
        "events:2:starts: found “26/06/2013”, expected a date and time, like 2013-06-26T09:30.",
        "events:2:places: found “many”, expected a whole number, 0 or more.",
    ]


@pytest.mark.django_db
def test_a_path_where_nothing_is_gets_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "gone"
    assert run(path) == (1, "", f"{path} is not there: expected a folder or a .zip of CSV files, or one .xlsx.\n")


def manage(*arguments: str, stderr: int, folder: Path) -> subprocess.CompletedProcess[str]:
    """The command as a process of its own, on a database of its own."""
    environment = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment | {"TURNOUT_VAR": str(folder / "var")},
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
        check=False,
    )


@pytest.mark.once
def test_on_a_new_database_in_a_process_of_its_own(tmp_path: Path) -> None:
    package = str(as_folder(tmp_path, sound()))
    assert manage("migrate", "-v0", stderr=subprocess.PIPE, folder=tmp_path).returncode == 0
    terminal, slave = pty.openpty()
    seen = manage("import_records", package, stderr=slave, folder=tmp_path)
    os.close(slave)
    progress = os.read(terminal, 100_000).decode()
    os.close(terminal)
    assert seen.stdout.splitlines()[0] == "agencies: 3 added, 0 updated, 0 unchanged"
    assert re.search(r"Checking bookings: 8\b", progress)
    assert f"Saving bookings: 8 of 8 [{'#' * 30}]" in progress
    assert manage("import_records", stderr=subprocess.PIPE, folder=tmp_path).returncode == 2


def test_the_bar_is_one_line_drawn_over_itself() -> None:
    stream = io.StringIO()
    bar = Bar(stream)
    bar(Step("Checking", "bookings", 1_000))
    bar(Step("Saving", "bookings", 1_000, 3_000))
    bar.clear()
    assert stream.getvalue().split("\r\x1b[K") == [
        "",
        "Checking bookings: 1,000",
        f"Saving bookings: 1,000 of 3,000 [{'#' * 10}{'.' * 20}]",
        "",
    ]
