"""What every page repeats: running head, footer and page number; and the bands on a cover or a certificate."""

from __future__ import annotations

from core.pdf.blocks import draw_lines
from core.pdf.lines import Typesetter
from core.pdf.pen import Box, Pen


class Furniture:
    """Draws it round the text, as artifacts that readers skip."""

    def __init__(self, running_head: str, footer: str, typesetter: Typesetter) -> None:
        self.running_head, self.footer, self.typesetter = running_head, footer, typesetter
        self.look = typesetter.look
        # The number of pages from the first that have the coloured bands instead.
        self.banded = 0

    def draw(self, pen: Pen, pages: int) -> None:
        """Draw the furniture of the page at hand, of `pages`."""
        if pen.page <= self.banded:
            self._draw_bands(pen)
            return
        if self.running_head:
            with pen.artifact("Header"):
                self._words(pen, self.running_head, 38)
                self._rule(pen, 54)
        foot = self.look.paper[1] - 44
        with pen.artifact("Footer"):
            self._rule(pen, foot - 7)
            self._words(pen, self.footer, foot)
            self._words(pen, f"Page {pen.page} of {pages}", foot, right=True)

    def _draw_bands(self, pen: Pen) -> None:
        width, height = self.look.paper
        with pen.artifact():
            pen.box(Box(0, 0, width, 26), fill=self.look.theme.accent)
            pen.box(Box(0, height - 10, width, 10), fill=self.look.theme.accent)

    def _rule(self, pen: Pen, y: float) -> None:
        pen.rule((self.look.side, y), (self.look.side + self.look.width, y), colour=self.look.theme.rule)

    def _words(self, pen: Pen, text: str, y: float, *, right: bool = False) -> None:
        """As much of `text` as one line holds."""
        style = self.look.style("furniture")
        for line in self.typesetter.lines([text], style, self.look.width - 90)[:1]:
            left = self.look.side + (self.look.width - line.width if right else 0)
            draw_lines(pen, [line], Box(left, y, line.width, 0), style)
