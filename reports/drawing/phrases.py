"""Sentences about figures: their grammar for none, one and many, and what is said where there is no base."""

from collections.abc import Sequence

from core.figures import RateData
from core.words import NO_BASE, count_noun, percent
from reports.document import Row
from reports.drawing.blocks import Cell, Unit, count
from reports.drawing.source import Compared


def listed(items: Sequence[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    return f"{', '.join(items[:-1])} {last} {items[-1]}" if len(items) > 1 else "".join(items)


def sentence(text: str) -> str:
    """The text with a capital first and a full stop last."""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?", "…")) else ".")


def was(number: float) -> str:
    """`was` for one, `were` for any other number."""
    return "was" if number == 1 else "were"


def in_sentence(label: str) -> str:
    """A label in the middle of a sentence: names of more than one word keep their capitals, others lose theirs."""
    return label if label[:1].isupper() and any(part[:1].isupper() for part in label.split()[1:]) else _small(label)


def _small(label: str) -> str:
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def counted(number: float, nouns: str, *, verb: str = "") -> str:
    """`3 courses were held`, `1 course was held`, `no courses were held` for the verb "held"."""
    noun = count_noun(number, nouns) if isinstance(number, int) else f"{count(number)} {nouns}s"
    return f"{noun} {was(number)} {verb}" if verb else noun


def against(figure: Compared, year: str, noun: str = "") -> str:
    """`32 more than in 2012-13 (+4%)`, `1 fewer attendance than in 2012-13`, `as many as in 2012-13`."""
    if not figure.change:
        return f"as many as in {year}"
    more = "more" if figure.change > 0 else "fewer"
    change, base = abs(figure.change), figure.percent_change
    of_what = f" {noun}{'' if change == 1 else 's'}" if noun else ""
    share = "" if base is None else f" ({Cell(base, Unit.PERCENT_CHANGE).text})"
    return f"{count(change)} {more}{of_what} than in {year}{share}"


def share_of(rate: RateData, of: str) -> str:
    """`92% of 829 places`."""
    return f"{percent(rate['percent'])} of {of}"


def part_of(rate: RateData, of: str = "") -> str:
    """`764 of 829 places (92%)`, or `no base`."""
    whole = counted(rate["base"], of) if of else f"{rate['base']:,}"
    return f"{rate['numerator']:,} of {whole} ({percent(rate['percent'])})" if rate["base"] else NO_BASE


def shares(rows: Sequence[Row], attended: float) -> str:
    """`female 88%, male 12% of 764 attendances`; nothing where nobody came."""
    told = [f"{in_sentence(row['label'])} {percent(row['percent'])}" for row in rows if row["attended"]]
    return f"{listed(told)} of {counted(attended, 'attendance')}" if told else ""


def by_count(rows: Sequence[Row]) -> str:
    """`Fenland 98, Huntingdon 131 and Cambridge City 148`."""
    return listed([f"{row['label']} {row['attended']:,}" for row in rows if row["attended"]])


def moves(rows: Sequence[Row], *, most: int = 3) -> str:
    """Which rows rose and fell most, in a sentence or two; nothing where none did."""
    rose = sorted((row for row in rows if (row["change"] or 0) > 0), key=lambda row: -row["change"])[:most]
    fell = sorted((row for row in rows if (row["change"] or 0) < 0), key=lambda row: row["change"])[:most]
    told = [_moved(found, word) for found, word in ((rose, "rise"), (fell, "fall")) if found]
    return " ".join(sentence(each) for each in told)


def _moved(rows: Sequence[Row], word: str) -> str:
    plural = len(rows) > 1
    return f"the largest {word}{'s were' if plural else ' was'} {listed([_move(row) for row in rows])}"


def _move(row: Row) -> str:
    change = Cell(row["change"], Unit.CHANGE).text
    base = row["percent_change"]
    return f"{row['label']} ({change}{'' if base is None else f', or {Cell(base, Unit.PERCENT_CHANGE).text}'})"
