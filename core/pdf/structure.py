"""The structure tree: what each part of the page is, in reading order, for those who don't see the page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFDocument, PDFObjectReference, PDFString

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


def page_reference(page: int) -> PDFObjectReference:
    """The page as other objects point to it: the name is ReportLab's."""
    return PDFObjectReference(f"Page{page}")


def write_tree(root: Element, document: PDFDocument, pages: int) -> PDFObjectReference:
    """Add the tree under `root` to the document, with the index from marks and links back to elements."""
    writer = _Writer(document, pages)
    tree = PDFDictionary({"Type": "/StructTreeRoot"})
    reference = _add(document, tree, "StructTreeRoot")
    tree["K"] = writer.write(root, reference)
    tree["ParentTree"] = _add(document, PDFDictionary({"Nums": PDFArray(writer.owners())}), "ParentTree")
    tree["ParentTreeNextKey"] = pages + len(writer.links)
    return reference


class _Writer:
    """Turns elements into objects of the file, and remembers which of them owns which mark and link."""

    def __init__(self, document: PDFDocument, pages: int) -> None:
        self.document = document
        self.count = 0
        self.marks: list[dict[int, PDFObjectReference]] = [{} for _ in range(pages)]
        self.links: list[PDFObjectReference] = []

    def owners(self) -> list[object]:
        """The index: each page's key with its marks' owners in order, then each link's key with its owner."""
        pages: list[object] = [PDFArray([marks[number] for number in sorted(marks)]) for marks in self.marks]
        return [entry for pair in enumerate([*pages, *self.links]) for entry in pair]

    def write(self, element: Element, parent: PDFObjectReference) -> PDFObjectReference:
        """Add `element` and all below it; the answer points to it."""
        home = next((kid.page for kid in element.kids if not isinstance(kid, Element)), None)
        entries: dict[str, object] = {"Type": "/StructElem", "S": f"/{element.tag}", "P": parent}
        if home is not None:
            entries["Pg"] = page_reference(home)
        if element.alt:
            entries["Alt"] = PDFString(element.alt)
        if element.attributes:
            entries["A"] = PDFDictionary({key: _value(value) for key, value in element.attributes.items()})
        dictionary = PDFDictionary(entries)
        reference = _add(self.document, dictionary, f"Element{self.count}")
        self.count += 1
        kids = [self._kid(kid, reference, home) for kid in element.kids]
        if kids:
            dictionary["K"] = PDFArray(kids) if len(kids) > 1 else kids[0]
        return reference

    def _kid(self, kid: Element | Mark | LinkArea, owner: PDFObjectReference, home: int | None) -> object:
        if isinstance(kid, Element):
            return self.write(kid, owner)
        page = page_reference(kid.page)
        if isinstance(kid, LinkArea):
            kid.annotation["StructParent"] = len(self.marks) + len(self.links)
            self.links.append(owner)
            return PDFDictionary({"Type": "/OBJR", "Obj": self.document.refAnnotation(kid.name), "Pg": page})
        self.marks[kid.page - 1][kid.number] = owner
        if kid.page == home:
            return kid.number
        return PDFDictionary({"Type": "/MCR", "Pg": page, "MCID": kid.number})


def _add(document: PDFDocument, dictionary: PDFDictionary, name: str) -> PDFObjectReference:
    document.Reference(dictionary, name)  # type: ignore[no-untyped-call]
    return PDFObjectReference(name)


def _value(value: Attribute) -> object:
    if isinstance(value, tuple):
        return PDFArray(value)
    return f"/{value}" if isinstance(value, str) else value
