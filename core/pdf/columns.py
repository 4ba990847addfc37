"""How wide a table's columns are: shares where given, else by what their words need."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.pdf.lines import Typesetter
from core.pdf.theme import Align, Style

# Beyond this many characters a cell has no say in its column's width.
SAMPLE = 200


@dataclass(frozen=True)
class Column:
    """A heading and an alignment; `width` is a share of the table's (0 to 1), and otherwise what the words need."""

    label: str
    align: Align = "left"
    width: float | None = None


@dataclass(frozen=True)
class Setting:
    """How a table is set: its words, strong ones, and the white within a cell."""

    cell: Style
    strong: Style
    across: float
    down: float


def column_widths(
    columns: Sequence[Column], texts: Sequence[Sequence[str]], typesetter: Typesetter, setting: Setting
) -> list[float]:
    """Widths that fill the page's: each column's longest word, then what its longest text would like, then its heading.

    A heading is broken before any of the many cells below it is.
    """
    room = typesetter.look.width
    least, wants, headings = [], [], []
    for number, column in enumerate(columns):
        word, most, heading = _needs(column.label, [row[number] for row in texts], typesetter, setting)
        least.append(room * column.width if column.width else word)
        wants.append(0.0 if column.width else most - word)
        headings.append(0.0 if column.width else max(0.0, heading - most))
    spare = room - sum(least)
    if spare <= 0:
        return [width * room / sum(least) for width in least]
    given = fill(spare, wants)
    more = fill(spare - sum(given), headings)
    rest = spare - sum(given) - sum(more)
    grows = [column.width is None and column.align == "left" for column in columns]
    if not any(grows):
        grows = [True] * len(columns)
    return [
        sum(parts) + (rest / sum(grows) if grow else 0.0)
        for *parts, grow in zip(least, given, more, grows, strict=True)
    ]


def fill(room: float, wants: Sequence[float]) -> list[float]:
    """`room` shared out: small wants are met in full, and the larger ones get equal parts of what is left."""
    given = [0.0] * len(wants)
    open_ = set(range(len(wants)))
    while open_:
        equal = room / len(open_)
        met = {number for number in open_ if wants[number] <= equal}
        for number in met or open_:
            given[number] = min(wants[number], equal)
            room -= given[number]
        open_ -= met or open_
    return given


def _needs(label: str, texts: Sequence[str], typesetter: Typesetter, setting: Setting) -> tuple[float, float, float]:
    """The widths that a column's longest word needs, and that its longest text and its heading would like.

    Headings are strong, and so may be the last row, as a sum. All is within reason.
    """
    room, edges = typesetter.look.width, 2 * setting.across + 0.5
    heading = {(label[:SAMPLE], setting.strong)}
    sample = {(text[:SAMPLE], setting.cell) for text in texts} | {
        (text[:SAMPLE], setting.strong) for text in texts[-1:]
    }
    words = {(word, style) for text, style in sample | heading for word in text.split()}
    lines = {(line, style) for text, style in sample for line in text.split("\n")}
    word = min(_widest(words, typesetter), room / 3)
    line, whole = (min(_widest(found, typesetter), room / 2) for found in (lines, heading))
    return word + edges, max(word, line) + edges, whole + edges


def _widest(texts: Iterable[tuple[str, Style]], typesetter: Typesetter) -> float:
    return max((typesetter.width(*each) for each in texts), default=0.0)
