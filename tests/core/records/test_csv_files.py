"""CSV is read as RFC 4180 has it, and whatever isn't that is a fault of its row."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.records import csv_files
from core.records.csv_files import LONGEST_RECORD
from core.records.tables import RawRow


def read(text: str | bytes) -> list[RawRow]:
    return list(csv_files.records(io.BytesIO(text.encode() if isinstance(text, str) else text)))


def cells(text: str | bytes) -> list[list[str]]:
    return [list(row.cells) for row in read(text)]


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_lines_end_as_windows_unix_or_an_old_mac_has_it(end: str) -> None:
    assert cells(f"a,b{end}1,2{end}") == cells(f"a,b{end}1,2") == [["a", "b"], ["1", "2"]]


def test_quoted_cells_keep_commas_marks_and_lines_and_count_as_one_row() -> None:
    rows = read('a,b\r\n"x, ""y""","one\r\ntwo"\r\n,""\r\n')
    assert [tuple(row.cells) for row in rows] == [("a", "b"), ('x, "y"', "one\r\ntwo"), ("", "")]
    assert [row.number for row in rows] == [1, 2, 3]


def test_a_byte_order_mark_is_no_part_of_the_first_column() -> None:
    assert cells(b"\xef\xbb\xbfcode,name\r\n") == [["code", "name"]]


def test_blank_lines_are_counted_as_a_spreadsheet_does() -> None:
    assert [(row.number, list(row.cells)) for row in read("a\n\nb\n")] == [(1, ["a"]), (2, [""]), (3, ["b"])]


@pytest.mark.parametrize("line", ['x"y,z', 'x,"y"z', '"x" ,y', '"a""b,c"",d'])
def test_a_stray_quotation_mark_is_a_fault_of_its_row(line: str) -> None:
    *before, bad = read(f"a,b\n1,2\n{line}")
    assert [row.wrong for row in before] == ["", ""]
    assert bad.number == 3
    assert "quotation mark" in bad.wrong


def test_rows_after_a_stray_pair_are_read_on() -> None:
    assert [bool(row.wrong) for row in read('a\nx"y"z\nb\n')] == [False, True, False]


def test_a_quotation_mark_that_is_never_closed_is_named_where_it_opens() -> None:
    rows = read('a,b\n1,"2\n3,4\n')
    assert [(row.number, row.wrong) for row in rows] == [
        (1, ""),
        (2, "opens a quotation mark that is never closed."),
    ]


@pytest.mark.parametrize("beginning", ["", '"', '"\n'])
def test_a_record_without_end_is_given_up_before_memory_is(beginning: str) -> None:
    stream = io.BytesIO(("a\n" + beginning + "x" * 3 * LONGEST_RECORD).encode())
    rows = list(csv_files.records(stream))
    assert len(rows) == 2
    assert "1,000,000 characters" in rows[1].wrong


def test_what_is_not_utf_8_comes_as_surrogates_for_whoever_names_the_column() -> None:
    assert cells("a,Zo\xeb\n".encode("latin-1")) == [["a", "Zo\udceb"]]


@given(
    st.lists(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\ufeff")), min_size=2), min_size=1),
    st.booleans(),
)
def test_whatever_a_csv_writer_writes_is_read_back(table: list[list[str]], everything_quoted: bool) -> None:
    file = io.StringIO()
    csv.writer(file, quoting=csv.QUOTE_ALL if everything_quoted else csv.QUOTE_MINIMAL).writerows(table)
    assert cells(file.getvalue()) == table
