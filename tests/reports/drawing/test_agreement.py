"""The drawings of either edition say the same, cell by cell; and every figure of the document is in them."""

import json
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from pytest_django import DjangoAssertNumQueries

from reports import drawing
from reports.document import Document
from reports.drawing.as_csv import HEADER, value_of
from reports.drawing.as_csv_pack import file_name
from reports.drawing.as_xlsx import stored
from reports.drawing.outline import outline
from reports.measures import BREAKDOWNS, RATES, SCOPES, figures_of
from tests.core.pdf.reading import Reading
from tests.reports.drawing.conftest import report_of
from tests.reports.drawing.reading import Page, csv_rows, pack_files, pdf_tables, xlsx_tables

pytestmark = pytest.mark.django_db
LABELS = {scope.name: scope.label for scope in SCOPES}


@pytest.fixture(scope="module")
def drawn(small: Document) -> dict[str, bytes]:
    return {name: drawing.draw(report_of(small), name) for name in drawing.FORMATS}


@pytest.fixture(params=["internal", pytest.param("public", marks=pytest.mark.once)])
def edition(request: pytest.FixtureRequest) -> tuple[Document, dict[str, bytes]]:
    """A document of each edition, and its drawings."""
    names = {"internal": ("small", "drawn"), "public": ("public", "published")}[request.param]
    document, drawn = map(request.getfixturevalue, names)
    return document, drawn


@pytest.fixture(scope="module")
def listed(drawn: dict[str, bytes]) -> dict[tuple[str, str, str], str]:
    """The values of the CSV file by table, row and column."""
    header, *rows = csv_rows(drawn["csv"])
    assert tuple(header) == HEADER
    return {(table, row, column): value for _, table, row, column, _, value in rows}


def test_every_table_is_the_same_in_all_of_them(edition: tuple[Document, dict[str, bytes]]) -> None:
    document, drawn = edition
    tables = [table for _, table in outline(report_of(document)).tables]
    assert len(tables) > 40
    page, pdf = Page(drawn["html"].decode()).tables, pdf_tables(Reading(drawn["pdf"]))
    book, listed, pack = xlsx_tables(drawn["xlsx"]), csv_rows(drawn["csv"])[1:], pack_files(drawn["zip"])
    for table in tables:
        header = [column.label for column in table.columns]
        shown = [header, *([cell.text for cell in row] for row in table.body)]
        assert page[table.caption] == shown
        assert pdf[table.caption] == shown
        numbers = [[_number(stored(cell)) for cell in row] for row in table.body]
        assert [[_number(value) for value in row] for row in book[table.caption][1:]] == numbers
        assert book[table.caption][0] == header
        values = [value_of(cell) for row in table.body for cell in row[1:]]
        assert [row[5] for row in listed if row[1] == table.title] == values
        assert [value for row in pack[file_name(table)][1:] for value in row[1:]] == values
    assert len(pdf) == len(book) == len(tables)
    assert len({table.title for table in tables}) == len(tables)


def test_every_sentence_is_the_same_on_page_and_in_print(edition: tuple[Document, dict[str, bytes]]) -> None:
    document, drawn = edition
    page = " ".join(Page(drawn["html"].decode()).words.split())
    reading = Reading(drawn["pdf"])
    printed = " ".join(reading.text(node) for node in reading.nodes("P", "LBody", "H1", "H2", "H3", "BlockQuote"))
    book = json.dumps([row for sheet in [_words(drawn["xlsx"])] for row in sheet], ensure_ascii=False)
    said = 0
    for section in outline(report_of(document)).sections:
        assert section.title in page
        assert section.title in printed
        for block in section.blocks:
            for text in [getattr(block, "text", ""), *getattr(block, "items", ())]:
                if isinstance(text, str) and text:
                    said += 1
                    assert text in page
                    assert text in printed
                    assert block.kind == "subheading" or json.dumps(text, ensure_ascii=False)[1:-1] in book
    assert said > 40


def test_every_figure_is_told(small: Document, listed: dict[tuple[str, str, str], str]) -> None:
    found = 0
    for scope in SCOPES:
        for figure in figures_of(scope.name):
            this = small["figures"][f"{scope.name}.{figure.name}"]
            key = (f"{scope.label}: the year in figures", figure.label)
            if (*key, "2013-14") in listed:
                found += 1
                assert float(listed[*key, "2013-14"]) == this["value"]
                if (*key, "2012-13") in listed:
                    assert float(listed[*key, "2012-13"]) == this["previous"]
                    assert float(listed[*key, "Change"]) == this["change"]
                    assert listed[*key, "Change in %"] == _or_no_base(this["percent_change"])
            else:
                assert not this["value"], (scope, figure)
                assert not this["previous"], (scope, figure)
    assert found > 40


def test_every_rate_is_told_with_its_base(small: Document, listed: dict[tuple[str, str, str], str]) -> None:
    for scope in ("courses", "conferences", "all"):
        for rate in RATES:
            this = small["rates"][f"{scope}.{rate.name}"]
            key = (f"{LABELS[scope]}: rates and their bases", rate.label)
            assert [listed[*key, column] for column in ("Count", "Base", "2013-14")] == [
                str(this["numerator"]),
                str(this["base"]),
                _or_no_base(this["percent"]),
            ]


def test_every_row_of_every_breakdown_is_told(small: Document, listed: dict[tuple[str, str, str], str]) -> None:
    told = 0
    for name, rows in small["breakdowns"].items():
        scope, _, breakdown = name.partition(".")
        label = next(each.label for each in BREAKDOWNS if each.name == breakdown).lower()
        if breakdown == "by_reason" or not any(row["booked"] or row["attended"] or row["previous"] for row in rows):
            continue
        for row in rows:
            shown = _shown(breakdown, row)
            attended = (f"{LABELS[scope]}: attended, {label}", shown)
            told += 1
            assert listed[*attended, "2013-14"] == str(row["attended"])
            assert listed[*attended, "Share"] == _or_no_base(row["percent"])
            if (*attended, "2012-13") in listed:
                assert listed[*attended, "2012-13"] == str(row["previous"])
            bookings = (f"{LABELS[scope]}: bookings, {label}", shown)
            if row["booked"] + row["unscheduled"] and (scope, breakdown) != ("all", "by_course"):
                assert [listed[*bookings, column] for column in ("Booked", "Cancelled", "Did not attend")] == [
                    str(row["booked"]),
                    str(row["cancelled"]),
                    str(row["did_not_attend"]),
                ]
    assert told > 80


def test_why_people_did_not_come_is_told(small: Document, listed: dict[tuple[str, str, str], str]) -> None:
    table = "Training courses: why people cancelled or did not come"
    assert listed[table, "No cover", "Cancelled"] == "1"
    assert listed[table, "Sickness", "Did not attend"] == "1"
    assert listed[table, "All", "Together"] == "2"


def test_a_report_is_drawn_alike_every_time_and_from_its_figures_alone(
    edition: tuple[Document, dict[str, bytes]], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    document, drawn = edition
    with django_assert_num_queries(0):
        for name, before in drawn.items():
            assert drawing.draw(report_of(document), name) == before, name


def _shown(breakdown: str, row: dict[str, Any]) -> str:
    in_groups = breakdown == "by_target_group" and row["code"] != "not-recorded"
    return f"Group {row['code']}: {row['label']}" if in_groups else row["label"]


def _or_no_base(value: float | None) -> str:
    return "no base" if value is None else str(value)


def _number(value: Any) -> Any:
    return value if isinstance(value, str) else round(float(value), 12)


def _words(data: bytes) -> list[list[Any]]:
    sheet = openpyxl.load_workbook(BytesIO(data), read_only=True)["In words"]
    return [list(row) for row in sheet.iter_rows(values_only=True)]
