"""How wide a table's columns are: shares where given, else by what their words need."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.pdf.lines import Typesetter
from core.pdf.theme import Align

ACROSS = 6.0
# Beyond this many characters a cell has no say in its column's width.
SAMPLE = 200


@dataclass(frozen=True)
class Column:
    """A heading and an alignment; `width` is a share of the table's (0 to 1), and otherwise what the words need."""

    label: str
    align: Align = "left"
    width: float | None = None


def column_widths(columns: Sequence[Column], texts: Sequence[Sequence[str]], typesetter: Typesetter) -> list[float]:
    """Widths that fill the page's: first each column's longest word, then what its longest text would like."""
    room = typesetter.look.width
    least, wants = [], []
    for number, column in enumerate(columns):
        word, most = _needs([column.label, *(row[number] for row in texts)], typesetter)
        least.append(room * column.width if column.width else word)
        wants.append(0.0 if column.width else most - word)
    spare = room - sum(least)
    if spare <= 0:
        return [width * room / sum(least) for width in least]
    given = fill(spare, wants)
    rest = spare - sum(given)
    grows = [column.width is None and column.align == "left" for column in columns]
    if not any(grows):
        grows = [True] * len(columns)
    return [
        low + extra + (rest / sum(grows) if grow else 0.0) for low, extra, grow in zip(least, given, grows, strict=True)
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


def _needs(texts: Sequence[str], typesetter: Typesetter) -> tuple[float, float]:
    """The width that a column's longest word needs, and the width that its longest text would like, within reason."""
    style, room = typesetter.look.style("cell strong"), typesetter.look.width
    sample = {text[:SAMPLE] for text in texts}
    words = {word for text in sample for word in text.split()}
    lines = {line for text in sample for line in text.split("\n")}
    edges = 2 * ACROSS + 0.5
    word = min(max((typesetter.width(word, style) for word in words), default=0.0), room / 3)
    line = min(max((typesetter.width(line, style) for line in lines), default=0.0), room / 2)
    return word + edges, max(word, line) + edges
