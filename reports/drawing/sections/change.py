"""The section about what changed: the same people before, at the end and later, and what came of it in their work."""

from collections.abc import Iterator

from core.words import in_words
from evaluations.change import COMPARISONS
from evaluations.rules import FEWEST_FOR_TRAINERS
from reports.document import Row
from reports.drawing.blocks import Block, Cell, Column, Note, Paragraph, Section, Subheading, Table, Unit, Value
from reports.drawing.phrases import counted, part_of, sentence
from reports.drawing.sections import later_words
from reports.drawing.source import Source
from reports.drawing.tables import SCOPE_LABELS
from reports.measures import ALL, SCOPES

ASKED = {"before": "Before", "later": "Weeks later", "manager": "Line managers"}
WHAT = (Column("Asked about", Unit.TEXT), Column("When", Unit.TEXT))
MEANS = (
    ("matched", Column("People matched")),
    ("mean_before", Column("Mean first", Unit.MEAN)),
    ("mean_after", Column("Mean then", Unit.MEAN)),
    ("mean_change", Column("Mean change", Unit.MEAN_CHANGE)),
    ("spread", Column("Spread", Unit.MEAN)),
)
MOVES = (
    ("matched", Column("People matched")),
    ("rose", Column("Gave a higher score")),
    ("same", Column("The same")),
    ("fell", Column("A lower one")),
)
LEARNING = "elearning"


def section(source: Source) -> Section | None:
    """What changed, over everything and by course; nothing where nobody was asked twice."""
    blocks = [*_change(source), *_later(source), *later_words.blocks(source)]
    return Section("change", "What changed", tuple(blocks)) if blocks else None


def headlines(source: Source) -> Iterator[str]:
    """Whether people changed, and what came of it at work, for a reader of one page."""
    matched = sorted(source.part("matched").get(ALL, ()), key=lambda row: -row["matched"])
    for comparison in COMPARISONS:
        if rows := [row for row in matched if row["comparison"] == comparison]:
            yield _told(rows[0])
            break
    later = source.part("later").get(ALL)
    if later and _was_asked(later) and (told := " ".join(_came_of(later))):
        yield told


def _change(source: Source) -> Iterator[Block]:
    matched = source.part("matched")
    told = [(scope.name, row) for scope in SCOPES for row in matched.get(scope.name, ())]
    if not told:
        return
    yield Paragraph(
        "Each figure compares what the same people said on two occasions, from 1 to 10, without their names. What"
        " people say of themselves when they look back at the end is told apart from what they said beforehand."
    )
    for scope, row in told:
        if scope in (ALL, LEARNING):
            yield Paragraph(_told(row))
    yield Note(
        f"Comparisons of fewer than {FEWEST_FOR_TRAINERS} people are left out, so that no one’s answers can be told."
        " The spread is the standard deviation of each person’s change."
    )
    yield from _tables("Kind of event", "", [(SCOPE_LABELS[scope], row) for scope, row in told])
    yield from _tables("Course", ", by course", list(_of_courses(source, matched)))


def _tables(who: str, by: str, told: list[tuple[str, Row]]) -> Iterator[Block]:
    """The means, and beside them how many rose and how many fell: in one table they would be too many columns."""
    for title, columns in (("The same people’s answers, compared", MEANS), ("How many rose and how many fell", MOVES)):
        names = (Column(who, Unit.TEXT), *WHAT, *(column for _, column in columns))
        rows = tuple(
            (
                label,
                _item(row),
                COMPARISONS.get(row["comparison"], row["comparison"]),
                *(row[key] for key, _ in columns),
            )
            for label, row in told
        )
        if rows:
            yield Table(f"{title}{by}", names, rows)


def _of_courses(source: Source, matched: Row) -> Iterator[tuple[str, Row]]:
    titles = {row["code"]: row["label"] for scope in SCOPES for row in source.rows(scope.name, "by_course")}
    for code, title in titles.items():
        for row in matched.get(f"course:{code}", ()):
            yield title, row


def _item(row: Row) -> str:
    return in_words(str(row["item"]))


def _when(row: Row) -> str:
    return str(COMPARISONS.get(row["comparison"], row["comparison"]))


def _told(row: Row) -> str:
    """Rises and falls in one breath, so that a mean hides neither."""
    first, then = (Cell(row[name], Unit.MEAN).text for name in ("mean_before", "mean_after"))
    change = Cell(row["mean_change"], Unit.MEAN_CHANGE).text
    people = counted(row["matched"], "person,people")
    what = f"{_when(row)}: of {people}, {row['rose']:,} gave a higher score the second time"
    moved = f"{row['same']:,} the same and {row['fell']:,} a lower one"
    mean = f"on average {_item(row).lower()} went from {first} to {then} ({change})"
    return sentence(f"{what}, {moved}; {mean}")


def _later(source: Source) -> Iterator[Block]:
    later = source.part("later")
    told = [(scope.name, later[scope.name]) for scope in SCOPES if _was_asked(later.get(scope.name))]
    if not told:
        return
    yield Subheading("What came of it")
    for scope, row in told:
        if scope in (ALL, LEARNING):
            yield Paragraph(" ".join(_came_of(row)))
    yield Table("How many answered before, later and as managers", RESPONSES, tuple(_responses(told)))
    said = tuple((SCOPE_LABELS[scope], *_shares(row)) for scope, row in told if row["said"])
    if said:
        yield Table("What people said weeks later", SAID, said)


BETTER = {
    "information_sharing": "information is shared better",
    "joint_working": "agencies work together better",
}
RESPONSES = (
    Column("Kind of event", Unit.TEXT),
    Column("Who was asked", Unit.TEXT),
    Column("Asked"),
    Column("Answered"),
    Column("Share", Unit.PERCENT),
)
SAID = (
    Column("Kind of event", Unit.TEXT),
    Column("Did what they set out to do"),
    Column("Did part of it"),
    Column("Not yet"),
    Column("Share information better", Unit.PERCENT),
    Column("Work together better", Unit.PERCENT),
    Column("Confirmed by managers", Unit.PERCENT),
)


def _was_asked(row: Row | None) -> bool:
    return row is not None and any(rate["base"] for rate in row["responses"].values())


def _responses(told: list[tuple[str, Row]]) -> Iterator[tuple[Value, ...]]:
    for scope, row in told:
        for kind, label in ASKED.items():
            rate = row["responses"][kind]
            if rate["base"]:
                yield SCOPE_LABELS[scope], label, rate["base"], rate["numerator"], rate["percent"]


def _shares(row: Row) -> tuple[Value, ...]:
    said, confirmed = row["said"], row["confirmed"]
    done = tuple(said[name]["numerator"] for name in ("done", "partly", "not"))
    better = tuple(said[name]["percent"] for name in ("information_sharing", "joint_working"))
    return *done, *better, confirmed["percent"] if confirmed else None


def _came_of(row: Row) -> Iterator[str]:
    later, manager, said = row["responses"]["later"], row["responses"]["manager"], row["said"]
    if later["base"]:
        yield sentence(f"weeks later, {part_of(later, 'person,people')} who were asked answered")
    if said and said["done"]["base"]:
        done = part_of(said["done"], "answer")
        yield sentence(f"what they set out to do differently was done in {done}, in part in {part_of(said['partly'])}")
    for name, better in BETTER.items() if said else ():
        if said[name]["base"]:
            yield sentence(f"{part_of(said[name], 'person,people')} said that {better}")
    if manager["base"]:
        yield sentence(f"of the line managers whom people named, {part_of(manager)} answered")
    if row["confirmed"] and row["confirmed"]["base"]:
        yield sentence(f"{part_of(row['confirmed'])} of these have seen a change in practice")
