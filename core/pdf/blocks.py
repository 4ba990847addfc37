"""The parts that a document is made of: each knows its height, where it may be split, and how to draw itself."""

from __future__ import annotations

import copy
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import replace

from core.pdf.lines import Line, Typesetter
from core.pdf.pen import Box, Pen
from core.pdf.structure import Element
from core.pdf.theme import Style

BULLET = "•"
BAR = 3.0
BESIDE_BAR = 12.0


# What a block was split into: a part that fits and the rest, or nothing.
Parts = tuple[()] | tuple["Block", "Block"]


class Block(ABC):
    """Something as wide as the page's text, that stands below what came before it.

    `least` is the height of the smallest beginning worth putting at a page's foot; `before` and `after` is the white
    round it, of which the greater counts between two blocks.
    """

    height: float = 0
    least: float = 0
    before: float = 0
    after: float = 0
    keeps_next: bool = False

    @abstractmethod
    def draw(self, pen: Pen, x: float, y: float) -> None:
        """Draw it with its top left corner at x, y."""

    def split(self, room: float, *, force: bool) -> Parts:
        """A part at most `room` high and the rest; nothing if it can't be split well there, unless by `force`."""
        return ()


class Space(Block):
    """White."""

    def __init__(self, height: float) -> None:
        self.height = self.least = height

    def draw(self, pen: Pen, x: float, y: float) -> None:
        """Nothing to draw."""


class PageBreak(Space):
    """What follows begins a page, unless no more than the share `unless` (0 to 1) of this one is taken."""

    def __init__(self, *, unless: float = 0) -> None:
        super().__init__(0)
        self.unless = unless


class Rule(Block):
    """A short thick line, as decoration."""

    def __init__(self, length: float, colour: str) -> None:
        self.length, self.colour = length, colour
        self.height = self.least = 4
        self.before = self.after = 10

    def draw(self, pen: Pen, x: float, y: float) -> None:
        """Draw it as an artifact."""
        with pen.artifact():
            pen.box(Box(x, y, self.length, self.height), fill=self.colour)


def draw_lines(pen: Pen, lines: Sequence[Line], box: Box, style: Style) -> None:
    """Set `lines` into `box` from its top. Each ends in a space, so that a reader keeps words apart."""
    for number, line in enumerate(lines):
        spare = box.width - line.width
        x = box.x + {"left": 0, "right": spare, "centre": spare / 2}[style.align]
        pieces = list(line.pieces)
        if line.whole:
            pieces[-1] = pieces[-1]._replace(text=pieces[-1].text + " ")
        pen.text(x, box.y + number * style.leading + style.drop, pieces, size=style.size, colour=style.colour)


class Text(Block):
    """Words in one style under one element, which all its parts share when it is split."""

    def __init__(self, parts: Sequence[str], style: Style, typesetter: Typesetter, element: Element) -> None:
        self.style, self.element = style, element
        self.before, self.after, self.keeps_next = style.before, style.after, style.keeps_next
        self.width = typesetter.look.width - style.indent
        self.left = BESIDE_BAR if style.bar else style.pad
        self._take(typesetter.lines(parts, style, self.width - self.left - style.pad))

    def _take(self, lines: list[Line]) -> None:
        self.lines = lines
        self.height = len(lines) * self.style.leading + 2 * self.style.pad
        self.least = self.height if len(lines) <= 3 else 2 * self.style.leading + 2 * self.style.pad

    def split(self, room: float, *, force: bool) -> Parts:
        """No single line alone at the foot or the head of a page, unless forced."""
        fit = int((room - 2 * self.style.pad + 0.01) // self.style.leading)
        fit = min(max(fit, 1), len(self.lines) - 1) if force else min(fit, len(self.lines) - 2)
        if fit < (1 if force else 2):
            return ()
        first, rest = copy.copy(self), copy.copy(self)
        first._take(self.lines[:fit])
        rest._take(self.lines[fit:])
        return first, rest

    def draw(self, pen: Pen, x: float, y: float) -> None:
        """Draw the ground on which the words stand, if any, and the words."""
        x += self.style.indent
        if self.style.fill or self.style.bar:
            with pen.artifact():
                self._draw_ground(pen, Box(x, y, self.width, self.height))
        with pen.tagged(self.element):
            inside = Box(x + self.left, y + self.style.pad, self.width - self.left - self.style.pad, self.height)
            draw_lines(pen, self.lines, inside, self.style)

    def _draw_ground(self, pen: Pen, box: Box) -> None:
        if self.style.fill:
            pen.box(box, fill=self.style.fill)
        if self.style.bar:
            pen.box(box._replace(width=BAR), fill=self.style.bar)


class Heading(Text):
    """A heading: never left alone at a page's foot, listed in the outline and the contents."""

    def __init__(self, level: int, title: str, key: str, typesetter: Typesetter, *, centred: bool = False) -> None:
        style = typesetter.look.style(f"h{level}")
        style = replace(style, align="centre") if centred else style
        super().__init__([title], style, typesetter, Element(f"H{level}"))
        self.level, self.title, self.key = level, title, key
        self.page = 0
        self.least = self.height

    def draw(self, pen: Pen, x: float, y: float) -> None:
        """Draw it, and make its place known."""
        pen.bookmark(self.key, self.title, self.level, y)
        super().draw(pen, x, y)


class ListItem(Text):
    """One item of a list, with its bullet."""

    def __init__(self, parts: Sequence[str], typesetter: Typesetter, owner: Element) -> None:
        style = typesetter.look.style("bullet")
        item = Element("LI", within=owner)
        self.label = Element("Lbl", within=item)
        self.bullet = typesetter.line(BULLET, style)
        super().__init__(parts, style, typesetter, Element("LBody", within=item))

    def draw(self, pen: Pen, x: float, y: float) -> None:
        """Draw the bullet, unless this is a later part, and the words."""
        if self.label.parent is None:
            with pen.tagged(self.label):
                draw_lines(pen, [self.bullet], Box(x + 3, y, 0, 0), self.style)
        super().draw(pen, x, y)


class KeyFigures(Block):
    """A row of figures, each large over a few words; `abreast` says for how many there is room."""

    gap = 18.0

    def __init__(
        self, figures: Sequence[tuple[str, str]], abreast: int, typesetter: Typesetter, owner: Element
    ) -> None:
        look = typesetter.look
        self.column = (look.width - self.gap * (abreast - 1)) / abreast
        self.large, self.small = look.style("figure"), look.style("figure label")
        widest = max(typesetter.width(figure, self.large) for figure, _ in figures)
        self.large = replace(self.large, size=self.large.size * min(1, self.column / widest if widest else 1))
        self.bodies = [Element("LBody", within=Element("LI", within=owner)) for _ in figures]
        self.figures = [typesetter.line(figure, self.large) for figure, _ in figures]
        self.labels = [typesetter.lines([label], self.small, self.column) for _, label in figures]
        self.height = self.least = 8 + self.large.leading + max(map(len, self.labels)) * self.small.leading
        self.before, self.after = 6, 16

    def draw(self, pen: Pen, x: float, y: float) -> None:
        """Draw a rule over each, then the figures with their words."""
        lefts = [x + number * (self.column + self.gap) for number in range(len(self.bodies))]
        with pen.artifact():
            for left in lefts:
                pen.box(Box(left, y, self.column, 2), fill=self.large.colour)
        for left, body, figure, label in zip(lefts, self.bodies, self.figures, self.labels, strict=True):
            with pen.tagged(body):
                draw_lines(pen, [figure], Box(left, y + 8, self.column, 0), self.large)
                draw_lines(pen, label, Box(left, y + 8 + self.large.leading, self.column, 0), self.small)
