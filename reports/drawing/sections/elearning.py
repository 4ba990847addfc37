"""The section about e-learning, which has enrolments instead of bookings."""

from collections.abc import Iterator

from reports.drawing.blocks import Block, Note, Paragraph, Section
from reports.drawing.phrases import against, counted, sentence, was
from reports.drawing.sections import telling
from reports.drawing.source import Source
from reports.drawing.tables import SCOPE_LABELS, figures_table

SCOPE = "elearning"


def section(source: Source) -> Section:
    """Who enrolled, began and completed; where nobody did, one sentence says so."""
    if not source.is_told(SCOPE):
        return Section(SCOPE, SCOPE_LABELS[SCOPE], (Paragraph(f"Nobody enrolled in e-learning in {source.year}."),))
    return Section(SCOPE, SCOPE_LABELS[SCOPE], tuple(_blocks(source)))


def _blocks(source: Source) -> Iterator[Block]:
    enrolled, started, completed = (source.figure(SCOPE, name) for name in ("enrolled", "started", "completed"))
    text = f"there {was(enrolled.value)} {counted(enrolled.value, 'enrolment')}"
    if source.is_compared(SCOPE):
        text += f", {against(enrolled, source.previous_year)}"
    begun, done = (figure.value or "none" for figure in (started, completed))
    yield Paragraph(f"{sentence(text)} {sentence(f'{begun} of them began, and {done} completed the course')}")
    yield Note("Nobody is asked here what they thought of e-learning: that is asked where it is learnt.")
    if not source.is_compared(SCOPE):
        yield Note(telling.incomparable(source))
    yield figures_table(source, SCOPE)
