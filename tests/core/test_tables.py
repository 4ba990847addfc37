"""Lists: what a screen reader needs is there, links keep the filters, values are escaped, rows come from one query."""

from __future__ import annotations

import datetime as dt
from html.parser import HTMLParser
from typing import Any

import django_tables2 as tables
import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils.safestring import mark_safe
from django_tables2 import RequestConfig

from core.tables import HouseTable, NumberColumn, link
from people.models import Sector

Row = dict[str, Any]


class EventTable(HouseTable):
    caption = "Coming events"
    row_header = "title"

    title = tables.Column(linkify=lambda record: f"/events/{record['pk']}/")
    starts_on = tables.Column(verbose_name="Date", attrs={"th": {"class": "own"}, "td": {"data-cell": "day"}})
    places = NumberColumn(attrs={"td": {"class": "own"}}, footer=lambda table: sum(row["places"] for row in table.data))
    state = tables.Column(
        orderable=False, attrs={"td": {"class": lambda value: f"state-{value}"}}, empty_values=(), default="none"
    )

    class Meta(HouseTable.Meta):
        per_page = 3

    def render_state(self, value: str, record: Row) -> str:
        return mark_safe(f"<em>{record['pk']}</em>") if value == "safe" else value


def rows(count: int) -> list[Row]:
    return [
        {"pk": n, "title": f"A <b> & {n}", "starts_on": dt.date(2013, 6, n), "places": 1000 * n, "state": "open"}
        for n in range(1, count + 1)
    ]


def drawn(data: list[Row], query: str = "", table: type[HouseTable] = EventTable) -> str:
    request = RequestFactory().get(f"/events/{query}")
    return str(RequestConfig(request).configure(table(data)).as_html(request))


class Links(HTMLParser):
    """The addresses of a page's links, by their text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.by_text: dict[str, str] = {}
        self._open = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._open = dict(attrs)["href"] or ""

    def handle_data(self, data: str) -> None:
        if self._open:
            self.by_text[data.strip()] = self._open

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._open = ""


def test_the_table_says_what_it_is_and_which_cell_heads_what() -> None:
    page = drawn(rows(2))
    assert '<caption class="govuk-table__caption govuk-table__caption--m">Coming events</caption>' in page
    assert 'role="region" tabindex="0" aria-label="Coming events"' in page
    assert page.count('scope="col"') == 4
    assert page.count('<th scope="row" class="govuk-table__header">') == 2


def test_values_are_escaped_and_what_is_marked_safe_is_not() -> None:
    assert ">&lt;i&gt;</td>" in drawn([{**rows(1)[0], "state": "<i>"}])
    page = drawn([{**rows(1)[0], "state": "safe"}])
    assert "A &lt;b&gt; &amp; 1" in page
    assert "A <b>" not in page
    assert "<em>1</em>" in page
    assert '<a href="/events/1/">A &lt;b&gt; &amp; 1</a>' in page


def test_a_column_s_classes_are_added_to_the_house_s() -> None:
    page = drawn(rows(1))
    assert '<td class="govuk-table__cell govuk-table__cell--numeric own">1,000</td>' in page
    assert '<td data-cell="day" class="govuk-table__cell">' in page
    assert 'class="govuk-table__header own"' in page
    assert '<td class="govuk-table__cell state-open">open</td>' in page
    assert "orderable" not in page


def test_figures_and_their_sum_are_to_the_right() -> None:
    page = drawn(rows(2))
    assert 'class="govuk-table__header govuk-table__header--numeric"' in page
    assert '<td class="govuk-table__cell govuk-table__cell--numeric">3,000</td>' in page


def test_sorting_turns_round_and_keeps_the_filters_but_not_the_page() -> None:
    page = drawn(rows(9), "?area=fen+%26+hunts&sort=starts_on&page=2")
    assert page.count("aria-sort") == 1
    assert 'aria-sort="ascending"' in page
    links = Links(page).by_text
    assert links["Date"] == "?area=fen+%26+hunts&sort=-starts_on"
    assert links["Title"] == "?area=fen+%26+hunts&sort=title"
    assert "State" not in links
    assert 'aria-sort="descending"' in drawn(rows(2), "?sort=-places")


def test_pages_keep_the_filters_and_the_order() -> None:
    page = drawn(rows(20), "?area=fen&sort=-places&page=2")
    links = Links(page).by_text
    assert links["1"] == "?area=fen&sort=-places&page=1"
    assert links["Next"] == "?area=fen&sort=-places&page=3"
    assert links["Previous"] == "?area=fen&sort=-places&page=1"
    assert 'aria-label="Pages of Coming events"' in page
    assert 'aria-label="Page 2" aria-current="page"' in page
    assert "Showing 4 to 6 of 20" in page
    assert 'govuk-pagination__item--ellipsis">⋯</li>' in page
    assert "17,000" in page


def test_one_page_needs_no_pagination() -> None:
    assert "govuk-pagination" not in drawn(rows(3))


def test_an_empty_list_says_so_in_words() -> None:
    class Waiting(EventTable):
        class Meta(EventTable.Meta):
            empty_text = "Nobody is waiting."

    page = drawn([], table=Waiting)
    assert "Nobody is waiting." in page
    assert "<table" not in page
    assert "There is nothing to show." in drawn([])


def test_a_missing_value_is_a_dash_and_nought_is_not() -> None:
    page = drawn([{**rows(1)[0], "title": None, "places": 0}])
    assert '<th scope="row" class="govuk-table__header">–</th>' in page
    assert ">0</td>" in page


def test_two_tables_on_a_page_turn_apart() -> None:
    class Other(EventTable):
        class Meta(EventTable.Meta):
            prefix = "past-"

    links = Links(drawn(rows(9), "?page=2&past-page=2", Other)).by_text
    assert links["3"] == "?page=2&past-page=3"
    assert links["Title"] == "?page=2&past-sort=title"


def test_cells_are_what_the_library_makes_of_them() -> None:
    request = HttpRequest()
    table = EventTable(rows(3))
    RequestConfig(request, paginate=False).configure(table)
    page = table.as_html(request)
    for row in table.rows:
        for column, cell in row.items():
            if column.name in {"title", "places", "state"}:
                assert f">{cell}</t" in page


def test_a_link_escapes_its_words_and_says_unseen_which_row_it_is_of() -> None:
    assert link("/x/?a=1&b=2", "<b>") == '<a class="govuk-link" href="/x/?a=1&amp;b=2">&lt;b&gt;</a>'
    unseen = '<span class="govuk-visually-hidden"> to O&#x27;Neill</span>'
    assert link("/x/", "Issue it", unseen="to O'Neill") == f'<a class="govuk-link" href="/x/">Issue it{unseen}</a>'


class SectorTable(HouseTable):
    name = tables.Column()

    class Meta(HouseTable.Meta):
        per_page = 1


@pytest.mark.django_db
def test_a_whole_list_takes_one_query_and_a_page_of_it_two(django_assert_num_queries: Any) -> None:
    for code in ("x", "y"):
        Sector.objects.create(code=code, name=code)
    request = RequestFactory().get("/")
    for paginate, queries in ((False, 1), (True, 2)):
        with django_assert_num_queries(queries):
            table = SectorTable(Sector.objects.order_by("name"))
            page = RequestConfig(request, paginate=paginate).configure(table).as_html(request)
        assert page.count("<td") == (1 if paginate else Sector.objects.count())
