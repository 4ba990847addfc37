"""The section of a public edition about its small numbers: how they are protected, and where something is hidden."""

from collections import Counter

from core.words import count_noun
from reports.document import Row
from reports.drawing.blocks import Bullets, Column, Paragraph, Section, Table, Unit, Value
from reports.drawing.phrases import in_sentence, listed, sentence
from reports.drawing.source import LABELS, Source
from reports.drawing.tables import SCOPE_LABELS

TITLE = "How small numbers are protected"
INTRO = (
    "Nobody should be recognised by a number. Totals are exact. Where few people stand behind a number it is hidden, "
    "and with it others from which it could be worked out: from sums, shares, changes, other tables, or editions that "
    "were published before. Each hidden number was checked: all that is published agrees with another value of it too."
)


def section(source: Source) -> Section | None:
    """The rules, and how much is hidden where; nothing in the internal edition, which is exact."""
    if not source.is_public:
        return None
    said = source["protection"]
    blocks = [Paragraph(INTRO), Bullets(tuple(_rules(source)))]
    if said["tables"]:
        named = listed([_name(table) for table in said["tables"]])
        blocks.append(Paragraph(sentence(f"left out as a whole, as too few people stand behind them: {named}")))
    if said["figures"]:
        named = listed([in_sentence(SCOPE_LABELS[figure.split(".")[0]]) for figure in said["figures"]])
        blocks.append(Paragraph(f"The hours of learning are withheld where they would tell who came to what: {named}."))
    if said["ratings"]:
        blocks.append(Paragraph(f"Withheld: {count_noun(len(said['ratings']), 'rating')} that few people gave."))
    if said["rows"]:
        blocks.append(_table(said["rows"]))
    return Section("protection", TITLE, tuple(blocks))


def _rules(source: Source) -> list[str]:
    limits = source["protection"]["thresholds"]
    named = (in_sentence(LABELS[name].removeprefix("By ")) for name in source["protection"]["personal"])
    personal = listed([*dict.fromkeys(name.removesuffix(", rolled up") for name in named)])
    return [
        f"By agency, sector, target group, role, area and course: {source.fewer} means 1 to {limits['work'] - 1}; "
        "nobody is shown as 0.",
        "“Withheld” may stand for any number: a small one, or one that would give a small one away.",
        f"By {personal}: numbers under {limits['personal']} are withheld, also nobody, and all others are rounded to "
        f"{limits['rounded_to']}; shares and changes are taken from the rounded numbers, shares of the rounded total.",
        f"Reasons that people gave in their own words are named where {limits['work']} or more gave them.",
        "Tables that would tell next to nothing are not drawn: ethnic groups one by one, where the groups that they "
        "roll up to are told. The stored figures of this edition, in its JSON file, hold their rows.",
        f"Ratings are shown from {limits['answers']} answers on; what people said changed, over everything alone.",
    ]


def _name(table: str) -> str:
    scope, _, breakdown = table.partition(".")
    return f"{in_sentence(SCOPE_LABELS[scope])} {in_sentence(LABELS[breakdown])}"


def _table(rows: list[Row]) -> Table:
    """How many numbers are hidden and how, by what they tell of people, over all kinds of event."""
    small, withheld = Counter[str](), Counter[str]()
    for row in rows:
        breakdown = row["table"].partition(".")[2]
        small[breakdown] += len(row["small"])
        withheld[breakdown] += len(row["withheld"])
    made: list[tuple[Value, ...]] = [
        (LABELS[breakdown], small[breakdown], withheld[breakdown]) for breakdown in LABELS if breakdown in small
    ]
    columns = (Column("Numbers told", Unit.TEXT), Column("Small"), Column("Withheld"))
    return Table("What is hidden", columns, tuple(made))
