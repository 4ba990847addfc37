"""The table of contents: headings with their pages, each a link."""

from __future__ import annotations

from core.pdf.blocks import Block, Heading, draw_lines
from core.pdf.lines import Typesetter
from core.pdf.pen import Box, Pen
from core.pdf.structure import Element

NUMBER_WIDTH = 34.0


class ContentsEntry(Block):
    """One heading and the page on which it stands, which is known by the time that this is drawn."""

    def __init__(self, heading: Heading, typesetter: Typesetter, owner: Element) -> None:
        self.heading, self.typesetter = heading, typesetter
        self.style = typesetter.look.style(f"contents {heading.level}")
        self.width = typesetter.look.width - self.style.indent
        self.element = Element("Link", within=Element("Reference", within=Element("TOCI", within=owner)))
        self.lines = typesetter.lines([heading.title], self.style, self.width - NUMBER_WIDTH)
        self.height = self.least = len(self.lines) * self.style.leading
        self.before, self.after = self.style.before, self.style.after

    def draw(self, pen: Pen, x: float, y: float) -> None:
        """Draw title and number as one link, and the dots between them."""
        x += self.style.indent
        last = y + self.height - self.style.leading
        number = self.typesetter.line(str(self.heading.page), self.style)
        right = x + self.width - number.width
        with pen.tagged(self.element):
            draw_lines(pen, self.lines, Box(x, y, self.width, 0), self.style)
            draw_lines(pen, [number], Box(right, last, number.width, 0), self.style)
        with pen.artifact():
            start, height = x + self.lines[-1].width + 8, last + self.style.drop
            pen.rule((start, height), (right - 8, height), colour=self.typesetter.look.theme.rule, dots=True)
        words = f"{self.heading.title}, page {self.heading.page}"
        pen.link(self.element, Box(x, y, self.width, self.height), self.heading.key, words)
