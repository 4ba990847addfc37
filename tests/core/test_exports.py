"""Lists as files: whole, in order, with figures as figures; what people typed is text and nothing else."""

from __future__ import annotations

import csv
import datetime as dt
from io import BytesIO, StringIO
from typing import Any

import django_tables2 as tables
import pytest
from django.db import connection
from django.http import FileResponse, StreamingHttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils.safestring import SafeString
from openpyxl import load_workbook

from core import exports
from core.tables import HouseTable, NumberColumn, link, tag
from people.models import Agency, Duty
from tests.makers import make_agency, make_booking, make_event, make_person, make_user

pytestmark = pytest.mark.django_db
Row = dict[str, Any]
AT = dt.datetime(2026, 7, 1, 8, 30, tzinfo=dt.UTC)


class PeopleTable(HouseTable):
    caption = "People & places"
    row_header = "name"

    name = tables.Column()
    day = tables.Column()
    seen = tables.Column(empty_values=())
    places = NumberColumn()
    act = tables.Column(empty_values=(), exclude_from_export=True)

    class Meta(HouseTable.Meta):
        per_page = 2

    def render_name(self, value: str) -> SafeString:
        return link("/somewhere/", value, unseen="only read out")

    def render_seen(self, record: Row) -> SafeString:
        return SafeString(f"{tag('Booked', 'green')}<br>Ben &amp; Zoë")


def rows(*names: str) -> list[Row]:
    return [{"name": name, "day": dt.date(2026, 5, 4), "seen": AT, "places": 1200} for name in names]


def asked(kind: str, table: HouseTable, query: str = "") -> bytes:
    response = exports.asked(RequestFactory().get(f"/list/?{table.prefix}download={kind}{query}"), table)
    assert isinstance(response, StreamingHttpResponse | FileResponse)
    data = response.getvalue()
    response.close()
    return data


def lines(table: HouseTable, query: str = "") -> list[list[str]]:
    text = asked("csv", table, query).decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(StringIO(text[1:])))


def cells(table: HouseTable) -> list[tuple[Any, ...]]:
    sheet = load_workbook(BytesIO(asked("xlsx", table))).active
    assert sheet is not None
    return list(sheet.iter_rows(values_only=True))


def test_a_list_is_whole_and_in_plain_words() -> None:
    assert lines(PeopleTable(rows("Ann", "Ben", "Cleo"))) == [
        ["Name", "Day", "Seen", "Places"],
        ["Ann", "2026-05-04", "2026-07-01 09:30", "1200"],
        ["Ben", "2026-05-04", "2026-07-01 09:30", "1200"],
        ["Cleo", "2026-05-04", "2026-07-01 09:30", "1200"],
    ]


def test_what_is_no_day_and_no_figure_is_read_as_it_is_seen() -> None:
    words = [{**row, "seen": "x"} for row in rows("Ann")]
    assert lines(PeopleTable(words))[1][2] == "Booked; Ben & Zoë"


def test_what_looks_like_markup_and_is_none_is_not_touched() -> None:
    text = "<b>Ann</b> &amp; Ben  <br> 3 < 4"
    words = [{**row, "day": text} for row in rows("Ann")]
    assert lines(PeopleTable(words))[1][1] == text


def test_it_comes_in_the_order_that_was_asked_for() -> None:
    found = lines(PeopleTable(rows("Ann", "Cleo", "Ben")), "&sort=-name")
    assert [row[0] for row in found[1:]] == ["Cleo", "Ben", "Ann"]


def test_a_workbook_holds_days_and_figures() -> None:
    heading, first = cells(PeopleTable(rows("Ann")))
    assert heading == ("Name", "Day", "Seen", "Places")
    assert first == ("Ann", dt.datetime(2026, 5, 4), dt.datetime(2026, 7, 1, 9, 30), 1200)  # noqa: DTZ001


NASTY = ["=1+1", "+44 1223", "-1", "@SUM(A1)", "\t=1", "＝1", "https://example.org", "12", "<script>", "x" * 40_000]


@pytest.mark.parametrize("text", NASTY)
def test_what_people_type_stays_text(text: str) -> None:
    table = PeopleTable(rows(text))
    shown = " ".join(text.split()) if text != "<script>" else "<script>"
    said = lines(table)[1][0]
    assert said == (f"'{shown}" if shown[0] in "=+-@＝" else shown)
    book = load_workbook(BytesIO(asked("xlsx", PeopleTable(rows(text)))))
    assert book.active is not None
    cell = book.active.cell(2, 1)
    assert (cell.data_type, cell.value, cell.hyperlink) == ("s", shown[: exports.LONGEST_CELL], None)


def test_without_being_asked_there_is_the_page_with_its_links() -> None:
    table = PeopleTable(rows("Ann"))
    assert exports.asked(RequestFactory().get("/list/?download=exe"), table) is None
    request = RequestFactory().get("/list/?q=nurse")
    page = str(table.as_html(request))
    assert 'href="?q=nurse&amp;download=csv">CSV</a>' in page
    assert 'href="?q=nurse&amp;download=xlsx">Excel workbook</a>' in page
    assert "download=" not in str(PeopleTable(rows("Ann")).as_html(request))


def test_of_two_lists_each_has_its_own_file() -> None:
    first, second = PeopleTable(rows("Ann")), PeopleTable(rows("Ben"), prefix="p-")
    response = exports.asked(RequestFactory().get("/list/?p-download=csv"), first, second)
    assert isinstance(response, StreamingHttpResponse)
    assert b"Ben" in response.getvalue()
    assert response["Content-Disposition"] == 'attachment; filename="people-places.csv"'


@pytest.fixture
def team(db: None) -> Agency:
    return make_agency("hospital", name="The Hospital")


def test_a_lead_has_their_own_people_and_nobody_else(client: Client, team: Agency) -> None:
    make_person(last_name="Own", agency=team)
    make_person(last_name="Canary")
    client.force_login(make_user(Duty.Kind.LEAD, agency=team))
    text = client.get("/team/?p-download=csv").getvalue().decode()
    assert "Ann Own" in text
    assert "Canary" not in text
    assert "Ann Own" in client.get("/team/").content.decode()


def test_more_rows_cost_no_more_statements(client: Client, team: Agency) -> None:
    event = make_event(code="neglect-1")
    client.force_login(make_user(Duty.Kind.MANAGER))

    def statements() -> int:
        with CaptureQueriesContext(connection) as counted:
            assert client.get("/manage/events/neglect-1/?download=csv").getvalue()
        return len(counted)

    make_booking(event)
    few = statements()
    for _ in range(5):
        make_booking(event)
    assert statements() == few
