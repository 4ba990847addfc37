"""Reports: asked for once, compiled by one, never half stored, and taken over from the dead."""

import logging
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from core.models import AuditEntry
from core.years import parse_period
from events.models import Booking
from reports import reports
from reports.counting import others
from reports.counting.year import STAGES
from reports.document import digest
from reports.models import YearlyReport
from tests.makers import TESTER, make_user
from tests.reports.small_world import AT, small_world
from tests.reports.worlds import build

pytestmark = pytest.mark.django_db

YEAR = parse_period("2013-14")
MINUTE = timedelta(minutes=1)
State = YearlyReport.State


def ask(name: str = "2013-14", until: date | None = None, at: datetime = AT) -> YearlyReport:
    return reports.request(parse_period(name).cut(until), by=TESTER, at=at)


def compiled(at: datetime = AT, until: date | None = None) -> YearlyReport:
    return reports.compile_now(ask(until=until, at=at), at=at)


def clock(*moments: datetime) -> reports.Clock:
    """A clock that says these moments one after the other, and then keeps to the last."""
    left = list(moments)
    return lambda: left.pop(0) if len(left) > 1 else left[0]


def test_asking_leaves_a_row_and_a_trace() -> None:
    user = make_user()
    report = reports.request(YEAR, by=user, at=AT)
    assert (report.period_name, report.version, report.state, report.requested_by) == ("2013-14", 1, "requested", user)
    entry = AuditEntry.objects.get(verb="reports.request")
    assert (entry.actor, entry.subject) == (f"user:{user.pk}", f"reports.yearlyreport:{report.pk}")


def test_a_year_that_has_not_begun_is_refused_until_its_first_day_in_london() -> None:
    begins = datetime.fromisoformat("2031-04-01T00:00+01:00")
    with pytest.raises(reports.NotBegun, match="2031-32 has not begun: it starts on 1 April 2031"):
        ask("2031-32", at=begins - timedelta(seconds=1))
    assert ask("2031-32", at=begins).state == State.REQUESTED


@pytest.mark.parametrize("until", [None, date(2013, 9, 30)])
def test_asking_twice_is_refused_and_leaves_one(until: date | None) -> None:
    ask()
    with pytest.raises(reports.AlreadyCompiling, match="2013-14 is being compiled already"):
        ask(until=until)
    assert YearlyReport.objects.count() == 1


def test_another_period_may_be_asked_for_meanwhile() -> None:
    ask()
    ask("2013-14/Q1")
    assert YearlyReport.objects.count() == 2


def test_compiling_stores_the_figures_their_checksum_and_a_trace() -> None:
    build(small_world())
    report = compiled()
    report.refresh_from_db()
    assert (report.state, report.compiled_at, report.failure) == (State.DRAFT, AT, "")
    assert report.checksum == report.figures["data_digest"] == digest(report.figures)
    assert report.figures["figures"]["courses.attended"]["value"] == 3
    assert AuditEntry.objects.get(verb="reports.compile").actor == "system:compiler"


def test_what_is_stored_is_what_was_counted_up_to_its_moment() -> None:
    build(small_world())
    begins = datetime.fromisoformat("2014-03-31T09:30+01:00")
    assert [
        compiled(at).figures["figures"]["courses.events"]["value"] for at in (begins - timedelta(seconds=1), begins)
    ] == [1, 2]


def test_a_new_version_supersedes_the_draft_of_the_same_period_only() -> None:
    first, quarter = compiled(), reports.compile_now(ask("2013-14/Q1"), at=AT)
    cut = compiled(until=date(2013, 9, 30))
    second = compiled(AT + MINUTE)
    states = dict(YearlyReport.objects.values_list("pk", "state"))
    assert states == {first.pk: State.SUPERSEDED, quarter.pk: State.DRAFT, cut.pk: State.DRAFT, second.pk: State.DRAFT}
    assert (second.version, second.checksum) == (3, first.checksum)
    assert reports.standing(YEAR) == second
    assert reports.standing(YEAR.cut(date(2013, 9, 30))) == cut


def test_progress_is_on_the_row_before_each_stage() -> None:
    seen: list[tuple[str, int, int, str]] = []

    def watch(report: YearlyReport) -> None:
        row = YearlyReport.objects.get(pk=report.pk)
        seen.append((row.stage, row.stages_done, row.stages, row.state))

    moments = [AT + n * MINUTE / 4 for n in range(5)]
    report = reports.compile_now(ask(), at=AT, clock=clock(*moments), watch=watch)
    stages = [*(stage for stage, _ in STAGES), reports.LAST_STAGE]
    assert seen == [(stage, done, 4, State.COMPILING) for done, stage in enumerate(stages)]
    assert (report.stages_done, report.stages, report.alive_at) == (4, 4, moments[3])


def test_two_compilers_at_once_are_one() -> None:
    tried = []

    def meanwhile(report: YearlyReport) -> None:
        with pytest.raises(reports.AlreadyCompiling):
            reports.compile_now(report, at=AT + reports.SILENT_AFTER)
        tried.append(reports.compile_due(clock=lambda: AT + reports.SILENT_AFTER))

    assert reports.compile_now(ask(), at=AT, watch=meanwhile).state == State.DRAFT
    assert tried == [0, 0, 0, 0]


def test_a_silent_compile_is_taken_over_after_a_while_and_not_before() -> None:
    report = ask()
    YearlyReport.objects.filter(pk=report.pk).update(state=State.COMPILING, alive_at=AT)
    assert reports.compile_due(clock=lambda: AT + reports.SILENT_AFTER) == 0
    assert reports.compile_due(clock=lambda: AT + reports.SILENT_AFTER + timedelta(seconds=1)) == 1
    report.refresh_from_db()
    assert (report.state, report.version) == (State.DRAFT, 1)


def test_who_was_taken_for_dead_stores_nothing_and_spoils_nothing() -> None:
    late = AT + 2 * MINUTE

    def take_over(report: YearlyReport) -> None:
        if report.stages_done == 2:
            assert reports.compile_due(clock=lambda: late) == 1

    report = ask()
    with pytest.raises(reports.AlreadyCompiling):
        reports.compile_now(report, at=AT, watch=take_over)
    report.refresh_from_db()
    assert (report.state, report.compiled_at) == (State.DRAFT, late)


def test_whoever_asks_again_after_a_silent_compile_is_heard() -> None:
    silent = ask()
    YearlyReport.objects.filter(pk=silent.pk).update(state=State.COMPILING, alive_at=AT)
    with pytest.raises(reports.AlreadyCompiling):
        ask(at=AT + reports.SILENT_AFTER)
    again = ask(at=AT + 2 * MINUTE)
    silent.refresh_from_db()
    assert (silent.state, silent.failure, again.version) == (State.FAILED, reports.FELL_SILENT, 2)


def test_a_report_that_kills_its_compilers_is_given_up_after_an_hour() -> None:
    report = ask()
    late = AT + timedelta(hours=1, seconds=1)
    YearlyReport.objects.filter(pk=report.pk).update(state=State.COMPILING, alive_at=late - 2 * MINUTE)
    assert reports.compile_due(clock=lambda: late) == 1
    report.refresh_from_db()
    assert (report.state, report.failure) == (State.FAILED, reports.FELL_SILENT)


def test_the_sweep_compiles_everything_that_is_due_oldest_first() -> None:
    ask("2012-13", at=AT + MINUTE), ask()
    assert reports.compile_due(clock=clock(AT + 2 * MINUTE, AT + 3 * MINUTE)) == 2
    assert reports.compile_due(clock=lambda: AT + 2 * MINUTE) == 0
    assert set(YearlyReport.objects.values_list("state", flat=True)) == {State.DRAFT}


def test_a_nudge_compiles_its_own_report_only() -> None:
    wanted, other = ask("2012-13"), ask()
    assert reports.compile_due(clock=lambda: AT, only=wanted.pk) == 1
    other.refresh_from_db()
    assert other.state == State.REQUESTED


def test_a_crash_leaves_a_failed_report_a_sentence_and_a_trace_in_the_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def crash(*args: Any) -> None:
        raise ZeroDivisionError

    kept = compiled()
    monkeypatch.setattr(others, "count_trainers", crash)
    with caplog.at_level(logging.ERROR):
        failed = compiled()
    assert (failed.state, failed.failure, failed.figures) == (State.FAILED, reports.WENT_WRONG, None)
    assert "ZeroDivisionError" in caplog.text
    assert AuditEntry.objects.get(verb="reports.fail").reason == reports.WENT_WRONG
    assert reports.standing(YEAR) == kept
    monkeypatch.undo()
    assert compiled().state == State.DRAFT


def test_whoever_stops_it_by_hand_can_begin_again_at_once() -> None:
    def stop(report: YearlyReport) -> None:
        raise KeyboardInterrupt

    report = ask()
    with pytest.raises(KeyboardInterrupt):
        reports.compile_now(report, at=AT, watch=stop)
    report.refresh_from_db()
    assert (report.state, report.failure) == (State.FAILED, reports.STOPPED)
    assert compiled().state == State.DRAFT


@pytest.mark.usefixtures("bookings_unchecked")
def test_figures_that_do_not_close_are_refused_and_not_stored() -> None:
    build(small_world())
    Booking.objects.filter(event__code="neglect-2", person__code="ann").update(held_place=False)
    failed = compiled()
    assert (failed.state, failed.figures, failed.checksum) == (State.FAILED, None, "")
    assert failed.failure.startswith("The figures of 2013-14 do not close, so nothing was stored. Training courses: 3")


@pytest.fixture
def bookings_unchecked() -> Iterator[None]:
    """Lets the database hold, until the test ends, a confirmed booking without a place, which it never would."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = ON")
            yield
            cursor.execute("PRAGMA ignore_check_constraints = OFF")
        else:
            cursor.execute("ALTER TABLE events_booking DROP CONSTRAINT confirmed_holds_a_place")
            yield
