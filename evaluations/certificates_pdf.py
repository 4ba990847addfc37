"""Certificates as a PDF, a page each."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from core.pdf.document import Document
from core.words import day, days
from evaluations.models import Certificate
from events.models import LONDON


def draw(certificates: Iterable[Certificate], *, at: datetime) -> bytes:
    """One file of those certificates, tagged and titled; nobody else's name is on anybody's page."""
    document = Document(
        title="Certificates of attendance", author=_board(), fonts=settings.FONTS_DIR, at=at, landscape=True
    )
    document.bands()
    for number, certificate in enumerate(certificates):
        if number:
            document.page_break()
        _draw_one(document, certificate)
    return document.render()


def _draw_one(document: Document, certificate: Certificate) -> None:
    booking = certificate.booking
    event = booking.event
    document.space(40)
    document.heading(1, "Certificate of attendance", centred=True)
    document.space(12)
    document.paragraph("This is to say that", style="centred lead")
    document.paragraph(booking.person.name, style="centred large")
    document.paragraph("attended" if booking.attendance == "attended" else "attended a part of", style="centred lead")
    document.paragraph(event.name, style="centred large")
    document.paragraph(f"on {days(event.days)}", style="centred lead")
    if hours := event.course.hours:
        document.paragraph(f"{hours.normalize():f} hours of multi-agency training", style="centred lead")
    document.space(12)
    document.paragraph(f"{_board()}, {day(certificate.issued_at.astimezone(LONDON).date())}", style="centred lead")
    page = f"{settings.SITE_URL}{reverse('certificates')}"
    document.paragraph(f"Anybody can check this certificate at {page} by its code, {certificate}.", style="centred")


def _board() -> str:
    return str(settings.BOARD_NAME)[:1].upper() + str(settings.BOARD_NAME)[1:]
