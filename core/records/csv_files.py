"""CSV as RFC 4180 has it, read strictly: what the standard library would quietly repair is a fault here."""

import re
from collections.abc import Iterator
from io import TextIOWrapper
from typing import IO

from core.records.tables import RawRow

LONGEST_RECORD = 1_000_000
_FIELD = re.compile(r'(?:"((?:[^"]|"")*)"|([^",]*))(,|\Z)')


def records(file: IO[bytes]) -> Iterator[RawRow]:
    """The records of a file, one a row, lines within quotation marks kept together; closes the file at the end.

    Bytes that are not UTF-8 come as lone surrogates, so that whoever reads the cells can say where they stand.
    """
    number = 0
    with TextIOWrapper(file, encoding="utf-8-sig", errors="surrogateescape", newline="") as text:
        while record := _record(text):
            number += 1
            if len(record) >= LONGEST_RECORD:
                yield RawRow(number, (), _unending(record))
                return
            yield _parsed(number, record)


def _record(text: TextIOWrapper) -> str:
    """Lines up to the one at which all quotation marks are closed; too many characters, where they never are."""
    record = text.readline(LONGEST_RECORD)
    quotes = record.count('"')
    lines = [record]
    size = len(record)
    while quotes % 2 and size < LONGEST_RECORD and (line := text.readline(LONGEST_RECORD)):
        lines.append(line)
        quotes += line.count('"')
        size += len(line)
    return "".join(lines)


def _parsed(number: int, record: str) -> RawRow:
    line = record.removesuffix("\n").removesuffix("\r")
    if '"' not in line:
        return RawRow(number, line.split(","))
    cells, position = [], 0
    while match := _FIELD.match(line, position):
        quoted, plain, end = match.groups()
        cells.append(plain if quoted is None else quoted.replace('""', '"'))
        if not end:
            return RawRow(number, cells)
        position = match.end()
    if line.count('"') % 2:
        return RawRow(number, (), "opens a quotation mark that is never closed.")
    return RawRow(
        number, (), "has a stray quotation mark: a cell with one is put in quotation marks and the mark itself doubled."
    )


def _unending(record: str) -> str:
    if '"' in record:
        return f"opens a quotation mark that is not closed within {LONGEST_RECORD:,} characters."
    return f"is over {LONGEST_RECORD:,} characters long."
