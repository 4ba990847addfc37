"""The section about those who trained: the days that agencies gave, and trainers with lived experience."""

from collections.abc import Iterator

from reports.behind.figures import opens as rows_behind
from reports.drawing.blocks import Block, Column, Paragraph, Section, Table, Unit, count
from reports.drawing.phrases import against, counted, listed, sentence, was
from reports.drawing.source import NAMELESS, Source
from reports.drawing.tables import ALL_ROWS, Beside, with_previous
from reports.measures import ALL, NOT_RECORDED

TITLE = "Trainers and what agencies gave"


def section(source: Source) -> Section | None:
    """Who gave how many days; nothing where no trainer is on record in either year."""
    return Section("trainers", TITLE, tuple(_blocks(source))) if source["contributions"] else None


def _blocks(source: Source) -> Iterator[Block]:
    rows, days = source["contributions"], source.figure(ALL, "trainer_days")
    text = f"trainers gave {counted(days.value, 'day')} of their work"
    if source.is_compared(ALL):
        text += f", {against(days, source.previous_year)}"
    most = sorted((row for row in rows if row["days"] and row["code"] != NOT_RECORDED), key=lambda row: -row["days"])
    told = listed([f"{row['label']} ({count(row['days'])})" for row in most[:3]])
    yield Paragraph(sentence(text) + (f" {sentence(f'the agencies that gave most: {told}')}" if told else ""))
    yield Paragraph(_lived(source))
    cells: list[Beside] = [
        (
            [row["label"] or NAMELESS, source.or_fewer(row["trainers"]), row["events"], row["days"]],
            row["previous"],
            row["change"],
            row["percent_change"],
        )
        for row in rows
    ]
    # Somebody may have trained for two agencies, and two at one event: people and events have no sum.
    cells.append(([ALL_ROWS, "–", "–", days.value], days.previous, days.change, days.percent_change))
    columns, body = with_previous(source, ALL, cells, "days in")
    first = (Column("Agency", Unit.TEXT), Column("Trainers"), Column("Events"), Column("Days"))
    behind = [_behind(row["code"]) for row in rows]
    opens = tuple((*each, *("",) * len(columns)) for each in [*behind, ("", "", "", rows_behind(ALL, "trainer_days"))])
    yield Table("Trainers: days given, by agency", (*first, *columns), body, total=True, opens=opens)


def _behind(agency: str) -> tuple[str, ...]:
    counts = ("trainers", "trained_at", "trainer_days")
    return "", *(rows_behind(ALL, count, "by_agency", agency) for count in counts)


def _lived(source: Source) -> str:
    """Parents, carers and young people who took part as trainers."""
    lived = source["lived_experience"]
    number = lived["trainers"]
    text = (
        f"among them {was(number)} {counted(number, 'trainer')} with lived experience, as parent, carer or young person"
    )
    if number:
        text += f": they took part in {counted(lived['events'], 'event')} and gave {counted(lived['days'], 'day')}"
    return sentence(text)
