"""Drawing on ReportLab's canvas: from the top left, and never outside a tag or an artifact."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from typing import Any, NamedTuple

from reportlab.lib.colors import HexColor
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFPage, PDFStream, PDFString, PDFZCompress
from reportlab.pdfbase.pdfmetrics import getFont
from reportlab.pdfgen.canvas import Canvas

from core.pdf.fonts import Face
from core.pdf.lines import Piece
from core.pdf.metadata import Metadata
from core.pdf.structure import Element, LinkArea, Mark, write_tree

Point = tuple[float, float]
# In a string of the file these have a meaning, and what is no printable ASCII is written as its number.
ESCAPED = {code: f"\\{code:03o}" for code in range(256) if not 32 <= code < 127 or chr(code) in "()\\"}


class Box(NamedTuple):
    """A rectangle, its corner at the top left."""

    x: float
    y: float
    width: float
    height: float


class Pen:
    """Draws page after page and keeps the structure tree. Coordinates are points from the page's top left corner."""

    def __init__(self, paper: tuple[float, float], metadata: Metadata) -> None:
        self.page = 1
        self.root = Element("Document")
        self._height = paper[1]
        self._buffer = BytesIO()
        self._canvas: Any = Canvas(
            self._buffer,
            pagesize=paper,
            pageCompression=1,
            invariant=1,
            pdfVersion=(1, 7),
            initialFontName=str(Face.REGULAR),  # type: ignore[arg-type] # a name, whatever the stubs say
            lang=metadata.lang,
        )
        metadata.write(self._canvas)
        self._open = False
        self._marks = 0

    @contextmanager
    def tagged(self, element: Element) -> Iterator[None]:
        """What is drawn inside is `element`'s content."""
        element.place(self.root)
        element.kids.append(Mark(self.page, self._marks))
        begin = f"/{element.tag} <</MCID {self._marks}>> BDC"
        self._marks += 1
        with self._marked(begin):
            yield

    @contextmanager
    def artifact(self, kind: str = "") -> Iterator[None]:
        """What is drawn inside is decoration; `kind` is Header or Footer for what every page repeats."""
        what = f"/Type /Pagination /Subtype /{kind}" if kind else "/Type /Layout"
        with self._marked(f"/Artifact <<{what}>> BDC"):
            yield

    @contextmanager
    def _marked(self, begin: str) -> Iterator[None]:
        if self._open:
            raise RuntimeError("A tag can't be opened inside another's content.")
        self._open = True
        self._canvas._code.append(begin)
        yield
        self._canvas._code.append("EMC")
        self._open = False

    def _must_be_open(self) -> None:
        if not self._open:
            raise RuntimeError("Nothing may be drawn outside a tag or an artifact.")

    def text(self, x: float, baseline: float, pieces: Sequence[Piece], *, size: float, colour: str) -> None:
        """Set `pieces` side by side."""
        self._must_be_open()
        # The operators themselves: ReportLab's text objects keep much that isn't needed, and take three times as long.
        shown = [f"BT 1 0 0 1 {_number(x)} {_number(self._height - baseline)} Tm {_fill(colour)}"]
        document = self._canvas._doc
        for piece in pieces:
            font: Any = getFont(str(piece.face))
            for subset, codes in font.splitString(piece.text, document):
                letters = codes.decode("latin-1").translate(ESCAPED)
                shown.append(f"{font.getSubsetInternalName(subset, document)} {_number(size)} Tf ({letters}) Tj")
        self._canvas._code.append(" ".join([*shown, "ET"]))

    def box(self, box: Box, *, fill: str = "", stroke: str = "") -> None:
        """Draw a rectangle."""
        self._must_be_open()
        if fill:
            self._canvas.setFillColor(HexColor(fill))
        if stroke:
            self._canvas.setStrokeColor(HexColor(stroke))
            self._canvas.setLineWidth(0.6)
        left, bottom, _, _ = self.corners(box)
        self._canvas.rect(left, bottom, round(box.width, 2), round(box.height, 2), fill=bool(fill), stroke=bool(stroke))

    def rule(self, start: Point, end: Point, *, colour: str, thickness: float = 0.5, dots: bool = False) -> None:
        """Draw a line, dotted if asked."""
        self._must_be_open()
        self._canvas.setDash(*((0.5, 2.5) if dots else ()))
        self._canvas.setStrokeColor(HexColor(colour))
        self._canvas.setLineWidth(thickness)
        (x1, y1), (x2, y2) = start, end
        self._canvas.line(*(round(n, 2) for n in (x1, self._height - y1, x2, self._height - y2)))

    def corners(self, box: Box) -> tuple[float, float, float, float]:
        """`box` as the file counts, from the bottom left: left, bottom, right, top."""
        top = self._height - box.y
        return (round(box.x, 2), round(top - box.height, 2), round(box.x + box.width, 2), round(top, 2))

    def link(self, element: Element, area: Box, key: str, words: str) -> None:
        """Make `area` lead to the place called `key`; `words` tell a screen reader where that is."""
        annotation = PDFDictionary(
            {
                "Type": "/Annot",
                "Subtype": "/Link",
                "Rect": PDFArray(self.corners(area)),
                "Border": PDFArray([0, 0, 0]),
                "Contents": PDFString(words),
                "F": 4,
                "Dest": self._canvas._bookmarkReference(key),
            }
        )
        name = f"to-{key}"
        self._canvas._addAnnotation(annotation, name)
        element.kids.append(LinkArea(self.page, name, annotation))

    def bookmark(self, key: str, title: str, level: int, y: float) -> None:
        """Name this place, and list it in the outline at `level` (1 is the highest)."""
        self._canvas.bookmarkHorizontalAbsolute(key, round(self._height - y, 2))
        self._canvas.addOutlineEntry(title, key, level - 1)
        self._canvas.showOutline()

    def turn_page(self) -> None:
        """End this page and begin the next."""
        self._canvas.showPage()
        page: Any = self._canvas._doc.Pages.pages[-1]
        page.__NoDefault__ = [*PDFPage.__NoDefault__, "StructParents", "Tabs"]
        page.StructParents = self.page - 1
        page.Tabs = "/S"
        page.Trans = None
        # ReportLab would write the stream in ASCII85, a quarter longer.
        page.Contents = PDFStream(content=page.stream, filters=[PDFZCompress])
        self.page += 1
        self._marks = 0

    def finish(self) -> bytes:
        """The file, after the last page was turned."""
        document = self._canvas._doc
        document.Catalog.StructTreeRoot = write_tree(self.root, document, self.page - 1)
        document.Catalog.MarkInfo = PDFDictionary({"Marked": "true"})
        self._canvas.save()
        return self._buffer.getvalue()


def _number(value: float) -> str:
    """As the file writes numbers: two decimals at most."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


@cache
def _fill(colour: str) -> str:
    """The operator that fills in that colour."""
    red, green, blue = HexColor(colour).rgb()
    return f"{red:.4f} {green:.4f} {blue:.4f} rg"
