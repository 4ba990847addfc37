"""The section about quality over all kinds of event: how many answered, of how many, and what they said overall."""

from collections.abc import Iterator

from reports.drawing import ratings
from reports.drawing.blocks import Block, Column, Note, Paragraph, Section, Table, Unit, Value
from reports.drawing.phrases import part_of, sentence
from reports.drawing.source import Source
from reports.drawing.tables import SCOPE_LABELS
from reports.measures import ALL, SCOPES

TITLE = "Quality and response rates"


def section(source: Source) -> Section | None:
    """One row a kind of event; nothing where nobody evaluated anything."""
    return Section("responses", TITLE, tuple(_blocks(source))) if source["responses"][ALL]["numerator"] else None


def _blocks(source: Source) -> Iterator[Block]:
    rate, overall = source["responses"][ALL], ratings.overall_of(source["ratings"][ALL])
    text = sentence(f"an evaluation followed {part_of(rate, 'attendance')}")
    if overall:
        good = overall["excellent_to_good"]
        said = part_of(good, "answer")
        text += f" {sentence(f'asked about it as a whole, {said} were excellent or good')}"
    yield Paragraph(text)
    yield Note(
        "A result can speak only for those who answered: read each beside its response rate. What people thought of "
        "each kind of event, question by question, stands in its own section."
    )
    columns = (
        Column("Kind of event", Unit.TEXT),
        Column("Attended"),
        Column("Evaluations"),
        Column("Response rate", Unit.PERCENT),
        Column("Overall answers"),
        Column("Good or better", Unit.PERCENT),
    )
    yield Table("Response rates and overall ratings", columns, tuple(_rows(source)))


def _rows(source: Source) -> Iterator[tuple[Value, ...]]:
    for scope in SCOPES:
        rate = source["responses"][scope.name]
        if rate["base"] or rate["numerator"]:
            overall = ratings.overall_of(source["ratings"][scope.name])
            good = overall["excellent_to_good"] if overall else {"base": 0, "percent": None}
            label = SCOPE_LABELS[scope.name]
            yield label, rate["base"], rate["numerator"], rate["percent"], good["base"], good["percent"]
