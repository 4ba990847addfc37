"""The one description of a report, which page, PDF, workbook and CSV are all drawn from: they cannot disagree."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count

from core.words import day
from reports.drawing.blocks import Block, Outline, Section, Table
from reports.drawing.sections import budget, comments, elearning, further, missing, records, scopes, summary
from reports.drawing.source import Source
from reports.models import YearlyReport


def outline(report: YearlyReport) -> Outline:
    """The report in sections, its tables numbered; made from its stored figures alone."""
    source = Source(report.figures)
    lines = (
        "Internal edition: not for publication",
        f"Version {report.version}, compiled on {day(source.compiled_at)}",
    )
    sections = tuple(section for section in _sections(source) if section)
    return Outline(f"Workforce training report {source.year}", source.period, lines, tuple(_numbered(sections)))


def _sections(source: Source) -> Iterator[Section | None]:
    yield summary.section(source)
    if not source["empty"]:
        for scope in ("courses", "lpgs", "conferences", "bespoke", "performances"):
            yield scopes.section(source, scope)
        yield elearning.section(source)
        if source.is_told("all"):
            yield scopes.section(source, "all")
        yield missing.section(source)
        yield comments.section(source)
    yield budget.section(source)
    yield records.completeness(source)
    yield records.method(source)
    if not source["empty"]:
        yield further.section(source)


def _numbered(sections: tuple[Section, ...]) -> Iterator[Section]:
    numbers = count(1)
    for section in sections:
        yield replace(section, blocks=tuple(_with_number(block, numbers) for block in section.blocks))


def _with_number(block: Block, numbers: Iterator[int]) -> Block:
    return replace(block, number=next(numbers)) if isinstance(block, Table) else block
