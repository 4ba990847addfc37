"""The pack of CSV files holds every table as the others do, and a dictionary of every column."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from reports import drawing
from reports.document import Document
from reports.drawing.as_csv import value_of
from reports.drawing.as_csv_pack import DICTIONARY, file_name
from reports.drawing.outline import outline
from tests.reports.drawing.conftest import report_of
from tests.reports.drawing.reading import pack_files

pytestmark = pytest.mark.django_db


def files(document: Document) -> dict[str, list[list[str]]]:
    data = drawing.draw(report_of(document), "zip")
    names = ZipFile(BytesIO(data)).namelist()
    assert len(set(names)) == len(names)
    return pack_files(data)


@pytest.mark.once
def test_every_table_is_a_file_and_every_column_is_explained(small: Document) -> None:
    found, tables = files(small), [table for _, table in outline(report_of(small)).tables]
    for table in tables:
        header, *rows = found[file_name(table)]
        assert header == [column.label for column in table.columns]
        assert rows == [[value_of(cell) for cell in row] for row in table.body]
    explained = {(row[0], row[3]) for row in found[DICTIONARY][1:]}
    assert explained == {(file_name(table), column.label) for table in tables for column in table.columns}
    assert all(row[5] for row in found[DICTIONARY])
    assert drawing.draw(report_of(small), "zip") == drawing.draw(report_of(small), "zip")


@pytest.mark.once
def test_what_people_typed_is_no_formula_there(hostile: Document) -> None:
    cells = [cell for rows in files(hostile).values() for row in rows for cell in row]
    assert len(cells) > 500
    strange = [cell for cell in cells if cell[:1] in "=@+\t" and cell[:1]]
    assert strange == []
