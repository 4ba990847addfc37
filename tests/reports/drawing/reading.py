"""The drawings read back as their readers get them: every table as rows of cells."""

import csv
from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

import openpyxl

from tests.core.pdf.reading import Reading

Rows = list[list[str]]


class Page(HTMLParser):
    """An HTML page: its tables by caption, all of its words, its headings, and the tags that it is made of."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tables: dict[str, Rows] = {}
        self.headings: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._caption, self._cell, self._parts = "", False, [""]
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a caption, a row or a cell."""
        self.tags.append((tag, dict(attrs)))
        if tag in {"caption", "th", "td", "h1", "h2", "h3", "h4", "li", "p"}:
            self._parts = []
        if tag == "tr":
            self.tables[self._caption].append([])

    def handle_endtag(self, tag: str) -> None:
        """Keep what was read."""
        text = " ".join("".join(self._parts).split())
        if tag == "caption":
            self._caption = text
            self.tables[text] = []
        elif tag in {"th", "td"}:
            self.tables[self._caption][-1].append(text)
        elif tag in {"h1", "h2", "h3", "h4"}:
            self.headings.append(text)

    def handle_data(self, data: str) -> None:
        """Gather words."""
        self._parts.append(data)
        self.words += data


def pdf_tables(reading: Reading) -> dict[str, Rows]:
    """The tables of a PDF, by their captions."""
    tables = {}
    for table in reading.nodes("Table"):
        rows = [
            [reading.text(cell) for cell in node.kids if cell.tag in {"TH", "TD"}]
            for node in table.walk()
            if node.tag == "TR"
        ]
        tables[reading.text(next(node for node in table.walk() if node.tag == "Caption"))] = rows
    return tables


def xlsx_tables(data: bytes) -> dict[str, list[list[Any]]]:
    """The tables of a workbook, by their captions: header and rows."""
    book = openpyxl.load_workbook(BytesIO(data), read_only=True)
    tables: dict[str, list[list[Any]]] = {}
    for sheet in book.worksheets[2:]:
        (caption, *_), *rows = sheet.iter_rows(values_only=True)
        tables[str(caption)] = [list(row) for row in rows]
    return tables


def csv_rows(data: bytes) -> Rows:
    """The rows of the CSV file, header first."""
    return list(csv.reader(StringIO(data.decode(), newline="")))


def pack_files(data: bytes) -> dict[str, Rows]:
    """The files of the CSV pack, by their names."""
    pack = ZipFile(BytesIO(data))
    texts = {name: pack.read(name).decode("utf-8-sig") for name in pack.namelist()}
    return {name: list(csv.reader(StringIO(text, newline=""))) for name, text in texts.items()}


def all_words(name: str, data: bytes) -> Iterator[str]:
    """Everything that somebody finds in a drawing of that format who looks behind it too: no address, no layout."""
    if name == "html":
        page = Page(data.decode())
        yield from (page.words, *(value or "" for _, attributes in page.tags for value in attributes.values()))
    elif name == "pdf":
        yield from _pdf_words(data)
    elif name == "xlsx":
        yield from _xlsx_words(data)
    elif name == "csv":
        yield from (cell for row in csv_rows(data) for cell in row)
    elif name == "zip":
        for file, rows in pack_files(data).items():
            yield from (file, *(cell for row in rows for cell in row))
    else:
        yield data.decode()


def _pdf_words(data: bytes) -> Iterator[str]:
    reading = Reading(data)
    yield from (reading.text(kid) for kid in reading.tree.kids)
    for node in reading.tree.walk():
        yield from (str(node.entry[key]) for key in ("/Alt", "/ActualText", "/E", "/T") if key in node.entry)
    yield from (stretch.text for stretch in reading.stretches if stretch.number is None)
    yield from map(str, reading.pdf.docinfo.values())
    yield str(reading.pdf.open_metadata())
    with reading.pdf.open_outline() as bookmarks:
        yield from (entry.title for entry in _every(bookmarks.root))


def _every(entries: list[Any]) -> Iterator[Any]:
    for entry in entries:
        yield entry
        yield from _every(entry.children)


def _xlsx_words(data: bytes) -> Iterator[str]:
    with ZipFile(BytesIO(data)) as parts:
        yield from (parts.read(name).decode() for name in parts.namelist() if name.startswith("docProps/"))
        assert not [name for name in parts.namelist() if "comment" in name or "chart" in name]
    book = openpyxl.load_workbook(BytesIO(data))
    assert not book.defined_names
    for sheet in book.worksheets:
        assert sheet.sheet_state == "visible"
        yield sheet.title
        yield from (str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None)
