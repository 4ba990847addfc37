"""Lists of certificates, and of those who lack one."""

from __future__ import annotations

import django_tables2 as tables
from django.urls import reverse
from django.utils.safestring import SafeString

from core.tables import HouseTable, link
from evaluations.certificates import NotEarned, NotYet
from evaluations.models import Certificate
from events.models import Booking


class CertificatesTable(HouseTable):
    """One line a certificate, which its code leads to."""

    caption = "Certificates"
    row_header = "person"

    person = tables.Column(
        accessor="booking__person__name", order_by=("booking__person__last_name", "booking__person__first_name")
    )
    agency = tables.Column(accessor="booking__agency")
    event = tables.Column(accessor="booking__event", order_by="booking__event__course__title")
    on = tables.DateColumn(accessor="booking__event__ends_on", verbose_name="On", format="j M Y")
    code = tables.Column(verbose_name="Certificate", orderable=False)

    class Meta(HouseTable.Meta):
        empty_text = "There is no certificate yet."

    def render_code(self, record: Certificate) -> SafeString:
        """The code leads to the file."""
        page = reverse("certificate_pdf", args=[record.code])
        return link(page, record, unseen=f"of {record.booking.person} (PDF)")


class MissingTable(HouseTable):
    """Those who came and have none: (booking, what is missing)."""

    caption = "Came, and have no certificate"
    row_header = "person"

    person = tables.Column(empty_values=())
    missing = tables.Column(empty_values=(), verbose_name="What is missing")
    issue = tables.Column(empty_values=(), verbose_name="All the same", exclude_from_export=True)

    class Meta(HouseTable.Meta):
        orderable = False
        empty_text = "Everybody who came has one."

    def render_person(self, record: tuple[Booking, NotEarned | None]) -> str:
        """Who it is."""
        return record[0].person.name

    def render_missing(self, record: tuple[Booking, NotEarned | None]) -> str:
        """What the rule lacks."""
        return str(record[1] or "Nothing: it is issued within minutes.")

    def render_issue(self, record: tuple[Booking, NotEarned | None]) -> str | SafeString:
        """Where a manager goes past it."""
        booking, against = record
        if not isinstance(against, NotYet):
            return "–"
        return link(reverse("issue_certificate", args=[booking.pk]), "Issue it", unseen=f"to {booking.person}")
