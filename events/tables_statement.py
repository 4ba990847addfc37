"""The list of what an agency is charged."""

from __future__ import annotations

from decimal import Decimal

import django_tables2 as tables
from django.urls import reverse
from django.utils.safestring import SafeString

from core.tables import HouseTable, NumberColumn, link
from core.words import pounds
from events.statements import Line


class StatementTable(HouseTable):
    """One line a booking that costs something."""

    caption = "What is charged"
    row_header = "person"

    person = tables.Column(accessor="booking__person__name")
    event = tables.Column(accessor="booking__event")
    what = tables.Column(verbose_name="For")
    charge = NumberColumn()

    class Meta(HouseTable.Meta):
        empty_text = "Nothing is charged for this month."

    def render_person(self, record: Line, value: str) -> SafeString:
        """The name leads to the booking."""
        return link(reverse("booking", args=[record.booking.pk]), value)

    def render_charge(self, value: Decimal) -> str:
        """In pounds and pence."""
        return pounds(value)
