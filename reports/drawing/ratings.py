"""The tables and charts of what attendees answered, question by question; every result says how many answered."""

from collections.abc import Sequence
from datetime import date

from core import words
from evaluations.models import Question
from reports.document import Row
from reports.drawing.blocks import Bar, Chart, Column, Table, Unit, Value
from reports.drawing.source import Source
from reports.drawing.tables import alternative

QUALITIES = Question.QUALITIES
GOOD = "Good or better"
SCORES = tuple(str(score) for score in range(1, 11))
QUALITY_COLUMNS = (
    Column("Answers"),
    *(Column(quality.capitalize()) for quality in QUALITIES),
    Column(GOOD, Unit.PERCENT),
)
QUESTION = Column("Question", Unit.TEXT)


def of_kind(rows: Sequence[Row], key: str) -> list[Row]:
    """Those of the rated questions whose kind of answer has that key."""
    return [row for row in rows if key in row]


def tables(source: Source, label: str, rows: Sequence[Row]) -> list[Table]:
    """Up to four tables: excellent to poor, yes or no, scores from 1 to 10, and how many gave each score."""
    quality, yes_no, scores = (of_kind(rows, key) for key in ("excellent_to_good", "yes_share", "mean"))
    wording = {row["question"]: source.label("questions", row["question"]) for row in rows}
    made = [
        Table(
            f"{label}: how people rated them",
            (QUESTION, *QUALITY_COLUMNS),
            tuple((wording[row["question"]], *quality_cells(row)) for row in quality),
        ),
        Table(
            f"{label}: yes or no",
            (QUESTION, Column("Answers"), Column("Yes"), Column("No"), Column("Said yes", Unit.PERCENT)),
            tuple(
                (wording[row["question"]], row["responses"], row["yes"], row["no"], row["yes_share"]["percent"])
                for row in yes_no
            ),
        ),
        Table(
            f"{label}: scores from 1 (lowest) to 10 (highest)",
            (QUESTION, Column("Answers"), Column("Mean", Unit.MEAN), Column("Median")),
            tuple((wording[row["question"]], row["responses"], row["mean"], row["median"]) for row in scores),
        ),
        Table(
            f"{label}: how many gave each score",
            (QUESTION, *(Column(score) for score in SCORES)),
            tuple((wording[row["question"]], *(row["counts"][score] for score in SCORES)) for row in scores),
        ),
    ]
    return [table for table in made if table.rows]


def quality_cells(row: Row) -> tuple[Value, ...]:
    """The counts of one question and the share that was excellent or good."""
    return (row["responses"], *(row[quality] for quality in QUALITIES), row["excellent_to_good"]["percent"])


def chart(source: Source, label: str, rows: Sequence[Row]) -> Chart | None:
    """The share of excellent and good, question by question."""
    bars = tuple(
        Bar(source.label("questions", row["question"]), row["excellent_to_good"]["rounded"])
        for row in of_kind(rows, "excellent_to_good")
        if row["responses"]
    )
    title = f"{label}: rated good or better, in per cent"
    if not bars:
        return None
    return Chart(title, alternative(title, bars, Unit.PERCENT), "Question", bars, GOOD, unit=Unit.PERCENT)


def event_table(source: Source, events: Sequence[Row]) -> Table:
    """Every event's overall rating, in the order of their days."""
    rows = []
    for event in events:
        overall = overall_of(source["ratings"][f"event:{event['code']}"])
        if overall:
            day = date.fromisoformat(event["starts_on"])
            good = overall["excellent_to_good"]["percent"]
            rows.append((event["name"], words.short_day(day), overall["responses"], good))
    columns = (Column("Event", Unit.TEXT), Column("Date", Unit.TEXT), Column("Answers"), Column(GOOD, Unit.PERCENT))
    return Table("Events: how people rated them", columns, tuple(rows))


def workshop_table(source: Source, workshops: Sequence[Row]) -> Table:
    """Every workshop's overall rating in full."""
    found = [(row["name"], overall_of(source["ratings"][f"event:{row['code']}"])) for row in workshops]
    rows = tuple((name, *quality_cells(overall)) for name, overall in found if overall)
    return Table("Workshops: how people rated them", (Column("Workshop", Unit.TEXT), *QUALITY_COLUMNS), rows)


def overall_of(rows: Sequence[Row]) -> Row | None:
    """The answers to the question how it was overall; else to the first of the same kind, if there is any."""
    quality = of_kind(rows, "excellent_to_good")
    return next((row for row in quality if row["question"] == "overall"), quality[0] if quality else None)
