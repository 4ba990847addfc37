"""The drawings read back as their readers get them: every table as rows of cells."""

import csv
from html.parser import HTMLParser
from io import BytesIO, StringIO
from typing import Any

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
