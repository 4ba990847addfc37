"""What the bench has Turnout do about a year: compile it, and draw it as a PDF beside ReportLab's own tables."""

import re
import time
from io import BytesIO
from pathlib import Path
from typing import Any

from django.utils import timezone
from reportlab.platypus import SimpleDocTemplate, Table

from core.audit import System
from core.years import parse_period
from reports import drawing, reports
from reports.drawing.outline import outline
from reports.models import YearlyReport

MEGABYTE_OF_KB = 1000
BY = System("bench")


def peak() -> float:
    """The most memory that this process ever had, in megabytes: not what the one that started it had."""
    told = re.findall(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return int(told[0]) / MEGABYTE_OF_KB


def compiled(year: str) -> dict[str, Any]:
    """Compile that year as a worker does: the seconds of it, the peak of its memory, and what it says."""
    at, empty, moments = timezone.now(), peak(), []

    def watch(report: YearlyReport) -> None:
        moments.append((report.stage, time.perf_counter()))

    asked = reports.request(parse_period(year), by=BY, at=at)
    began = time.perf_counter()
    report = reports.compile_now(asked, at=at, clock=timezone.now, watch=watch)
    ended = time.perf_counter()
    stages = {
        stage: after - before for (stage, before), (_, after) in zip(moments, [*moments[1:], ("", ended)], strict=True)
    }
    figures = report.figures["figures"] if report.state == YearlyReport.State.DRAFT else {}
    attended = figures.get("all.attended", {}).get("value")
    said = {"seconds": ended - began, "stages": stages, "peak": peak(), "empty": empty, "failure": report.failure}
    return said | {"attended": attended, "responses": _responses(report)}


def drawn(year: str) -> dict[str, Any]:
    """Draw the newest report of that year as a PDF, and the rows of its tables by ReportLab alone: seconds of each."""
    report = YearlyReport.objects.filter(period_name=year, state=YearlyReport.State.DRAFT).order_by("-version")[0]
    drawing.draw(report, "pdf")  # The first one reads fonts.
    began = time.perf_counter()
    ours = drawing.draw(report, "pdf")
    seconds = time.perf_counter() - began
    tables = [[[column.label for column in table.columns], *_words(table)] for _, table in outline(report).tables]
    began, out = time.perf_counter(), BytesIO()
    SimpleDocTemplate(out).build([Table(rows, repeatRows=1) for rows in tables])
    theirs = time.perf_counter() - began
    is_whole = all(pdf[:5] == b"%PDF-" for pdf in (ours, out.getvalue()))
    return {"ours": seconds, "theirs": theirs, "rows": sum(len(rows) for rows in tables), "is_whole": is_whole}


def _responses(report: YearlyReport) -> int | None:
    rows = (report.figures or {}).get("ratings", {}).get("all", [])
    return next((row["responses"] for row in rows if row["question"] == "overall"), None)


def _words(table: Any) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.body]
