"""Drawings of a compiled report, each from its stored figures and nothing else, so that they cannot disagree.

A format is a module here with `draw(report) -> bytes`, and its row in FORMATS.
"""

from collections.abc import Callable
from dataclasses import dataclass

from core.refusals import Refusal
from reports.document import digest
from reports.drawing import as_json
from reports.models import YearlyReport


class FiguresAltered(Refusal):
    """The stored figures are not those that were compiled."""


@dataclass(frozen=True)
class Format:
    """How a report can be drawn; text is UTF-8 and may be shown on a terminal."""

    draw: Callable[[YearlyReport], bytes]
    media_type: str
    is_text: bool


FORMATS = {
    "json": Format(as_json.draw, "application/json", is_text=True),
}


def draw(report: YearlyReport, name: str) -> bytes:
    """The compiled report in the format of that name; refused where its figures don't match their checksum."""
    if digest(report.figures) != report.checksum:
        raise FiguresAltered(f"The stored figures of {report} are not those that were compiled: compile it again.")
    return FORMATS[name].draw(report)
