"""What those who came thought of a kind of event, and of each event."""

from collections.abc import Iterator, Sequence

from core.words import percent
from evaluations.rules import FEWEST_FOR_TRAINERS
from reports.document import Row
from reports.drawing import ratings
from reports.drawing.blocks import Bar, Block, Cell, Chart, Note, Paragraph, Subheading, Unit
from reports.drawing.phrases import counted, listed, sentence, share_of, was
from reports.drawing.source import Source
from reports.drawing.tables import SCOPE_LABELS, alternative
from reports.measures import WATCHED


def of_scope(source: Source, scope: str) -> Iterator[Block]:
    """The ratings of one kind of event, and of the workshops inside conferences."""
    rows, label = source["ratings"][scope], SCOPE_LABELS[scope]
    workshops = [row for row in source["rated_events"] if row["parent"]] if scope == "conferences" else []
    if scope in WATCHED and rows:
        yield Subheading("What those who came thought of it")
    if rows:
        yield Paragraph(answered(source, scope, rows))
        confidence = _confidence(rows)
        if confidence:
            yield Paragraph(confidence)
        chart = ratings.chart(source, label, rows)
        if chart:
            yield chart
        yield from ratings.tables(source, label, rows)
    if workshops:
        yield from _workshops(source, workshops)


def of_events(source: Source) -> Iterator[Block]:
    """How each event was rated, those left out whose answers are too few to stand alone."""
    events = [row for row in source["rated_events"] if not row["parent"] and _overall(source, row)]
    enough = [row for row in events if _enough(source, row)]
    if events:
        yield Subheading("Ratings, event by event")
        yield Paragraph("Each event's overall rating; where nobody was asked for one, that of its first question.")
    if enough:
        yield ratings.event_table(source, enough)
    if len(enough) < len(events):
        yield Note(left_out(len(events) - len(enough), "event"))


def left_out(number: int, noun: str) -> str:
    """That some events had too few answers to be shown alone."""
    return sentence(
        f"{counted(number, noun)} with fewer than {FEWEST_FOR_TRAINERS} answers {was(number)} left out, "
        "so that no one's answers can be told"
    )


def answered(source: Source, scope: str, rows: Sequence[Row]) -> str:
    """How many answered, of how many, and what they said overall."""
    responses = [row["responses"] for row in rows]
    least, most = min(responses), max(responses)
    number = f"{most:,}" if least == most else f"between {least:,} and {most:,}"
    came = counted(source.figure(scope, "attended").value, "attendance")
    text = sentence(f"for {came} there were {number} answers to each question")
    overall = ratings.overall_of(rows)
    if overall is None:
        return text
    rate, wording = overall["excellent_to_good"], source.label("questions", overall["question"])
    given = counted(rate["base"], "answer")
    return f"{text} To “{wording}” {share_of(rate, given)} {was(rate['base'])} excellent or good."


def _confidence(rows: Sequence[Row]) -> str:
    """The mean before and after, said with their numbers: these are not matched to the same people."""
    scored = {row["question"]: row for row in ratings.of_kind(rows, "mean")}
    before, after = scored.get("confidence-before"), scored.get("confidence-after")
    if not (before and after):
        return ""
    means = [Cell(row["mean"], Unit.MEAN).text for row in (before, after)]
    numbers = [counted(row["responses"], "answer") for row in (before, after)]
    return (
        f"Asked at the end how confident they were before and after, people gave {means[0]} of 10 for before "
        f"({numbers[0]}) and {means[1]} for after ({numbers[1]}), on average."
    )


def _workshops(source: Source, workshops: Sequence[Row]) -> Iterator[Block]:
    told = [row for row in workshops if _enough(source, row)]
    yield Paragraph("A conference's workshops are rated by those who were in them; their people are the conference's.")
    if told:
        best = sorted(told, key=lambda row: -_good(source, row))[:2]
        named = listed([f"“{row['name']}” ({percent(_good(source, row))})" for row in best])
        verb = "the workshops most often rated excellent or good were" if len(best) > 1 else "rated excellent or good:"
        yield Paragraph(sentence(f"{verb} {named}"))
        bars = tuple(Bar(row["name"], _good(source, row)) for row in told)
        title = "Workshops: rated good or better, in per cent"
        yield Chart(title, alternative(title, bars, Unit.PERCENT), "Workshop", bars, ratings.GOOD, unit=Unit.PERCENT)
        yield ratings.workshop_table(source, told)
    if len(told) < len(workshops):
        yield Note(left_out(len(workshops) - len(told), "workshop"))


def _overall(source: Source, event: Row) -> Row | None:
    return ratings.overall_of(source["ratings"][f"event:{event['code']}"])


def _enough(source: Source, event: Row) -> bool:
    overall = _overall(source, event)
    return overall is not None and overall["responses"] >= FEWEST_FOR_TRAINERS


def _good(source: Source, event: Row) -> float:
    """The share of excellent and good in whole per cent."""
    overall = _overall(source, event)
    return float(overall["excellent_to_good"]["rounded"] or 0) if overall else 0.0
