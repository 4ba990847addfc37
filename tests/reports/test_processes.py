"""What only several processes can show: compilers at once, one killed half way, and readers beside writers."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings

from reports import reports
from tests.at_once import address
from tests.reports.small_world import small_world
from tests.reports.worlds import build

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

Start = Callable[..., subprocess.Popen[str]]

BEGIN = """
import os, pathlib, signal, sys, threading, time
from datetime import timedelta
import django
django.setup()
from django.db import connection, transaction
from django.utils import timezone
from core.audit import System
from core.years import parse_period
from events.models import Booking
from reports import reports
from reports.counting.snapshot import one_snapshot
from reports.models import YearlyReport
"""
AT_ONCE = """
here = pathlib.Path(sys.argv[1])
(here / f"ready-{os.getpid()}").touch()
while len(list(here.glob("ready-*"))) < int(sys.argv[2]):
    time.sleep(0.005)
now = timezone.now()
try:
    report = reports.request(parse_period("2013-14"), by=System("test"), at=now)
    print(reports.compile_now(report, at=now, clock=timezone.now).state)
except reports.AlreadyCompiling as refusal:
    print(refusal.sentence)
"""
KILLED_HALF_WAY = """
def kill(report):
    if report.stages_done == 2:
        os.kill(os.getpid(), signal.SIGKILL)

now = timezone.now()
reports.compile_now(reports.request(parse_period("2013-14"), by=System("test"), at=now), at=now, watch=kill)
"""
SWEEP = """
for seconds in (15, 21):
    swept = reports.compile_due(clock=lambda: timezone.now() + timedelta(seconds=seconds))
    print(swept, *YearlyReport.objects.values_list("version", "state"))
"""
BEATING = """
reports.BEAT = timedelta(seconds=0.05)

def sign_of_life():
    return YearlyReport.objects.get().alive_at

def watch(report):
    if report.stages_done == 1:
        before, until = sign_of_life(), time.monotonic() + 10
        while sign_of_life() == before and time.monotonic() < until:
            time.sleep(0.02)
        print(sign_of_life() > before, YearlyReport.objects.get().stages_done)

now = timezone.now()
asked = reports.request(parse_period("2013-14"), by=System("test"), at=now)
print(reports.compile_now(asked, at=now, clock=timezone.now, watch=watch).state, threading.active_count())
"""
WRITE_WHILE_READING = """
def write():
    with transaction.atomic():
        Booking.objects.filter(attendance="attended").update(attendance="part")
    connection.close()

def came():
    return Booking.objects.filter(attendance="attended").count()

with one_snapshot():
    before = came()
    writer = threading.Thread(target=write)
    writer.start()
    writer.join(timeout=10)
    print(before, came(), writer.is_alive())
print(came())
"""


@pytest.fixture
def database_url(several_connections: None) -> str:
    """The small world in a database that other processes may open."""
    build(small_world())
    return address()


@pytest.fixture
def start(database_url: str, tmp_path: Path) -> Start:
    """Starts a script with some words on that database."""
    environment = os.environ | {
        "DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "TURNOUT_VAR": str(tmp_path / "var"),
    }
    return lambda script, *words: subprocess.Popen(
        [sys.executable, "-c", BEGIN + script, *words],
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    """The exit status of the script and what it printed."""
    out, err = process.communicate(timeout=60)
    assert process.returncode in {0, -9}, err
    return process.returncode, out


def test_of_several_at_once_each_makes_a_version_or_is_told_why_not(start: Start, tmp_path: Path) -> None:
    processes = [start(AT_ONCE, str(tmp_path), "4") for _ in range(4)]
    said = Counter(ended(process)[1].strip() for process in processes)
    refusal = str(reports.AlreadyCompiling("2013-14"))
    assert said.keys() <= {"draft", refusal}
    assert said["draft"] >= 1
    _, printed = ended(start('print(*YearlyReport.objects.values_list("version", "state"), sep="\\n")'))
    superseded = [f"({version}, 'superseded')" for version in range(said["draft"] - 1, 0, -1)]
    assert printed.splitlines() == [f"({said['draft']}, 'draft')", *superseded]


def test_a_compiler_killed_half_way_loses_nothing(start: Start) -> None:
    assert ended(start(KILLED_HALF_WAY)) == (-9, "")
    assert ended(start(SWEEP)) == (0, "0 (1, 'compiling')\n1 (1, 'draft')\n")


def test_a_stage_that_takes_long_is_not_taken_for_dead(start: Start) -> None:
    assert ended(start(BEATING)) == (0, "True 1\ndraft 1\n")


def test_a_snapshot_stays_what_it_was_and_keeps_no_writer_waiting(start: Start) -> None:
    before = sum(row.outcome == "attended" for row in small_world().bookings)
    assert ended(start(WRITE_WHILE_READING)) == (0, f"{before} {before} False\n0\n")
