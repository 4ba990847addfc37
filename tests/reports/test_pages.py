"""The pages on which a year is compiled, watched, read and downloaded, and who may open them."""

import re
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from core.models import AuditEntry
from core.years import parse_period, period_of
from events.models import Event
from people.models import Duty, User
from reports import drawing, reports
from reports.models import Withholding, YearlyReport
from tests.makers import NOW, TESTER, make_booking, make_course, make_event, make_user

pytestmark = pytest.mark.django_db
Kind = Duty.Kind
State = YearlyReport.State


@pytest.fixture
def board(client: Client) -> Client:
    client.force_login(make_user(Kind.BOARD))
    return client


def make_year() -> Event:
    """An event of 2013-14 to which somebody came."""
    event = make_event(starts_on=NOW.date().replace(2013, 6, 26), course=make_course(title="Neglect & <b>care</b>"))
    make_booking(event, outcome="attended")
    return event


def make_report(name: str = "2013-14") -> YearlyReport:
    make_year()
    return reports.compile_now(reports.request(parse_period(name), by=TESTER, at=NOW), at=NOW)


def test_the_list_is_empty_at_first_and_says_what_to_do(client: Client, manager: User) -> None:
    page = client.get("/reports/").content.decode()
    assert "No report has been compiled yet." in page
    assert "Compile</button>" in page.replace("\n", "").replace("  ", "")


def test_the_list_leads_to_every_version(client: Client, manager: User) -> None:
    first = make_report()
    second = reports.compile_now(reports.request(parse_period("2013-14"), by=TESTER, at=NOW), at=NOW)
    page = client.get("/reports/").content.decode()
    assert f'href="/reports/{first.pk}/"' in page
    assert f'href="/reports/{second.pk}/"' in page
    assert "Superseded" in page


def test_the_list_says_how_far_into_a_year_was_counted(client: Client, manager: User) -> None:
    part = parse_period("2013-14").cut(date(2013, 9, 30))
    reports.request(part, by=TESTER, at=NOW)
    reports.request(parse_period("2012-13"), by=TESTER, at=NOW)
    page = client.get("/reports/").content.decode()
    assert re.findall(r">(201\d-\d\d[^<]*)</a>", page) == ["2013-14, to 30 Sep 2013", "2012-13"]


def test_the_board_reads_but_does_not_compile(board: Client) -> None:
    report = make_report()
    assert "Reporting year" not in board.get("/reports/").content.decode()
    assert board.get(f"/reports/{report.pk}/").status_code == 200
    assert board.post("/reports/compile/", {"year": "2013-14", "part": "", "audience": "internal"}).status_code == 404


@pytest.mark.parametrize("duties", [(), (Kind.TRAINER,)])
def test_for_others_there_is_no_such_page(client: Client, duties: tuple[Duty.Kind, ...]) -> None:
    report = make_report()
    client.force_login(make_user(*duties))
    for address in ("", f"{report.pk}/", f"{report.pk}/progress/", f"{report.pk}.pdf"):
        assert client.get(f"/reports/{address}").status_code == 404, address
    assert client.post("/reports/compile/", {"year": "2013-14"}).status_code == 404


def test_who_is_not_signed_in_is_asked_to(client: Client) -> None:
    assert client.get("/reports/").status_code == 302


def test_compiling_is_asked_for_and_then_watched(client: Client, manager: User) -> None:
    make_year()
    response = client.post("/reports/compile/", {"year": "2013-14", "part": "/Q1", "audience": "internal"})
    report = YearlyReport.objects.get()
    assert (report.period_name, report.state) == ("2013-14/Q1", State.REQUESTED)
    assert response.headers["Location"] == f"/reports/{report.pk}/"
    assert "is being compiled" in client.get(f"/reports/{report.pk}/").content.decode()


def test_a_public_edition_says_what_it_hides_and_more_is_hidden_with_a_reason(client: Client, manager: User) -> None:
    make_year()
    client.post("/reports/compile/", {"year": "2013-14", "part": "", "audience": "public"})
    asked = YearlyReport.objects.get()
    report = reports.compile_now(asked, at=timezone.now())
    assert (report.audience, report.state, report.figures["audience"]) == ("public", State.DRAFT, "public")
    page = client.get(f"/reports/{report.pk}/").content.decode()
    assert "Public edition: small numbers are protected" in page
    assert "How small numbers are protected" in page
    assert f'href="/reports/{report.pk}/hidden/"' in page
    hidden = client.get(f"/reports/{report.pk}/hidden/").content.decode()
    assert "Everything but e-learning: by ethnic group" in hidden
    chosen = {"what": "courses.by_sex|female", "reason": "The board's wish"}
    assert client.post(f"/reports/{report.pk}/hidden/", chosen).status_code == 302
    again = client.post(f"/reports/{report.pk}/hidden/", chosen).content.decode()
    assert "That is withheld already." in again
    found = Withholding.objects.get()
    assert (found.table, found.code, found.reason) == ("courses.by_sex", "female", "The board's wish")
    assert client.post(f"/reports/hidden/{found.pk}/end/", {"reason": "No longer"}).status_code == 302
    assert not Withholding.objects.exists()
    assert list(
        AuditEntry.objects.filter(verb__startswith="withholdings").values_list("reason", flat=True).order_by("pk")
    ) == [
        "The board's wish",
        "No longer",
    ]


def test_an_internal_report_hides_nothing_and_opens_no_such_page(client: Client, manager: User) -> None:
    assert client.get(f"/reports/{make_report().pk}/hidden/").status_code == 404


def test_a_second_request_gets_a_sentence(client: Client, manager: User) -> None:
    make_year()
    client.post("/reports/compile/", {"year": "2013-14", "part": "", "audience": "internal"})
    page = client.post(
        "/reports/compile/", {"year": "2013-14", "part": "", "audience": "internal"}, follow=True
    ).content.decode()
    assert "2013-14 is being compiled already" in page
    assert YearlyReport.objects.count() == 1


def test_an_unknown_year_gets_a_sentence(client: Client, manager: User) -> None:
    response = client.post("/reports/compile/", {"year": "1913-14", "part": "", "audience": "internal"})
    assert response.status_code == 200
    assert "There is a problem" in response.content.decode()
    assert not YearlyReport.objects.exists()


def test_progress_is_shown_until_it_is_done(client: Client, manager: User) -> None:
    make_year()
    report = reports.request(period_of(NOW.date()), by=TESTER, at=NOW)
    waiting = client.get(f"/reports/{report.pk}/progress/")
    assert "Waiting to begin" in waiting.content.decode()
    assert "HX-Refresh" not in waiting.headers
    YearlyReport.objects.filter(pk=report.pk).update(state=State.COMPILING, stage="Counting", stages=4, stages_done=1)
    assert "25" in client.get(f"/reports/{report.pk}/progress/").content.decode()
    YearlyReport.objects.filter(pk=report.pk).update(state=State.FAILED)
    assert client.get(f"/reports/{report.pk}/progress/").headers["HX-Refresh"] == "true"


def test_a_failed_one_says_why(client: Client, manager: User) -> None:
    report = reports.request(parse_period("2013-14"), by=TESTER, at=timezone.now())
    YearlyReport.objects.filter(pk=report.pk).update(state=State.FAILED, failure="The figures do not close.")
    page = client.get(f"/reports/{report.pk}/").content.decode()
    assert "was not compiled" in page
    assert "The figures do not close." in page
    assert client.get(f"/reports/{report.pk}.pdf").status_code == 404


def test_the_page_shows_the_report_and_where_to_get_it(client: Client, manager: User) -> None:
    report = make_report()
    page = client.get(f"/reports/{report.pk}/").content.decode()
    assert "Workforce training report 2013-14" in page
    assert "1 course was held." in page
    assert "Neglect &amp; &lt;b&gt;care&lt;/b&gt;" in page
    for name, drawn in drawing.FORMATS.items():
        assert f'href="/reports/{report.pk}.{name}">{drawn.name}</a>' in page


def test_every_format_comes_as_a_file_of_its_type(client: Client, manager: User) -> None:
    report = make_report("2013-14/Q1")
    for name, drawn in drawing.FORMATS.items():
        response = client.get(f"/reports/{report.pk}.{name}")
        assert response.status_code == 200
        assert response.headers["Content-Type"] == drawn.media_type
        assert f'filename="workforce-report-2013-14-Q1-v1.{name}"' in response.headers["Content-Disposition"]
        assert response.content == drawing.draw(report, name)
    assert client.get(f"/reports/{report.pk}.exe").status_code == 404
    assert client.get("/reports/999.pdf").status_code == 404


def test_the_menu_shows_reports_to_those_who_may_read_them(client: Client) -> None:
    client.force_login(make_user(Kind.BOARD))
    assert 'href="/reports/"' in client.get("/reports/").content.decode()
    client.force_login(make_user())
    assert 'href="/reports/"' not in client.get("/programme/").content.decode()
