"""The sheet that people sign when they come, as a PDF to print; what it says is marked on the register afterwards."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings

from core.pdf.columns import Column
from core.pdf.document import Document
from core.words import clock, day
from events.marks import Line
from events.models import Event, EventDate

SPARE = 6
"""Empty lines, for those who come without a booking."""
ROW_HEIGHT = 26


def draw(event: Event, on: EventDate | None, lines: Sequence[Line], *, at: datetime) -> bytes:
    """The sheet of the event, or of one of its dates: everybody expected with their agency, and room to sign."""
    occasion = on or event
    when = f"{day(on.held_on if on else event.starts_on)}, {clock(occasion.starts_time)} to {clock(occasion.ends_time)}"
    document = Document(
        title=f"Sign-in sheet: {event.name}",
        fonts=settings.FONTS_DIR,
        at=at,
        running_head=event.name,
        footer=when,
    )
    document.heading(1, f"Sign-in sheet: {event.name}")
    document.paragraph(f"{when}{f', {event.venue.name}' if event.venue else ''}", style="lead")
    document.paragraph(
        "Please sign beside your name. If you are not on the list, write your name, your agency and your e-mail address"
        " on an empty line."
    )
    expected = [(line.booking.person.name, line.booking.agency.name, "") for line in lines]
    document.table(
        caption=f"{len(expected):,} expected" if expected else "Nobody has booked",
        columns=[Column("Name"), Column("Agency"), Column("Signature", width=0.36)],
        rows=[*expected, *[("", "", "")] * SPARE],
        row_height=ROW_HEIGHT,
    )
    return document.render()
