"""Public editions: asked for, compiled beside internal ones, published for whole years, and mindful of each other."""

import csv
import json
import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from core.years import parse_period
from people.models import User
from reports import drawing, editions, reports
from reports.hidden import COLUMNS
from reports.models import Withholding, YearlyReport
from reports.protecting.classes import CLASSES
from reports.withholding import name_of
from tests.makers import TESTER, make_user
from tests.reports.middle_world import middle_world
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


@pytest.mark.once
def test_staff_see_every_place_where_something_is_hidden_and_why(client: Client, manager: User) -> None:
    build(middle_world())
    report = edition()
    data = b"".join(client.get(f"/reports/{report.pk}/hidden/?download=csv"))
    header, *rows = csv.reader(StringIO(data.decode("utf-8-sig"), newline=""))
    assert header == ["Row", "Table", "Told as fewer", "Withheld", "Why"]
    listed = {
        (table, label): {*small.split(", "), *withheld.split(", ")} - {"–"} for label, table, small, withheld, _ in rows
    }
    shown = 0
    for table, found in report.figures["breakdowns"].items():
        for row in found if not table.endswith("by_reason") else ():
            expected = {words for name, words in COLUMNS.items() if row[name] is None}
            assert listed.pop((name_of(table), row["label"]), set()) == expected
            shown += len(expected)
    assert shown > 200
    everybody, reached = "Everything but e-learning: head counts", "How much of the workforce was reached"
    assert listed == {
        ("What agencies gave", "The temple"): {"trainers"},
        **{(reached, label): {"people"} for label in ("The gp", "The temple", "Health", "Faith groups")},
        **{(table, "Parents"): {"people"} for table in ("Local Practice Groups: head counts", everybody)},
        ("Comments: impact", "Venue, parking and access"): {"comments"},
        **{("How complete the records are", fact): {"recorded"} for fact in ("Works with", "Sex", "Ethnic group")},
    }
    assert all(why for *_, why in rows)
    assert not re.search(r"\d", "".join(small + withheld for _, _, small, withheld, _ in rows))


@pytest.mark.once
def test_staff_see_what_is_not_told_at_all(client: Client, manager: User) -> None:
    build(small_world())
    report = edition()
    rows = list(csv.reader(StringIO(b"".join(client.get(f"/reports/{report.pk}/hidden/?download=csv")).decode())))
    untold = [(label, withheld) for label, table, _, withheld, _ in rows if table.startswith("How much of the work")]
    assert untold == [("All agencies", "people"), ("All sectors", "people"), ("All target groups", "people")]
    assert report.figures["reach"] == []
