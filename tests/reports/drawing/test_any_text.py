"""Whatever people type neither breaks a drawing nor does anything in it."""

import csv
import re
from io import BytesIO, StringIO

import openpyxl
import pytest

from core.csv_cells import safe_cell
from reports import drawing
from reports.document import Document
from reports.drawing.outline import outline
from tests.core.pdf.reading import Reading
from tests.reports.drawing.conftest import report_of
from tests.reports.drawing.reading import Page, xlsx_tables

pytestmark = pytest.mark.django_db
TAGS = {
    *("html", "head", "meta", "title", "style", "body", "header", "main", "nav", "section", "div", "span", "p", "br"),
    *("h1", "h2", "h3", "h4", "ol", "ul", "li", "a", "dl", "dt", "dd", "details", "summary", "blockquote"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td", "svg", "rect"),
}


@pytest.fixture(scope="module")
def drawn(hostile: Document) -> dict[str, bytes]:
    return {name: drawing.draw(report_of(hostile), name) for name in drawing.FORMATS}


def test_html_is_made_of_our_own_tags_alone(drawn: dict[str, bytes]) -> None:
    page = Page(drawn["html"].decode())
    assert {tag for tag, _ in page.tags} <= TAGS
    attributes = {name for _, attributes in page.tags for name in attributes}
    assert not {name for name in attributes if name.startswith("on")} | (attributes & {"src", "style"})
    assert all(str(attributes["href"]).startswith("#") for tag, attributes in page.tags if tag == "a")
    assert "<script>alert(1)</script><b>bold" in page.words
    assert "{{ outline.title }} {% include 'secret' %} %s %(x)s {0}" in page.words


def test_no_control_or_direction_character_is_in_any_of_them(hostile: Document, drawn: dict[str, bytes]) -> None:
    bad = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\u2028\u2029]")
    for name in ("html", "csv"):
        assert not bad.search(drawn[name].decode()), name
    assert not any(
        bad.search(cell.text) for _, table in outline(report_of(hostile)).tables for row in table.body for cell in row
    )


def test_the_letters_of_other_scripts_stay(drawn: dict[str, bytes]) -> None:
    for name in ("html", "csv"):
        assert "שלום עולם مرحبا بالعالم" in drawn[name].decode(), name


def test_nothing_in_the_list_is_a_formula_and_numbers_stay_numbers(drawn: dict[str, bytes]) -> None:
    rows = list(csv.reader(StringIO(drawn["csv"].decode(), newline="")))
    dangerous = [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝"))]
    assert all(re.fullmatch(r"-\d+(\.\d+)?", cell) for cell in dangerous)
    names = {row[2] for row in rows}
    assert {"'=cmd|' /C calc'!A0", "'+44 1223 000000", "'-2+3", "'@SUM(A1:A9)", "'=1+1", "'=2+2", "'＝3+3"} <= names


def test_words_are_words_in_the_workbook(drawn: dict[str, bytes]) -> None:
    book = openpyxl.load_workbook(BytesIO(drawn["xlsx"]))
    cells = [cell for sheet in book.worksheets[1:] for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not [cell for cell in cells if cell.hyperlink]
    values = {cell.value for cell in cells}
    assert {"=cmd|' /C calc'!A0", "+44 1223 000000", "-2+3", "@SUM(A1:A9)"} <= values
    assert all(isinstance(value, str) for rows in xlsx_tables(drawn["xlsx"]).values() for value, *_ in rows)


def test_print_shows_markup_as_it_was_typed_and_nothing_of_it_runs(drawn: dict[str, bytes]) -> None:
    text = Reading(drawn["pdf"])
    words = " ".join(text.text(node) for node in text.nodes("TH", "TD", "BlockQuote"))
    assert "<script>alert(1)</script><b>bold" in words
    assert "/JavaScript" not in str(text.root.keys())
    assert all(not node.links for node in text.nodes("TD", "TH", "BlockQuote", "P"))


def test_long_words_are_cut_and_bloat_nothing(hostile: Document, drawn: dict[str, bytes]) -> None:
    assert max(len(data) for name, data in drawn.items() if name != "json") < 2_000_000
    assert "w" * 401 not in drawn["html"].decode()
    labels = [row[0] for _, table in outline(report_of(hostile)).tables for row in table.rows]
    assert "w" * 399 + "…" in labels
    assert "Without a name" in labels


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", "＝1", "＠x"])
def test_a_dangerous_cell_is_put_behind_an_apostrophe(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "1", "a=1", "Smith-Jones", "'quoted", "£5", "(1)"])
def test_a_harmless_cell_stays_as_it_is(text: str) -> None:
    assert safe_cell(text) == text


def test_ten_thousand_comments_neither_break_nor_bloat_a_report(small: Document) -> None:
    quotes = [f"Comment {number} " + "very " * 100 for number in range(100)]
    themes = [{"theme": f"theme-{number}", "count": 500, "quotes": quotes} for number in range(20)]
    document = {**small, "comments": {"impact": themes, "improvement": [], "other": []}}
    plain = len(Reading(drawing.draw(report_of(small), "pdf")).pdf.pages)
    full = Reading(drawing.draw(report_of(document), "pdf"))
    assert len(full.pdf.pages) < plain + 40
    assert len(full.nodes("BlockQuote")) == 20 * 5
    assert "10,000 comments" in " ".join(full.text(node) for node in full.nodes("P"))
