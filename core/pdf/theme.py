"""How a document looks: paper, colours and the scale of its type."""

from dataclasses import dataclass, field, replace
from functools import cache
from typing import Literal

from core.pdf.fonts import Face

Align = Literal["left", "right", "centre"]

MILLIMETRE = 72 / 25.4
A4 = (210 * MILLIMETRE, 297 * MILLIMETRE)


@dataclass(frozen=True)
class Theme:
    """A board's own colours. Words keep a contrast of 4.5 to 1 on white and on the tint; bars differ in greys too."""

    accent: str = "#0b5d5e"
    text: str = "#0b0c0c"
    muted: str = "#505a5f"
    rule: str = "#b1b4b6"
    tint: str = "#eff5f5"
    pale: str = "#a9cbca"


@dataclass(frozen=True)
class Style:
    """One kind of text: its type, its place between the margins and the white above and below it."""

    size: float
    leading: float
    colour: str
    face: Face = Face.REGULAR
    align: Align = "left"
    before: float = 0
    after: float = 0
    indent: float = 0
    pad: float = 0
    fill: str = ""
    bar: str = ""
    keeps_next: bool = False

    @property
    def drop(self) -> float:
        """From the top of a line to the baseline on which its letters stand."""
        return self.leading / 2 + self.size * 0.36


@dataclass(frozen=True)
class Look:
    """A theme on paper: the page, the white round the text, and every style by name."""

    theme: Theme = field(default_factory=Theme)
    landscape: bool = False
    side: float = 62
    top: float = 78
    bottom: float = 70

    @property
    def paper(self) -> tuple[float, float]:
        """Width and height of the page, in points."""
        return (A4[1], A4[0]) if self.landscape else A4

    @property
    def width(self) -> float:
        """Width between the margins."""
        return self.paper[0] - 2 * self.side

    @property
    def room(self) -> float:
        """Height between the margins."""
        return self.paper[1] - self.top - self.bottom

    def style(self, name: str) -> Style:
        """The style called `name`."""
        return _styles(self.theme)[name]


@cache
def _styles(theme: Theme) -> dict[str, Style]:
    body = Style(10, 14.5, theme.text, after=9)
    heading = replace(body, face=Face.BOLD, keeps_next=True)
    cell = Style(9, 12.5, theme.text)
    contents = Style(9, 12, theme.text)
    return {
        "body": body,
        "lead": replace(body, size=12.5, leading=18, after=13),
        "small": replace(body, size=8.5, leading=12, colour=theme.muted, after=8),
        "note": replace(body, pad=9, fill=theme.tint, bar=theme.accent, before=5, after=13),
        "quote": replace(body, face=Face.OBLIQUE, pad=3, bar=theme.rule, before=4, after=11),
        "quote source": replace(body, size=8.5, leading=12, colour=theme.muted, indent=12, after=12),
        "bullet": replace(body, indent=16, after=4),
        "h1": replace(heading, size=20, leading=26, colour=theme.accent, before=30, after=12),
        "h2": replace(heading, size=14, leading=19, before=22, after=7),
        "h3": replace(heading, size=11, leading=15, before=15, after=4),
        "centred": replace(body, align="centre"),
        "centred lead": replace(body, align="centre", size=12, leading=17, after=9),
        "centred large": replace(body, align="centre", size=18, leading=24, face=Face.BOLD, after=12),
        "caption": replace(heading, size=9.5, leading=13, before=14, after=6),
        "continued": Style(8, 11, theme.muted, after=4),
        "cell": cell,
        "cell strong": replace(cell, face=Face.BOLD),
        "fine": replace(cell, size=8, leading=11),
        "fine strong": replace(cell, size=8, leading=11, face=Face.BOLD),
        "figure": Style(22, 28, theme.accent, face=Face.BOLD),
        "figure label": replace(cell, colour=theme.muted),
        "axis": Style(8, 11, theme.muted),
        "value": Style(8, 11, theme.text),
        "contents 1": replace(contents, face=Face.BOLD, before=3.5),
        "contents 2": replace(contents, indent=14),
        "contents 3": replace(contents, indent=28, colour=theme.muted),
        "cover title": Style(30, 38, theme.accent, face=Face.BOLD, after=14),
        "cover subtitle": Style(16, 23, theme.text, after=26),
        "cover line": Style(10.5, 16, theme.muted, after=2),
        "furniture": Style(8, 10, theme.muted),
    }
