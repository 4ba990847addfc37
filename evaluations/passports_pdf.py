"""The training passport as a PDF, to print or to hand to an employer."""

from datetime import datetime
from decimal import Decimal

from django.conf import settings
from django.urls import reverse

from core.pdf.columns import Column
from core.pdf.document import Document
from core.words import count_noun, day, days, figure, short_day
from evaluations.passports import Passport, Sum
from events.models import LONDON


def draw(passport: Passport, *, at: datetime) -> bytes:
    """One file: who it is, what is to be refreshed, all that they attended with certificates, and the hours of it."""
    person, today = passport.person, at.astimezone(LONDON).date()
    title = f"Training passport of {person.name}"
    document = Document(title=title, fonts=settings.FONTS_DIR, at=at, running_head=title, footer=day(today))
    document.heading(1, title)
    document.paragraph(f"{person.agency}, as on record on {day(today)}", style="lead")
    if passport.lines:
        document.paragraph(
            f"Attended or completed {count_noun(len(passport.lines), 'time')}, {_hours(passport.hours)} hours in all."
        )
    _refreshers(document, passport)
    _lines(document, passport)
    _sums(document, "Hours by level", "Level", passport.by_level)
    _sums(document, "Hours by reporting year (April to March)", "Year", passport.by_year)
    page = f"{settings.SITE_URL}{reverse('certificates')}"
    document.note(f"Hours are those of the course. Anybody can check a certificate by its code at {page}.")
    return document.render()


def _refreshers(document: Document, passport: Passport) -> None:
    document.table(
        caption="To be refreshed",
        columns=[Column("Course"), Column("Last attended"), Column("Refresh by"), Column("Standing")],
        rows=[
            (str(each.course), short_day(each.last_on), short_day(each.by), each.standing.label)
            for each in passport.refreshers
        ],
        empty="Nothing is to be refreshed.",
    )


def _lines(document: Document, passport: Passport) -> None:
    document.table(
        caption="Attended and completed",
        columns=[
            Column("Course", width=0.3),
            Column("When"),
            Column("Level"),
            Column("Hours", "right"),
            Column("Record"),
            Column("Certificate"),
        ],
        rows=[
            (
                line.name,
                days(line.days),
                str(line.course.level or ""),
                _hours(line.hours),
                line.how,
                str(line.certificate or ""),
            )
            for line in passport.lines
        ],
        empty="Nothing is on record yet.",
    )


def _sums(document: Document, caption: str, heading: str, sums: list[Sum]) -> None:
    columns = [Column(heading), Column("Times", "right"), Column("Hours", "right")]
    rows = [(each.name, each.times, _hours(each.hours)) for each in sums]
    if rows:
        document.table(caption=caption, columns=columns, rows=rows)


def _hours(hours: Decimal | None) -> str:
    return "" if hours is None else figure(hours)
