"""The rows behind a figure are those that it counts; of sex and ethnic group there are none to open."""

import re
from typing import Any

import pytest
from django.test import Client

from core.years import parse_period
from events.models import Booking
from events.outcomes import COUNTED
from people.models import Duty, User
from reports import reports, rows
from reports.measures import BREAKDOWNS, SCOPES
from reports.models import YearlyReport
from tests.makers import TESTER, make_user
from tests.reports.small_world import AT, small_world
from tests.reports.worlds import build

pytestmark = pytest.mark.django_db


@pytest.fixture
def report() -> YearlyReport:
    build(small_world())
    return reports.compile_now(reports.request(parse_period("2013-14"), by=TESTER, at=AT), at=AT)


def test_as_many_rows_are_behind_every_figure_as_it_says(report: YearlyReport) -> None:
    opened = 0
    for scope in SCOPES[:-2]:
        for breakdown in rows.FIELDS:
            for row in report.figures["breakdowns"][f"{scope.name}.{breakdown}"]:
                for count in COUNTED:
                    figure = rows.Figure(count, scope.name, breakdown, row["code"])
                    said: tuple[str, Any] = rows.printed(report, figure)
                    if breakdown != "by_reason" or count in {"cancelled", "did_not_attend"}:
                        assert rows.bookings(report, figure).count() == said[1], figure
                        opened += bool(said[1])
        for count in rows.OF_RATES:
            figure = rows.Figure(count, scope.name)
            assert rows.bookings(report, figure).count() == rows.printed(report, figure)[1], figure
        for count in ("events", "events_cancelled"):
            figure = rows.Figure(count, scope.name)
            assert rows.events(report, figure).count() == rows.printed(report, figure)[1], figure
    assert opened > 30
    for waited in (rows.Figure("waited"), rows.Figure("waited", by="by_course", code="neglect")):
        assert rows.bookings(report, waited).count() == rows.printed(report, waited)[1] == 1


def test_nothing_is_opened_by_what_people_answered_about_themselves(report: YearlyReport) -> None:
    # Whom somebody works with is small and personal in print, but on their record, which managers see.
    apart = [each.name for each in BREAKDOWNS if each.is_personal and each.name != "by_works_with"]
    assert apart == ["by_sex", "by_ethnic_group", "by_ethnic_rollup"]
    for name in apart:
        assert rows.opens("courses", "attended", name, "female") == ""
        with pytest.raises(rows.NoSuchFigure):
            rows.Figure("attended", "courses", name, "female")
    with pytest.raises(rows.NoSuchFigure):
        rows.Figure("waited", by="by_role", code="manager")


def test_a_manager_opens_every_link_of_the_page(client: Client, manager: User, report: YearlyReport) -> None:
    page, address = client.get(f"/reports/{report.pk}/").content.decode(), f"/reports/{report.pk}/rows/"
    links = sorted(set(re.findall(r'href="(/reports/[0-9]+/rows/[^"]+)"', page)))
    assert len(links) > 30
    assert not [link for link in links if "by_sex" in link or "ethnic" in link]
    shown = client.get(
        f"/reports/{report.pk}/rows/?scope=courses&count=attended&by=by_agency&code=ccs"
    ).content.decode()
    assert "says 2. These are the 2 rows behind it." in shown
    Booking.objects.filter(agency__code="ccs", attendance="attended", event__code="neglect-1").update(
        attendance="absent"
    )
    shown = client.get(
        f"/reports/{report.pk}/rows/?scope=courses&count=attended&by=by_agency&code=ccs"
    ).content.decode()
    assert "Today 1 row would be counted" in shown
    assert client.get(f"/reports/{report.pk}/rows/?count=events").status_code == 200
    assert (
        client.get(f"/reports/{report.pk}/rows/?count=events&download=csv")
        .headers["Content-Type"]
        .startswith("text/csv")
    )
    for strange in (
        "count=x",
        "scope=x",
        "by=by_sex&code=female",
        "by=by_agency&code=nobody",
        "scope=all&by=x",
        "count=waited&by=by_role",
    ):
        assert client.get(f"{address}?{strange}").status_code == 409


def test_the_board_sees_figures_without_rows(client: Client, report: YearlyReport) -> None:
    client.force_login(make_user(Duty.Kind.BOARD))
    assert "/rows/" not in client.get(f"/reports/{report.pk}/").content.decode()
    assert client.get(f"/reports/{report.pk}/rows/").status_code == 404
