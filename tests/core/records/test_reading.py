"""Reading a sheet: faults are named by row and column, sound rows come through, absent columns say nothing."""

from collections.abc import Sequence

import pytest

from core.records import kinds
from core.records.faults import Faults
from core.records.reading import Reader
from core.records.references import References
from core.records.sheets import Column, Row, Sheet
from core.records.tables import RawRow, Table

SHEET = Sheet(
    "agencies",
    ("code",),
    (
        Column("code", kinds.code(9), "Its code.", required=True),
        Column("name", kinds.text(20), "Its name.", required=True),
        Column("workforce", kinds.whole(), "How many."),
        Column("sector", kinds.word(9), "Its sector.", refers_to="sectors"),
        Column("successor", kinds.code(9), "What came after it.", refers_to="agencies"),
    ),
)
ON_RECORD = {"sectors": {"health": 1, "police": 2, "other": 3}, "agencies": {"old": 7}}


def read(*lines: str | RawRow, sheet: Sheet = SHEET) -> tuple[list[Row], list[str]]:
    """The sound rows of the lines, and the faults of the others."""
    raw = [
        line if isinstance(line, RawRow) else RawRow(number, line.split(","))
        for number, line in enumerate(lines, start=1)
    ]
    faults = Faults()
    references = References({heading: lambda ids=ids: ids for heading, ids in ON_RECORD.items()})  # type: ignore[misc]
    reader = Reader(sheet, Table(sheet.name, lambda: iter(raw)), faults, references)
    return list(reader.rows()), [str(fault) for fault in faults.first]


def test_cells_are_values_under_their_columns_in_whatever_order() -> None:
    rows, faults = read("workforce,code,name", "60,a,The A", " , b , The B ")
    assert faults == []
    assert rows == [
        Row(2, {"workforce": 60, "code": "a", "name": "The A"}),
        Row(3, {"workforce": None, "code": "b", "name": "The B"}),
    ]


def test_rows_without_anything_in_them_are_passed_over_and_still_counted() -> None:
    rows, faults = read("code,name", "a,A", "", ",", "b,B")
    assert ([row.number for row in rows], faults) == ([2, 5], [])


HEADERS: dict[str, tuple[str, str]] = {
    "nothing": (
        "",
        "agencies:1:-: is empty, expected a header row that names code, name, workforce, sector, successor.",
    ),
    "unknown": (
        "code,name,titel",
        "agencies:1:titel: there is no column “titel”, expected code, name, workforce, sector, successor.",
    ),
    "nameless": (
        "code,,name",
        "agencies:1:-: a column has no name, expected code, name, workforce, sector, successor.",
    ),
    "twice": ("code,name,code", "agencies:1:code: this column is there 2 times, expected once."),
    "missing": ("code,workforce", "agencies:1:name: this column is missing, expected in every file of this name."),
    "capitals": ("Code,name", "agencies:1:Code: there is no column “Code”"),
    "not utf-8": ("code,name,n\udce9", "agencies:1:n�: is not UTF-8 text: save the file again as “CSV UTF-8”."),
    "sixteen bits": ("c\0o\0d\0e\0", "agencies:1:c�o�d�e�: has the control character U+0000, expected plain text."),
    "a colon": ("code,name,a:b", "agencies:1:a b: there is no column “a:b”"),
}


@pytest.mark.parametrize("name", HEADERS)
def test_a_faulty_header_is_named_and_no_row_is_sound_under_it(name: str) -> None:
    header, sentence = HEADERS[name]
    rows, faults = read(header, ",".join("a" for _ in header.split(",")))
    assert rows == []
    assert faults[0].startswith(sentence)


def test_a_header_that_cannot_be_parsed_is_the_fault_of_the_whole_file() -> None:
    assert read(RawRow(1, (), "opens a quotation mark."), "a,b") == ([], ["agencies:1:-: opens a quotation mark."])


def test_an_empty_file_lacks_its_header() -> None:
    assert read()[1][0].startswith("agencies:1:-: is empty, expected a header row")


CELLS: dict[str, tuple[str, str]] = {
    "required": ("a,,1,,", "agencies:2:name: is empty, expected text of up to 20 characters."),
    "blanks are empty": ("a,   ,1,,", "agencies:2:name: is empty, expected text of up to 20 characters."),
    "wrong kind": ("a,A,many,,", "agencies:2:workforce: found “many”, expected a whole number, 0 or more."),
    "not utf-8": ("a,Caf\udce9,1,,", "agencies:2:name: is not UTF-8 text"),
    "nul": ("a,A\0B,1,,", "agencies:2:name: has the control character U+0000, expected plain text."),
    "bell": ("a,A\aB,1,,", "agencies:2:name: has the control character U+0007, expected plain text."),
    "no character": ("a,A\uffffB,1,,", "agencies:2:name: has the control character U+FFFF, expected plain text."),
    "unknown on record": ("a,A,1,fire,", "agencies:2:sector: found “fire”, expected health, police or other."),
    "unknown in the package": (
        "a,A,1,,gone",
        "agencies:2:successor: found “gone”, expected a code of agencies, in this package or on record.",
    ),
    "too few": ("a,A,1", "agencies:2:-: has 3 cells, expected 5, as many as the header."),
    "too many": ("a,A,1,,,,", "agencies:2:-: has 7 cells, expected 5, as many as the header."),
}


@pytest.mark.parametrize("name", CELLS)
def test_a_faulty_cell_is_named_by_row_and_column(name: str) -> None:
    line, sentence = CELLS[name]
    rows, faults = read("code,name,workforce,sector,successor", line, "b,B,,,")
    assert len(faults) == 1
    assert faults[0].startswith(sentence)
    assert [row.number for row in rows if row["code"] == "b"] == [3]


def test_all_that_is_wrong_with_a_row_is_named_at_once() -> None:
    _, faults = read("code,name,workforce", "a b,,x")
    assert [fault.split(":")[2] for fault in faults] == ["code", "name", "workforce"]


def test_a_reference_may_point_down_the_file_or_to_the_record() -> None:
    rows, faults = read("code,name,successor", "a,A,b", "b,B,old", "c,C,c")
    assert (len(rows), faults) == (3, [])


def test_a_row_with_faults_is_still_there_to_be_referred_to() -> None:
    _, faults = read("code,name,workforce,successor", "a,A,1,b", "b,B,many,")
    assert [fault.split(":")[1:3] for fault in faults] == [["3", "workforce"]]


def test_a_key_that_comes_again_is_named_with_the_row_that_has_it_first() -> None:
    rows, faults = read("code,name", "a,A", "b,B", "a,Another")
    assert faults == ["agencies:4:code: row 2 has the same code already, expected each once."]
    assert [row.number for row in rows] == [2, 3]


def test_a_key_may_be_several_columns_together() -> None:
    sheet = Sheet(
        "budget", ("year", "line"), tuple(Column(name, kinds.text(9), "", required=True) for name in ("year", "line"))
    )
    _, faults = read("line,year", "Venues,2013-14", "Venues,2014-15", "Venues,2013-14", sheet=sheet)
    assert faults == ["budget:4:year: row 2 has the same year and line already, expected each once."]


def test_what_stands_in_a_fault_fits_one_line_and_is_cut_short() -> None:
    _, (fault,) = read("code,name", f"{'x y' * 50}\n,A")
    assert "\n" not in fault
    assert len(fault) < 200


def columns_of(rows: Sequence[Row]) -> set[str]:
    return {column for row in rows for column in row.values}


def test_a_column_that_the_file_lacks_is_not_an_empty_cell() -> None:
    assert columns_of(read("code,name", "a,A")[0]) == {"code", "name"}
    assert read("code,name,workforce", "a,A,")[0][0].get("workforce", 5) is None
    assert read("code,name", "a,A")[0][0].get("workforce", 5) == 5
