"""Setting text into lines: greedy, in time proportional to the text, splitting only words wider than the line."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from core.pdf.fonts import Face, Fonts
from core.pdf.text import Strong
from core.pdf.theme import Look, Style


class Piece(NamedTuple):
    """Text in one face, and its width in points."""

    text: str
    face: Face
    width: float


class Line(NamedTuple):
    """One line as it will be drawn. `whole` says that it ends at the end of a word, where a reader needs a space."""

    pieces: tuple[Piece, ...]
    width: float
    whole: bool


Word = list[Piece]


class Typesetter:
    """Sets cleaned text by a look's styles in one document's fonts."""

    def __init__(self, fonts: Fonts, look: Look) -> None:
        self.fonts, self.look = fonts, look

    def width(self, text: str, style: Style) -> float:
        """How wide `text` is on one line."""
        return self.fonts.width(self.fonts.printable(text, style.face), style.face, style.size)

    def line(self, text: str, style: Style) -> Line:
        """`text`, which isn't empty, on one line however wide."""
        printable = self.fonts.printable(text, style.face)
        width = self.fonts.width(printable, style.face, style.size)
        return Line((Piece(printable, style.face, width),), width, whole=True)

    def lines(self, parts: Sequence[str], style: Style, width: float) -> list[Line]:
        """`parts` (those that are `Strong` in bold) in lines at most `width` wide; "\\n" ends a line."""
        lines: list[Line] = []
        row: list[Word] = []
        used = 0.0
        spaces = {face: self.fonts.width(" ", face, style.size) for face in Face}
        for word in self._words(parts, style):
            wide = _width(word)
            space = spaces[row[-1][-1].face] if row else 0  # a space is set in the face of the word before it
            if row and (not word or used + space + wide > width):
                lines.append(self._join(row, style))
                row, used, space = [], 0.0, 0
            if wide > width:
                *full, last = self._cut(word, style, width)
                lines += [self._join([part], style)._replace(whole=False) for part in full]
                row, used = [last], _width(last)
            elif word:
                used += wide + space
                row.append(word)
        return [*lines, self._join(row, style)] if row else lines

    def _words(self, parts: Iterable[str], style: Style) -> Iterator[Word]:
        """The words in order; an empty one where a line must end. A word may change its face half-way."""
        word: Word = []
        for part in parts:
            face = Face.BOLD if isinstance(part, Strong) else style.face
            for number, text in enumerate(self.fonts.printable(part, face).split("\n")):
                if number:
                    yield word
                    if word:
                        yield []
                    word = []
                for place, letters in enumerate(text.split(" ")):
                    if place and word:
                        yield word
                        word = []
                    word += self._piece(letters, face, style)
        if word:
            yield word

    def _cut(self, word: Word, style: Style, width: float) -> list[Word]:
        """A word wider than the line in parts that fit, at least a character each."""
        parts: list[Word] = [[]]
        used = 0.0
        for text, face, _ in word:
            start = 0
            for place, wide in enumerate(self.fonts.widths(text, face, style.size)):
                if used + wide > width and (parts[-1] or place > start):
                    parts[-1] += self._piece(text[start:place], face, style)
                    parts.append([])
                    start, used = place, 0.0
                used += wide
            parts[-1] += self._piece(text[start:], face, style)
        return parts

    def _piece(self, text: str, face: Face, style: Style) -> Word:
        return [Piece(text, face, self.fonts.width(text, face, style.size))] if text else []

    def _join(self, words: list[Word], style: Style) -> Line:
        """Words as one line, neighbours in the same face drawn in one go."""
        runs: list[tuple[Face, list[str]]] = []
        for number, word in enumerate(words):
            if number:
                runs[-1][1].append(" ")
            for piece in word:
                if not runs or runs[-1][0] != piece.face:
                    runs.append((piece.face, []))
                runs[-1][1].append(piece.text)
        texts = [("".join(letters), face) for face, letters in runs]
        pieces = tuple(Piece(text, face, self.fonts.width(text, face, style.size)) for text, face in texts)
        return Line(pieces, _width(pieces), whole=True)


def _width(pieces: Iterable[Piece]) -> float:
    return sum([piece.width for piece in pieces])
