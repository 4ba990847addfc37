"""Publishing: by a manager, once the period is over; what was published never changes, from any side."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from core.closed_years import YearClosed
from core.models import AuditEntry, ClosedYear
from core.years import parse_period
from events import registers
from events.models import LONDON, Event
from people.models import User
from reports import commentaries, drawing, reports, seals
from reports.models import YearlyReport
from tests.makers import NOW, TESTER, make_event, make_user
from tests.reports.small_world import AT, small_world
from tests.reports.worlds import build

pytestmark = pytest.mark.django_db
State = YearlyReport.State
DAY = timedelta(days=1)


def draft(name: str = "2013-14", at: datetime = AT) -> YearlyReport:
    return reports.compile_now(reports.request(parse_period(name), by=TESTER, at=at), at=at)


def published(name: str = "2013-14", correction: str = "") -> YearlyReport:
    return reports.publish(draft(name), by=make_user(), at=AT + DAY, correction=correction)


def test_publishing_keeps_who_and_when_and_seals_all_of_it() -> None:
    by = make_user()
    report = reports.publish(draft(), by=by, at=AT + DAY)
    assert (report.state, report.published_at, report.published_by) == (State.PUBLISHED, AT + DAY, by)
    assert report.seal == seals.seal_of(report)
    assert AuditEntry.objects.get(verb="reports.publish").actor == by.actor_ref


COLUMNS = ("figures", "audience", "checksum", "commentary", "seal", "version", "published_at", "correction")


@pytest.mark.parametrize("column", COLUMNS)
def test_what_was_published_never_changes_from_any_side(column: str) -> None:
    report = published()
    other: dict[str, Any] = {
        "figures": {},
        "audience": "public",
        "commentary": {"summary": "No."},
        "version": 9,
        "published_at": AT,
    }
    rows = YearlyReport.objects.filter(pk=report.pk)
    for published_first in (State.PUBLISHED, State.SUPERSEDED):
        rows.update(state=published_first)
        with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
            rows.update(**{column: other.get(column, "sha256:0")})


@pytest.mark.parametrize("state", [State.DRAFT, State.FAILED, State.REQUESTED, State.COMPILING])
def test_what_was_published_is_never_unpublished(state: str) -> None:
    report = published()
    with pytest.raises(IntegrityError), transaction.atomic():
        YearlyReport.objects.filter(pk=report.pk).update(state=state)
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        YearlyReport.objects.filter(pk=report.pk).delete()
    YearlyReport.objects.filter(pk=report.pk).update(state=State.SUPERSEDED)
    with pytest.raises(IntegrityError), transaction.atomic():
        YearlyReport.objects.filter(pk=report.pk).update(state=State.PUBLISHED)


def test_who_published_may_be_forgotten() -> None:
    report = published()
    assert report.published_by
    report.published_by.delete()
    report.refresh_from_db()
    seals.demand_whole(report)
    assert report.published_by is None


def test_a_draft_is_compiled_anew_beside_what_is_published() -> None:
    first, second = published(), draft()
    first.refresh_from_db()
    assert (first.state, second.state) == (State.PUBLISHED, State.DRAFT)


def test_a_correction_says_what_it_puts_right_and_takes_the_place() -> None:
    first, second = published(), draft()
    with pytest.raises(reports.NotPublished, match="Version 1 is published: say what this one puts right"):
        reports.publish(second, by=make_user(), at=AT + DAY, correction=" ")
    second = reports.publish(second, by=make_user(), at=AT + DAY, correction=" Two registers came late. ")
    first.refresh_from_db()
    assert (first.state, second.state, second.correction) == ("superseded", "published", "Two registers came late.")
    assert "Two registers came late." in drawing.draw(second, "html").decode()
    seals.demand_whole(first)


def test_one_is_published_a_period_whoever_writes_the_rows() -> None:
    first, second = published(), draft()
    same = {"published_at": AT, "seal": "sha256:0", "state": State.PUBLISHED}
    with pytest.raises(IntegrityError), transaction.atomic():
        YearlyReport.objects.filter(pk=second.pk).update(**same)
    assert reports.published(first.period) == first


def test_nothing_is_published_before_the_period_is_over() -> None:
    early = draft(at=datetime(2014, 3, 31, 23, 59, tzinfo=LONDON))
    with pytest.raises(reports.NotPublished, match="before 31 Mar 2014 was over"):
        reports.publish(early, by=make_user(), at=AT)
    assert reports.why_not_publish(draft(at=datetime(2014, 4, 1, tzinfo=LONDON))) is None


def test_what_was_superseded_is_not_published() -> None:
    old, _ = draft(), draft()
    with pytest.raises(reports.NotPublished, match="not a draft any more"):
        reports.publish(old, by=make_user(), at=AT)


def test_figures_that_were_altered_are_neither_published_nor_shown(client: Client, manager: User) -> None:
    report = draft()
    YearlyReport.objects.filter(pk=report.pk).update(figures=report.figures | {"year": "2014-15"})
    with pytest.raises(seals.FiguresAltered):
        reports.publish(report, by=manager, at=AT)
    page = client.get(f"/reports/{report.pk}/")
    assert page.status_code == 409
    assert "are not those that were compiled" in page.content.decode()


def held(**fields: Any) -> Event:
    return make_event(status="held", register_closed_at=NOW, **fields)


def test_registers_of_a_published_year_are_not_opened_again(client: Client, manager: User) -> None:
    inside, outside = held(starts_on=date(2014, 3, 31)), held(starts_on=date(2014, 4, 1))
    published()
    for name in ("2014-15/Q1", "2014-15"):
        with pytest.raises(YearClosed, match="The report of 2013-14 is published"):
            registers.reopen(inside, by=TESTER, at=NOW, reason="A mistake.")
        if name == "2014-15/Q1":
            published_quarter = draft(name, at=NOW)
            reports.publish(published_quarter, by=manager, at=NOW)
    page = client.get(f"/registers/{inside.code}/").content.decode()
    assert "Open the register again" not in page
    assert "The report of 2013-14 is published" in page
    assert "Open the register again" in client.get(f"/registers/{outside.code}/").content.decode()
    registers.reopen(outside, by=TESTER, at=NOW, reason="A quarter closes no year.")
    assert list(ClosedYear.objects.values_list("year", flat=True)) == ["2013-14"]


NIGHT = datetime(2027, 4, 1, 2, tzinfo=LONDON)


def test_the_year_that_ended_is_asked_for_once_on_the_first_of_april() -> None:
    assert reports.request_the_year_that_ended(at=NIGHT - timedelta(seconds=1)) is None
    report = reports.request_the_year_that_ended(at=NIGHT)
    assert report is not None
    assert (report.period_name, report.requested_by) == ("2026-27", None)
    reports.compile_now(report, at=NIGHT)
    for later in (timedelta(seconds=1), timedelta(days=20), timedelta(days=40)):
        assert reports.request_the_year_that_ended(at=NIGHT + later) is None
    assert reports.why_not_publish(YearlyReport.objects.get()) is None


def test_a_site_that_was_down_that_night_asks_as_soon_as_it_is_up_but_not_months_later() -> None:
    assert reports.request_the_year_that_ended(at=NIGHT + timedelta(days=29)) is None
    assert reports.request_the_year_that_ended(at=NIGHT + timedelta(days=27)) is not None


def test_where_somebody_compiles_it_that_night_it_is_asked_for_afterwards() -> None:
    ours = reports.request(parse_period("2026-27"), by=TESTER, at=NIGHT)
    with pytest.raises(reports.AlreadyCompiling):
        reports.request_the_year_that_ended(at=NIGHT)
    reports.compile_now(ours, at=NIGHT)
    assert reports.request_the_year_that_ended(at=NIGHT + timedelta(minutes=30)) is not None


def test_a_manager_publishes_after_reading_what_that_means(client: Client, manager: User) -> None:
    report = draft()
    assert "Publish this version" in client.get(f"/reports/{report.pk}/").content.decode()
    page = client.get(f"/reports/{report.pk}/publish/").content.decode()
    assert "Closed registers of 2013-14" in page
    assert "put right" not in page
    shown = client.post(f"/reports/{report.pk}/publish/", follow=True).content.decode()
    assert "Published on" in shown
    assert YearlyReport.objects.get().seal in shown
    again = client.get(f"/reports/{report.pk}/publish/", follow=True).content.decode()
    assert "not a draft any more" in again


def test_a_correction_on_the_page_wants_its_words(client: Client, manager: User) -> None:
    published()
    report = draft()
    assert "There is a problem" in client.post(f"/reports/{report.pk}/publish/", {}).content.decode()
    client.post(f"/reports/{report.pk}/publish/", {"correction": "One agency was missing."})
    page = client.get(f"/reports/{report.pk}/").content.decode()
    assert "One agency was missing." in page
    assert "Version 1" in page


SAID = "Two trusts merged.\n\nTheir figures stand together <b>from now on</b>."


def test_commentary_is_drawn_everywhere_and_kept_as_it_was_published() -> None:
    build(small_world())
    report, by = draft(), make_user()
    figures = report.figures
    commentaries.write(report, "courses", SAID, by=by, at=AT, seen="")
    for name in ("html", "csv"):
        assert "Two trusts merged." in drawing.draw(report, name).decode()
    assert "<b>from" not in drawing.draw(report, "html").decode()
    newer = draft()
    assert "Two trusts merged." in drawing.draw(newer, "html").decode()
    assert "Two trusts merged." not in drawing.draw(YearlyReport.objects.get(pk=report.pk), "html").decode()
    first = reports.publish(newer, by=by, at=AT)
    third = draft()
    commentaries.write(third, "courses", "Otherwise.", by=by, at=AT, seen=SAID)
    assert "Two trusts merged." in drawing.draw(first, "html").decode()
    assert first.figures["figures"] == figures["figures"]


def test_nothing_is_said_to_what_is_no_draft() -> None:
    report = published()
    with pytest.raises(commentaries.NoCommentary, match="is not a draft"):
        commentaries.write(report, "courses", SAID, by=make_user(), at=AT, seen="")


def test_two_who_write_at_once_undo_nothing_of_each_other(client: Client, manager: User) -> None:
    report = draft()
    address = f"/reports/{report.pk}/commentary/summary/"
    assert client.post(address, {"text": "Mine.\r\n\r\nMore.", "seen": ""}).status_code == 302
    page = client.post(address, {"text": "Also mine.", "seen": ""}).content.decode()
    assert "Somebody else has written here" in page
    assert "Also mine." in page
    assert commentaries.of("2013-14") == {"summary": "Mine.\n\nMore."}
    client.post(address, {"text": "", "seen": "Mine.\r\n\r\nMore."})
    assert commentaries.of("2013-14") == {}
    assert client.get(f"/reports/{report.pk}/commentary/further/").status_code == 404
