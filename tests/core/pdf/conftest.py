"""What the tests of the PDF toolkit share: the fonts, a date, and a document with everything in it."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings

from core.pdf import Column, Document, Series, Strong
from core.pdf.fonts import Fonts
from core.pdf.lines import Typesetter
from core.pdf.theme import Look
from tests.core.pdf.reading import Reading

AT = datetime(2014, 7, 1, 9, 30, tzinfo=UTC)
FOX = "The quick brown fox jumps over the lazy dog. " * 120
EVENTS: list[list[str | int | None]] = [
    [f"{number % 28 + 1} May 2013", f"Working together, part {number}", 20 + number] for number in range(90)
]


@pytest.fixture(scope="session")
def fonts() -> Path:
    """The folder into which `make install` puts the fonts; without them a document says so."""
    return Path(settings.FONTS_DIR)


@pytest.fixture
def typesetter(fonts: Path) -> Typesetter:
    return Typesetter(Fonts(fonts), Look())


@pytest.fixture(scope="session")
def make(fonts: Path) -> Callable[..., Document]:
    """A document with the fonts and the date filled in."""

    def document(at: datetime = AT, title: str = "Training report 2013–14", running_head: str = "") -> Document:
        return Document(title=title, fonts=fonts, at=at, running_head=running_head, footer="Safeguarding Board")

    return document


def fill(document: Document) -> Document:
    """Everything that a document may hold, with a table over three pages and a paragraph over two."""
    document.cover("Training and groups", "What we offered in 2013–14", lines=["Łódź & Sons", "1 July 2014"])
    document.contents()
    document.heading(1, "The year in brief")
    document.paragraph("What the year was like.", style="lead")
    document.key_figures(
        [(1764, "people came"), ("87%", "of places were taken"), ("£18.40", "a place"), (42, "events")]
    )
    document.paragraph("Of the ", Strong("764 who came"), ", most came from schools.")
    document.note(Strong("How to read this. "), "Figures under five are not shown.")
    document.heading(2, "What we learned")
    document.bullets(["More came.", ["Late cancellations ", Strong("fell"), "."], "Groups were full."])
    document.paragraph(FOX)
    document.heading(2, "Who came")
    document.table(
        caption="Table 1. Attendance by agency",
        columns=[Column("Agency"), Column("Attended", align="right"), Column("Year before", align="right")],
        rows=[["Schools", 1764, 702], ["Police", 61, None], ["All", 1825, 702]],
        total_row=True,
    )
    document.bar_chart(
        "Figure 1. Attendance by agency",
        alt="Schools lead with 1,764 people, after 702 the year before.",
        labels=["Schools", "Police"],
        series=[Series("2013–14", [1764, 61]), Series("2012–13", [702, None])],
    )
    document.heading(3, "What people said")
    document.quote("I now ask the child first.\nAnd I write it down.", source="Teacher")
    document.heading(1, "All events")
    columns = [Column("Date"), Column("Event"), Column("Booked", align="right")]
    document.table(caption="Table 2. Every event", columns=columns, rows=EVENTS)
    return document


@pytest.fixture(scope="session")
def everything(make: Callable[..., Document]) -> bytes:
    return fill(make(running_head="Training 2013–14")).render()


@pytest.fixture(scope="session")
def reading(everything: bytes) -> Reading:
    return Reading(everything)
