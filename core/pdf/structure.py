"""The structure tree: what each part of the page is, in reading order, for those who don't see the page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from reportlab.pdfbase.pdfdoc import PDFDictionary, PDFDocument, PDFObject, PDFObjectReference, PDFString

Attribute = str | int | float | tuple[float, ...]


class Mark(NamedTuple):
    """A stretch of one page's content, by the number that it carries there."""

    page: int
    number: int


class LinkArea(NamedTuple):
    """A place on a page that can be followed: its annotation, and the name the document knows that by."""

    page: int
    name: str
    annotation: PDFDictionary


@dataclass(eq=False)
class Element:
    """One element of the tree. It takes its place when it is first drawn, and keeps it over any number of pages.

    `within` is the element that it belongs to, if that isn't the document itself.
    """

    tag: str
    within: Element | None = None
    alt: str = ""
    attributes: dict[str, Attribute] = field(default_factory=dict)
    kids: list[Element | Mark | LinkArea] = field(default_factory=list)
    parent: Element | None = None

    def place(self, root: Element) -> None:
        """Take the next place under `within`, or under `root`, unless it has one."""
        if self.parent is None and self is not root:
            self.parent = self.within or root
            self.parent.place(root)
            self.parent.kids.append(self)


class Written(PDFObject):
    """An object of the file in its own words: of a report there are ten thousand, which ReportLab formats slowly."""

    def __init__(self) -> None:
        self.words = b""

    def format(self, _document: PDFDocument) -> bytes:
        """What stands in the file."""
        return self.words


def write_tree(root: Element, document: PDFDocument, pages: int) -> PDFObjectReference:
    """Add the tree under `root` to the document, with the index from marks and links back to elements."""
    writer = _Writer(document, pages)
    tree, index = Written(), Written()
    reference = writer.add(tree, "StructTreeRoot")
    whole = writer.write(root, reference)
    index.words = f"<< /Nums {writer.owners()} >>".encode()
    parents, following = writer.add(index, "ParentTree"), pages + len(writer.links)
    words = f"/Type /StructTreeRoot /K {whole} /ParentTree {parents} /ParentTreeNextKey {following}"
    tree.words = f"<< {words} >>".encode()
    return PDFObjectReference("StructTreeRoot")


class _Writer:
    """Turns elements into objects of the file, and remembers which of them owns which mark and link."""

    def __init__(self, document: PDFDocument, pages: int) -> None:
        self.document: Any = document
        self.count = 0
        self.pages = [self._pointer(f"Page{number + 1}") for number in range(pages)]  # the names are ReportLab's
        self.marks: list[dict[int, str]] = [{} for _ in range(pages)]
        self.links: list[str] = []

    def add(self, written: Written, name: str) -> str:
        """Make it one of the file's objects; the answer points to it."""
        self.document.Reference(written, name)
        return self._pointer(name)

    def owners(self) -> str:
        """The index: each page's key with its marks' owners in order, then each link's key with its owner."""
        pages = [f"[{' '.join(marks[number] for number in sorted(marks))}]" for marks in self.marks]
        return f"[{' '.join(f'{key} {owner}' for key, owner in enumerate([*pages, *self.links]))}]"

    def write(self, element: Element, parent: str) -> str:
        """Add `element` and all below it; the answer points to it."""
        home = next((kid.page for kid in element.kids if not isinstance(kid, Element)), None)
        written = Written()
        pointer = self.add(written, f"Element{self.count}")
        self.count += 1
        entries = [f"/Type /StructElem /S /{element.tag} /P {parent}"]
        if home is not None:
            entries.append(f"/Pg {self.pages[home - 1]}")
        if element.attributes:
            named = " ".join(f"/{key} {_value(value)}" for key, value in element.attributes.items())
            entries.append(f"/A << {named} >>")
        kids = [self._kid(kid, pointer, home) for kid in element.kids]
        if kids:
            entries.append(f"/K [{' '.join(kids)}]" if len(kids) > 1 else f"/K {kids[0]}")
        alt = b"/Alt " + PDFString(element.alt).format(self.document) + b" " if element.alt else b""
        written.words = f"<< {' '.join(entries)} ".encode() + alt + b">>"
        return pointer

    def _kid(self, kid: Element | Mark | LinkArea, owner: str, home: int | None) -> str:
        if isinstance(kid, Element):
            return self.write(kid, owner)
        page = self.pages[kid.page - 1]
        if isinstance(kid, LinkArea):
            kid.annotation["StructParent"] = len(self.marks) + len(self.links)
            self.links.append(owner)
            area = self._pointer(self.document.refAnnotation(kid.name).name)
            return f"<< /Type /OBJR /Obj {area} /Pg {page} >>"
        self.marks[kid.page - 1][kid.number] = owner
        return str(kid.number) if kid.page == home else f"<< /Type /MCR /Pg {page} /MCID {kid.number} >>"

    def _pointer(self, name: str) -> str:
        """How other objects point to the one of that name."""
        number, version = self.document.idToObjectNumberAndVersion[name]
        return f"{number} {version} R"


def _value(value: Attribute) -> str:
    if isinstance(value, tuple):
        return f"[{' '.join(f'{each:.2f}' for each in value)}]"
    return f"/{value}" if isinstance(value, str) else str(value)
