"""Makes records packages for the tests: a small sound one, changes to it, and the three forms that it is written in."""

import csv
import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from openpyxl import Workbook

Cells = Mapping[str, object]
Files = Mapping[str, Sequence[Cells]]
Package = dict[str, Sequence[Cells]]

HELD = {"starts": "2013-06-26T09:30", "ends": "2013-06-26T16:30", "status": "held"}
COMING = {"starts": "2026-06-03T09:30", "ends": "2026-06-03T16:30", "status": "planned"}


def sound() -> Package:
    """A package with something in every file and every column; its coming event is a month after makers.NOW."""
    return {
        "agencies": [
            {"code": "ccs", "name": "Community Services", "sector": "health", "hard_to_reach": "no",
             "contributes": "yes", "workforce": "1850", "successor": "new"},
            {"code": "new", "name": "The New Trust", "sector": "health"},
            {"code": "fire", "name": "Fire and Rescue", "sector": "fire-service", "hard_to_reach": "yes"},
        ],
        "courses": [
            {"code": "core", "title": "Core groups", "kind": "course", "priority": "Early help", "need": "local",
             "hours": "6.5"},
            {"code": "conf", "title": "Conference", "kind": "conference"},
            {"code": "basic", "title": "Basics online", "kind": "e-learning", "priority": "Early help"},
        ],
        "events": [
            {"code": "ws", "course": "conf", "title": "Workshop: neglect", "parent": "c1", **HELD},
            {"code": "c1", "course": "conf", "area": "Fenland", "venue": "The Maltings, Ely", "places": "120", **HELD},
            {"code": "e1", "course": "core", "area": "Fenland & East", "places": "2", "for_agency": "ccs", **HELD},
            {"code": "e2", "course": "core", "places": "0", **HELD, "status": "cancelled"},
            {"code": "e3", "course": "core", "places": "1", **COMING},
        ],
        "people": [
            {"code": "p1", "first_name": "Zoë", "last_name": "O'Neill-Brown", "email": "zoe@ccs.example",
             "agency": "ccs", "job_title": "Health visitor", "role": "practitioner", "target_group": "3",
             "works_with": "children", "sex": "female", "ethnic_group": "white-irish"},
            {"code": "p2", "agency": "fire", "sex": "prefer-not-to-say"},
            {"code": "p 3/a", "first_name": "Łukasz", "agency": "new", "role": "manager", "target_group": "6"},
        ],
        "bookings": [
            {"event": "c1", "person": "p1", "outcome": "attended", "unscheduled": "no"},
            {"event": "c1", "person": "p2", "outcome": "part-attended", "unscheduled": "yes"},
            {"event": "e1", "person": "p1", "outcome": "cancelled-late", "reason": "Court", "agency": "new",
             "target_group": "2", "role": "other"},
            {"event": "e1", "person": "p2", "outcome": "did-not-attend"},
            {"event": "e1", "person": "p 3/a", "outcome": "waiting"},
            {"event": "e2", "person": "p1", "outcome": "cancelled"},
            {"event": "e3", "person": "p1", "outcome": "booked"},
            {"event": "e3", "person": "p2", "outcome": "waiting"},
        ],
        "ratings": [
            {"event": "c1", "person": "p1", "respondent": "r1", "question": "overall", "answer": "good"},
            {"event": "c1", "person": "", "respondent": "r1", "question": "recommend", "answer": "yes"},
            {"event": "c1", "respondent": "2", "question": "confidence-after", "answer": "8"},
            {"event": "ws", "person": "p1", "respondent": "r1", "question": "overall", "answer": "poor"},
            {"event": "ws", "respondent": "2", "question": "pace-of-the-day", "answer": "no"},
        ],
        "comments": [
            {"event": "c1", "respondent": "r1", "prompt": "impact", "text": "I will \"ask\",\nand ask again.",
             "theme": "confidence", "may_quote": "yes"},
            {"event": "e1", "respondent": "r9", "prompt": "improvement", "text": "=More time", "theme": "parking-fees",
             "may_quote": "no"},
        ],
        "headcounts": [{"event": "c1", "audience": "young-people", "people": "37"}],
        "enrolments": [
            {"course": "basic", "person": "p1", "enrolled": "2013-05-01", "modules_completed": "4",
             "completed": "2013-05-01"},
            {"course": "basic", "person": "p1", "enrolled": "2014-05-01"},
        ],
        "trainers": [
            {"event": "c1", "name": "Sue Ash", "agency": "ccs", "days": "1.5"},
            {"event": "c1", "name": "A parent", "days": "0.5", "lived_experience": "yes"},
        ],
        "budget": [
            {"year": "2013-14", "line": "Venue hire", "budgeted": "8500.00", "actual": "8316.62"},
            {"year": "2013-14", "line": "Income", "actual": "-100.50"},
        ],
    }  # fmt: skip


def changed(file: str, row: int, **cells: object) -> Package:
    """The sound package with other cells in one row, counted as a person does: the first below the header is 2."""
    package = sound()
    rows = [dict(cells) for cells in package[file]]
    rows[row - 2] |= cells
    return {**package, file: rows}


def columns(rows: Sequence[Cells]) -> list[str]:
    """Every column that a row of them has."""
    return list(dict.fromkeys(column for row in rows for column in row))


def csv_text(rows: Sequence[Cells], header: Sequence[str] = ()) -> str:
    """The rows as CSV."""
    file = io.StringIO()
    writer = csv.DictWriter(file, header or columns(rows), restval="")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


def as_folder(folder: Path, package: Files) -> Path:
    """The package as a folder of CSV files."""
    path = folder / "package"
    path.mkdir(exist_ok=True)
    for name, rows in package.items():
        (path / f"{name}.csv").write_text(csv_text(rows), encoding="utf-8", newline="")
    return path


def as_zip(folder: Path, package: Files) -> Path:
    """The package as a zip of CSV files, with byte order marks."""
    path = folder / "package.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in package.items():
            archive.writestr(f"{name}.csv", csv_text(rows).encode("utf-8-sig"))
    return path


def as_workbook(folder: Path, package: Files) -> Path:
    """The package as a workbook, with numbers, dates and yes as a spreadsheet keeps them."""
    path = folder / "package.xlsx"
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in package.items():
        sheet = book.create_sheet(name)
        header = columns(rows)
        sheet.append(header)
        for number, row in enumerate(rows, start=2):
            for index, column in enumerate(header, start=1):
                cell = sheet.cell(number, index)
                cell.value = _native(column, str(row.get(column, "")))
                if str(cell.value).startswith("="):
                    cell.data_type = "s"
    book.save(path)
    return path


FORMS: dict[str, Callable[[Path, Files], Path]] = {"folder": as_folder, "zip": as_zip, "workbook": as_workbook}


def _native(column: str, text: str) -> str | bool | int | float | date | datetime | None:
    if column in ("hard_to_reach", "contributes", "unscheduled", "may_quote", "lived_experience"):
        return {"yes": True, "no": False}.get(text, text or None)
    if column in ("starts", "ends") and "T" in text:
        return datetime.fromisoformat(text)
    if column in ("enrolled", "completed"):
        return date.fromisoformat(text) if text else None
    if column in ("hours", "days", "budgeted", "actual"):
        return float(text) if text.lstrip("-").replace(".", "").isdigit() else text or None
    if column in ("places", "people", "workforce", "target_group", "answer") and text.isdigit():
        return int(text)
    return text or None
