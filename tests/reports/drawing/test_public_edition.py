"""What a public edition hides is hidden in every drawing of it, and nothing in any of them gives it away."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from reports.document import Document
from reports.drawing.blocks import Cell, Chart, Table
from reports.drawing.outline import outline
from reports.measures import BREAKDOWNS, SCOPES
from tests.reports.drawing.conftest import report_of
from tests.reports.drawing.reading import all_words, csv_rows

pytestmark = [pytest.mark.django_db, pytest.mark.once]

LABELS = {scope.name: scope.label for scope in SCOPES} | {each.name: each.label.lower() for each in BREAKDOWNS}
COLUMNS = {
    "booked": ("bookings", "Booked"),
    "cancelled": ("bookings", "Cancelled"),
    "did_not_attend": ("bookings", "Did not attend"),
    "attended": ("attended", "2013-14"),
    "previous": ("attended", "2012-13"),
    "change": ("attended", "Change"),
    "percent": ("attended", "Share"),
}
FEWER, WITHHELD = "fewer than 5", "withheld"
NUMBER = re.compile(r"(?<![\w.,-])\d[\d,]*(?:\.\d+)?(?![\w,]|\.\d)")


@pytest.fixture(scope="module")
def listed(published: dict[str, bytes]) -> dict[tuple[str, str, str], str]:
    """The values of the CSV file by table, row and column; what the others say is the same (test_agreement)."""
    rows = csv_rows(published["csv"])[1:]
    return {(re.sub(", rounded to 5$", "", table), row, column): value for _, table, row, column, _, value in rows}


def test_hidden_numbers_are_shown_as_hidden_and_all_others_as_they_are(
    public: Document, listed: dict[tuple[str, str, str], str]
) -> None:
    small = {(row["table"], row["code"], name) for row in public["protection"]["rows"] for name in row["small"]}
    seen = dict.fromkeys((FEWER, WITHHELD, "told"), 0)
    for table, row, name in cells(public):
        scope, _, breakdown = table.partition(".")
        what, column = COLUMNS[name]
        label = f"Group {row['code']}: {row['label']}" if breakdown == "by_target_group" else row["label"]
        shown = listed.get((f"{LABELS[scope]}: {what}, {LABELS[breakdown]}", label, column))
        if shown is None:
            continue  # Tables without anybody, and rows without bookings, are not drawn.
        hidden = FEWER if (table, row["code"], name) in small else WITHHELD
        assert shown == (hidden if row[name] is None else str(row[name])), (table, label, column)
        seen[hidden if row[name] is None else "told"] += 1
    assert min(seen.values()) > 10, seen


def test_what_would_be_withheld_row_after_row_is_left_to_what_it_rolls_up_to(public: Document) -> None:
    titles = [table.title for _, table in outline(report_of(public)).tables]
    by_group = [title for title in titles if "by ethnic group" in title]
    assert "Training courses: attended, by ethnic group, rolled up, rounded to 5" in by_group
    assert "Training courses: bookings, by ethnic group, rolled up, rounded to 5" in by_group
    assert [title for title in by_group if "rolled up" not in title] == []
    assert len(public["breakdowns"]["courses.by_ethnic_group"]) > 20


def test_no_bar_and_no_words_of_a_chart_tell_more_than_the_rows(public: Document) -> None:
    sections = outline(report_of(public)).sections
    told = 0
    for section in sections:
        tables = [block for block in section.blocks if isinstance(block, Table)]
        for chart in (block for block in section.blocks if isinstance(block, Chart)):
            known = {(row[0].text, cell.text) for table in tables for row in table.body for cell in row[1:]}
            for bar in chart.bars:
                told += 1
                for value in (bar.value, bar.previous):
                    assert value is None or (bar.label, Cell(value, chart.unit).text) in known, (chart.title, bar)
            shown = {Cell(bar.value, chart.unit).text for bar in chart.bars}
            assert set(re.findall(r"\(([\d,.]+%?)\)", chart.alt)) <= shown
    assert told > 20


def test_no_hidden_number_stands_anywhere(exact: Document, public: Document, published: dict[str, bytes]) -> None:
    """Numbers that only the internal edition knows and that stand for nothing else are looked for everywhere."""
    secret = canaries(exact, public)
    assert len(secret) > 15, secret
    told = {
        str(row[name])
        for table, row, name in cells(public)
        if name in {"attended", "booked"} and (row[name] or 0) > 99 and not table.endswith("by_ethnic_group")
    }
    for name, drawn in published.items():
        found = {number for words in all_words(name, drawn) for number in numbers(words)}
        assert told <= found, (name, told - found)
        assert not secret & found, (name, secret & found)


def cells(document: Document) -> Iterator[tuple[str, dict[str, Any], str]]:
    for table, rows in document["breakdowns"].items():
        for row in rows if not table.endswith("by_reason") else ():
            yield from ((table, row, name) for name in COLUMNS)


def canaries(exact: Document, public: Document) -> set[str]:
    """What the exact rows say of hidden and rounded cells, and neither a headline nor a row that is told says."""
    rows = {(table, row["code"]): row for table, found in exact["breakdowns"].items() for row in found}
    changed = {
        rows[table, row["code"]][name]
        for table, row, name in cells(public)
        if (table, row["code"]) in rows and row[name] != rows[table, row["code"]][name]
    }
    known = {row[name] for _, row, name in cells(public)}
    known |= {abs(value) for figure in public["figures"].values() for value in figure.values() if value}
    return {str(value) for value in changed - known if isinstance(value, int) and value > 100}


def numbers(words: str) -> list[str]:
    return [number.replace(",", "") for number in NUMBER.findall(words)]
