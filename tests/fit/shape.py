"""What a page is built of: each of its elements by what it stands in, without the words in it."""

from html.parser import HTMLParser

VOID = frozenset({"br", "col", "hr", "img", "input", "link", "meta", "wbr"})
"""Elements that nothing stands in."""
TELLING = frozenset({"aria-current", "aria-invalid", "class", "role", "type"})
"""Attributes that look or work otherwise with another value; of others, it matters only whether they are there."""
Kind = tuple[str, ...]
NEAR = 4
"""So much of what an element stands in is told apart: itself, what it stands in, and so on."""


class Shape(HTMLParser):
    """The kinds of elements of a page, each with what it stands in, as far as that is near."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.places: set[tuple[Kind, ...]] = set()
        self._within: list[Kind] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep where it stands."""
        said = sorted(f"{name}={value}" if name in TELLING else name for name, value in attrs)
        place = (*self._within, (tag, *said))
        self.places.add(place[-NEAR:])
        if tag not in VOID:
            self._within.append(place[-1])

    def handle_endtag(self, tag: str) -> None:
        """Leave it, and what was left open in it."""
        if any(kind[0] == tag for kind in self._within):
            while self._within.pop()[0] != tag:
                pass
