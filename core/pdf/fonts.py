"""The typefaces: DejaVu Sans in three cuts, measured, embedded as subsets, and honest about what they lack."""

from enum import StrEnum
from functools import cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import PDFDocument
from reportlab.pdfbase.ttfonts import SUBSETN, TTFont

from core.pdf.text import REPLACEMENT


class Face(StrEnum):
    """The cuts in use, by the name of their file."""

    REGULAR = "DejaVuSans"
    BOLD = "DejaVuSans-Bold"
    OBLIQUE = "DejaVuSans-Oblique"


class FontMissing(Exception):
    """A font file isn't where the document was told to look."""


class EmbeddedFont(TTFont):
    """A TrueType font whose subsets can be read back as the text that they draw."""

    def addObjects(self, doc: PDFDocument) -> None:  # noqa: N802 - ReportLab's name
        """As ReportLab does, but with our own map from codes to text in each subset."""
        subsets: list[list[int]] = [list(subset) for subset in self.state[doc].subsets]
        super().addObjects(doc)
        for number, subset in enumerate(subsets):
            name = f"{SUBSETN(number).decode()}+{self.face.name.decode()}"
            doc.idToObject[f"toUnicodeCMap:{name}"].content = to_unicode(name, subset)  # type: ignore[attr-defined]


def to_unicode(name: str, subset: list[int]) -> str:
    """The map from a subset's codes to text. ReportLab's own garbles emoji and maps unused codes to U+0000."""
    pairs = [f"<{code:02X}> <{chr(point).encode('utf-16-be').hex()}>" for code, point in enumerate(subset) if point]
    blocks = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            f"/CMapName /{name} def /CMapType 2 def",
            "1 begincodespacerange <00> <FF> endcodespacerange",
            *(line for block in blocks for line in (f"{len(block)} beginbfchar", *block, "endbfchar")),
            "endcmap CMapName currentdict /CMap defineresource pop end end",
        ]
    )


@cache
def _load(folder: Path) -> dict[Face, EmbeddedFont]:
    """The faces in `folder`, read once a process."""
    fonts = {}
    for face in Face:
        path = folder / f"{face}.ttf"
        if not path.is_file():
            raise FontMissing(f"The font {path.name} isn't in {folder}: `make install` puts it there.")
        fonts[face] = EmbeddedFont(str(face), str(path))
    for font in fonts.values():
        pdfmetrics.registerFont(font)
    return fonts


class Fonts:
    """The faces as one document uses them; `missing` are the characters that were asked for and aren't there."""

    def __init__(self, folder: Path) -> None:
        fonts = _load(folder)
        self._glyphs: dict[Face, dict[int, int]] = {face: font.face.charToGlyph for face, font in fonts.items()}
        self._widths: dict[Face, dict[int, float]] = {face: font.face.charWidths for face, font in fonts.items()}
        self._measured: dict[tuple[Face, str], float] = {}
        self.missing: set[str] = set()

    def printable(self, text: str, face: Face) -> str:
        """`text` with what `face` can't draw replaced by U+FFFD, and noted as missing."""
        if text.isascii():
            return text
        glyphs = self._glyphs[face]
        lacking = {character for character in set(text) if not glyphs.get(ord(character))} - {"\n"}
        if not lacking:
            return text
        self.missing |= lacking
        return text.translate({ord(character): REPLACEMENT for character in lacking})

    def width(self, text: str, face: Face, size: float) -> float:
        """How wide printable `text` is at `size`, in points."""
        measured = self._measured.get((face, text))
        if measured is None:  # The same few words and numbers stand in most cells.
            widths = self._widths[face]
            measured = self._measured[face, text] = sum([widths[ord(character)] for character in text])
        return measured * size / 1000

    def widths(self, text: str, face: Face, size: float) -> list[float]:
        """How wide each character of printable `text` is at `size`."""
        widths, scale = self._widths[face], size / 1000
        return [widths[ord(character)] * scale for character in text]
