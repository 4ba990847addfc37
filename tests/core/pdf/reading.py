"""Reading a PDF back as a screen reader would: its structure tree, and the text of every element."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pikepdf

PAINTING = {"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Do", "Tj", "TJ", "'", '"'}


@dataclass
class Stretch:
    """What one page draws between BDC and EMC; without a number it is an artifact."""

    page: int
    number: int | None
    kind: str
    text: str = ""
    rectangles: list[tuple[float, float, float, float]] = field(default_factory=list)


@dataclass
class Node:
    """An element of the structure tree, with the marks that it owns itself."""

    tag: str
    entry: Any
    marks: list[tuple[int, int]]
    kids: list["Node"]
    links: list[Any]

    def walk(self) -> Iterator["Node"]:
        """This element and all below it, in reading order."""
        yield self
        for kid in self.kids:
            yield from kid.walk()

    def scope(self) -> str:
        """What a header cell is the header of."""
        return str(self.entry.A.Scope)[1:] if "/A" in self.entry else ""


class Reading:
    """A PDF opened for looking into."""

    def __init__(self, data: bytes) -> None:
        self.pdf = pikepdf.open(BytesIO(data))
        self.root: Any = self.pdf.Root
        self.stretches: list[Stretch] = []
        self.loose: list[str] = []
        for number, page in enumerate(self.pdf.pages):
            self._read_page(number, page)
        self.texts = {(one.page, one.number): one.text for one in self.stretches if one.number is not None}
        self._pages = {page.obj.objgen: number for number, page in enumerate(self.pdf.pages)}
        self.tree = self._node(self.root.StructTreeRoot.K)

    def artifacts(self, page: int) -> str:
        """The words on a page that no element owns."""
        return " ".join(one.text for one in self.stretches if one.page == page and one.number is None)

    def nodes(self, *tags: str) -> list[Node]:
        """All elements with one of `tags`, in reading order."""
        return [node for node in self.tree.walk() if node.tag in tags]

    def text(self, node: Node) -> str:
        """What an element and all below it say, with single spaces."""
        own = "".join(self.texts[mark] for part in node.walk() for mark in part.marks)
        return re.sub(r"\s+", " ", own).strip()

    def pages_of(self, node: Node) -> list[int]:
        """The pages on which an element's own content stands, from 0."""
        return sorted({page for page, _ in node.marks})

    def _node(self, entry: Any) -> Node:
        kids = entry.get("/K", pikepdf.Array())
        node = Node(str(entry.S)[1:], entry, [], [], [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, int):
                node.marks.append((self._pages[entry.Pg.objgen], kid))
            elif kid.get("/Type") == "/MCR":
                node.marks.append((self._pages[kid.Pg.objgen], int(kid.MCID)))
            elif kid.get("/Type") == "/OBJR":
                node.links.append(kid.Obj)
            else:
                node.kids.append(self._node(kid))
        return node

    def _read_page(self, number: int, page: pikepdf.Page) -> None:
        fonts = {name: _to_unicode(font) for name, font in page.Resources.Font.items()}
        stretch: Stretch | None = None
        font: dict[int, str] = {}
        for instruction in pikepdf.parse_content_stream(page):
            operands: list[Any] = list(instruction.operands)
            operator = str(instruction.operator)
            if operator == "BDC":
                assert stretch is None, "marked content inside marked content"
                properties = operands[1]
                mark = int(properties.MCID) if "/MCID" in properties else None
                stretch = Stretch(number, mark, str(operands[0])[1:])
                self.stretches.append(stretch)
            elif operator == "EMC":
                stretch = None
            elif operator == "Tf":
                font = fonts[str(operands[0])]
            elif operator in PAINTING and stretch is None:
                self.loose.append(operator)
            elif operator == "Tj" and stretch:
                stretch.text += "".join(font[code] for code in bytes(operands[0]))
            elif operator == "re" and stretch:
                stretch.rectangles.append(tuple(float(operand) for operand in operands))  # type: ignore[arg-type]


def _to_unicode(font: Any) -> dict[int, str]:
    pairs = re.findall(rb"<([0-9A-F]{2})> <([0-9a-f]+)>\n", font.ToUnicode.read_bytes())
    return {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for code, text in pairs}


def owners(reading: Reading) -> dict[tuple[int, int], list[Node]]:
    """Which elements claim each mark."""
    claims: dict[tuple[int, int], list[Node]] = defaultdict(list)
    for node in reading.tree.walk():
        for mark in node.marks:
            claims[mark].append(node)
    return claims
