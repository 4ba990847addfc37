"""Tables: rows that keep together, rows higher than a page, and what is said of a table without rows."""

from collections.abc import Callable

import pytest

from core.pdf import Column, Document
from tests.core.pdf.reading import Reading

Make = Callable[..., Document]
COLUMNS = [Column("Name"), Column("Came", align="right")]


def pages_of_rows(reading: Reading) -> list[list[int]]:
    """For each row of the only table's body, the pages on which its cells stand."""
    [body] = reading.nodes("TBody")
    return [sorted({page for node in row.walk() for page in reading.pages_of(node)}) for row in body.kids]


def test_a_table_begins_with_two_rows_at_least(make: Make) -> None:
    counts = set()
    for white in range(560, 690, 12):
        document = make()
        document.space(white)
        document.table(caption="Names", columns=COLUMNS, rows=[[f"Person {n}", n] for n in range(60)])
        rows = pages_of_rows(Reading(document.render()))
        first = rows[0][0]
        on_first = sum(row == [first] for row in rows)
        counts.add(on_first)
        assert on_first >= 2
    assert 2 in counts


def test_a_table_doesn_t_end_with_a_lonely_row(make: Make) -> None:
    for count in range(28, 35):
        document = make()
        document.table(caption="Names", columns=COLUMNS, rows=[[f"Person {n}", n] for n in range(count)])
        rows = pages_of_rows(Reading(document.render()))
        assert rows[-1] == rows[-2]


def test_a_small_table_is_kept_whole(make: Make) -> None:
    document = make()
    document.space(600)
    document.table(caption="Names", columns=COLUMNS, rows=[[f"Person {n}", n] for n in range(6)])
    assert pages_of_rows(Reading(document.render())) == [[1]] * 6


def test_a_row_higher_than_a_page_goes_on_in_the_same_cells(make: Make) -> None:
    words = " ".join(f"word{number}" for number in range(230))
    document = make()
    columns = [Column("Name", width=0.8), Column("Said", width=0.2)]
    document.table(caption="Said", columns=columns, rows=[["First", "x"], ["Second", words], ["Third", "y"]])
    reading = Reading(document.render())
    rows = pages_of_rows(reading)
    assert len(rows) == 3
    assert len(rows[1]) > 1
    assert reading.text(reading.nodes("TD")[1]) == words


def test_cells_keep_line_ends_and_long_words_stay_in_their_column(make: Make) -> None:
    document = make()
    columns = [Column("Name", width=0.2), Column("Note", width=0.8)]
    document.table(caption="Notes", columns=columns, rows=[["m" * 90, "one\ntwo"], ["b", "c"]])
    reading = Reading(document.render())
    assert [reading.text(node) for node in reading.nodes("TH")][2] == "m" * 90
    assert reading.text(reading.nodes("TD")[0]) == "one two"


def test_without_rows_there_is_a_sentence_instead(make: Make) -> None:
    document = make()
    document.table(caption="Names", columns=COLUMNS, rows=[], empty="Nobody came.")
    reading = Reading(document.render())
    assert reading.nodes("Table") == []
    assert reading.text(reading.tree) == "Names Nobody came."


def test_rows_need_a_cell_for_every_column(make: Make) -> None:
    with pytest.raises(ValueError, match="“Names” needs 2 cells"):
        make().table(caption="Names", columns=COLUMNS, rows=[["only one"]])


def test_rows_may_be_higher_for_signing(make: Make) -> None:
    pages = []
    for height in (0, 30):
        document = make()
        rows = [[f"Person {number}", None] for number in range(36)]
        document.table(caption="Please sign", columns=COLUMNS, rows=rows, row_height=height)
        document.render()
        pages.append(document.page_count)
    assert pages == [2, 2] or pages[0] < pages[1]
    assert pages[1] == 2


def test_a_header_that_would_fill_every_page_isn_t_repeated(make: Make) -> None:
    label = " ".join(["wide"] * 40)
    document = make()
    columns = [Column(label, width=0.08), Column("Name", width=0.92)]
    document.table(caption="Names", columns=columns, rows=[[str(n), f"Person {n}"] for n in range(80)])
    reading = Reading(document.render())
    assert [reading.text(node) for node in reading.nodes("TH")][:2] == [label, "Name"]
    assert [reading.text(node) for node in reading.nodes("TD")] == [f"Person {n}" for n in range(80)]
    assert "wide" not in reading.artifacts(1)
    assert len(reading.pdf.pages) == 4
