"""The one description of a report, which page, PDF, workbook and CSV are all drawn from: they cannot disagree."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import count

from core.pdf import safe_text
from core.words import day
from reports import commentaries
from reports.drawing.blocks import Block, Comment, KeyFigures, Outline, Section, Table
from reports.drawing.sections import (
    budget,
    change,
    comments,
    elearning,
    further,
    missing,
    protection,
    records,
    responses,
    scopes,
    served,
    summary,
    trainers,
    unmet,
)
from reports.drawing.source import Source
from reports.models import Commentary, YearlyReport

EDITIONS = ("Internal edition: not for publication", "Public edition: small numbers are protected")


def outline(report: YearlyReport) -> Outline:
    """The report in sections, its tables numbered; made from its stored figures and the commentary on them alone."""
    source = Source(report.figures)
    lines = (EDITIONS[source.is_public], *_lines(report, source))
    said = commentaries.shown_with(report)
    sections = tuple(_with_commentary(section, said) for section in _sections(source) if section)
    return Outline(f"Workforce training report {source.year}", source.period, lines, tuple(_numbered(sections)))


def _lines(report: YearlyReport, source: Source) -> Iterator[str]:
    """Which version this is, and what became of it."""
    yield f"Version {report.version}, compiled on {day(source.compiled_at)}"
    if report.published_at:
        yield f"Published on {day(report.published_at)}"
        if report.correction:
            yield f"It puts right what was published before: {safe_text(report.correction, limit=Commentary.LONGEST)}"
    elif report.state == YearlyReport.State.DRAFT:
        yield "Draft: not published yet"


def _with_commentary(section: Section, said: Mapping[str, str]) -> Section:
    """The section with what the training team says to it, below its key figures."""
    text = safe_text(said.get(section.slug, ""), limit=Commentary.LONGEST)
    paragraphs = tuple(" ".join(part.split()) for part in re.split(r"\n\s*\n", text) if part.strip())
    if not paragraphs or section.is_appendix:
        return section
    at = int(isinstance(section.blocks[0], KeyFigures))
    return replace(section, blocks=(*section.blocks[:at], Comment(paragraphs), *section.blocks[at:]))


def _sections(source: Source) -> Iterator[Section | None]:
    yield summary.section(source)
    if not source["empty"]:
        for scope in ("courses", "lpgs", "conferences", "bespoke", "performances"):
            yield scopes.section(source, scope)
        yield elearning.section(source)
        if source.is_told("all"):
            yield scopes.section(source, "all")
        yield missing.section(source)
        yield unmet.section(source)
        yield responses.section(source)
        yield change.section(source)
        yield comments.section(source)
        yield served.section(source)
        yield trainers.section(source)
    yield budget.section(source)
    yield records.completeness(source)
    yield protection.section(source)
    yield records.method(source)
    if not source["empty"]:
        yield further.section(source)


def _numbered(sections: tuple[Section, ...]) -> Iterator[Section]:
    numbers = count(1)
    for section in sections:
        yield replace(section, blocks=tuple(_with_number(block, numbers) for block in section.blocks))


def _with_number(block: Block, numbers: Iterator[int]) -> Block:
    return replace(block, number=next(numbers)) if isinstance(block, Table) else block
