"""Public editions: asked for, compiled beside internal ones, published for whole years, and mindful of each other."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from core.years import parse_period
from reports import drawing, editions, reports
from reports.models import Withholding, YearlyReport
from reports.protecting.classes import CLASSES
from tests.makers import TESTER, make_user
from tests.reports.small_world import AT, small_world
from tests.reports.worlds import build

pytestmark = pytest.mark.django_db
Audience, State = YearlyReport.Audience, YearlyReport.State


def edition(name: str = "2013-14", audience: str = Audience.PUBLIC) -> YearlyReport:
    asked = reports.request(parse_period(name), by=TESTER, at=AT, audience=audience)
    return reports.compile_now(asked, at=AT)


def test_editions_stand_beside_each_other() -> None:
    build(small_world())
    public, internal = edition(), edition(audience=Audience.INTERNAL)
    public.refresh_from_db()
    assert (public.state, internal.state, public.stages, internal.stages) == (State.DRAFT, State.DRAFT, 5, 4)
    assert reports.standing(parse_period("2013-14"), Audience.PUBLIC) == public
    assert reports.standing(parse_period("2013-14")) == internal
    assert internal.figures["breakdowns"]["courses.by_agency"][0]["attended"] == 2
    assert "fewer than 5" in drawing.draw(public, "html").decode()


def test_the_command_hands_out_the_public_edition() -> None:
    build(small_world())
    out = StringIO()
    call_command("compile_report", "2013-14", "--audience", "public", stdout=out)
    document = json.loads(out.getvalue())
    assert document["audience"] == "public"
    assert document["figures"]["courses.attended"]["value"] == 3
    shown = [
        row["attended"] for name, rows in document["breakdowns"].items() for row in rows if "by_reason" not in name
    ]
    assert {value for value in shown if value} <= {None}


def test_every_part_of_the_document_is_classified() -> None:
    build(small_world())
    assert edition(audience=Audience.INTERNAL).figures.keys() <= CLASSES.keys()


def test_a_part_that_nobody_classified_is_not_published(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(CLASSES, "budget")
    report = edition()
    assert (report.state, report.figures) == (State.FAILED, None)
    assert "nobody has said how “budget” is to be protected" in report.failure


def test_a_public_edition_tells_of_a_whole_year() -> None:
    build(small_world())
    refusal = reports.why_not_publish(edition("2013-14/Q1"))
    assert refusal
    assert "tells of a whole year" in refusal.sentence
    assert reports.why_not_publish(edition("2013-14/Q1", Audience.INTERNAL)) is None


def test_what_is_published_is_regarded_from_then_on() -> None:
    build(small_world())
    period = parse_period("2013-14")
    assert list(editions.earlier(period)) == []
    for name in ("2012-13", "2013-14"):
        reports.publish(edition(name), by=make_user(), at=AT)
    edition("2014-15")
    found = [(each.document["year"], dict(each.columns)) for each in editions.earlier(period)]
    assert [year for year, _ in found] == ["2013-14", "2012-13"]
    assert found[1][1] == {"previous": "attended"}
    [after] = list(editions.earlier(parse_period("2011-12")))
    assert dict(after.columns) == {"attended": "previous"}


def test_what_the_board_hides_is_hidden_from_the_next_compilation_on() -> None:
    build(small_world())
    Withholding.objects.create(year="2013-14", table="all.by_area", reason="The board's wish", added_at=AT)
    report = edition()
    assert "all.by_area" in report.figures["protection"]["tables"]
    assert edition("2012-13").figures["year"] == "2012-13"
