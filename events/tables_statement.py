"""The lists of what places cost, of what an agency is charged, and of the days that its trainers gave."""

from __future__ import annotations

from decimal import Decimal

import django_tables2 as tables
from django.urls import reverse
from django.utils.safestring import SafeString

from core.tables import HouseTable, NumberColumn, link
from core.words import pounds, trimmed
from events.lending import Given
from events.statements import Line, days_given


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


class GivenTable(HouseTable):
    """One line a trainer's work at an event."""

    caption = "Trainer days given"
    row_header = "name"

    name = tables.Column(accessor="training__name", verbose_name="Trainer")
    event = tables.Column(accessor="training__event")
    days = tables.Column(accessor="training__days", verbose_name="Given")
    places = NumberColumn(verbose_name="Places earned")

    class Meta(HouseTable.Meta):
        empty_text = "No trainer of the agency gave a day in this month."

    def render_days(self, record: Given) -> str:
        """In words."""
        return days_given(record)

    def render_places(self, value: Decimal) -> str:
        """Whole places mostly, and parts of one for parts of a day."""
        return trimmed(value)


class PricesTable(HouseTable):
    """What a place costs agencies that do not contribute, under one policy."""

    caption = "What a place costs"
    row_header = "whose"

    whose = tables.Column(verbose_name="Kind of organisation", empty_values=())
    day = NumberColumn(verbose_name="A day")
    half_day = NumberColumn(verbose_name="Half a day")

    class Meta(HouseTable.Meta):
        orderable = False

    def render_whose(self, value: str) -> str:
        """The kind, or whoever is left."""
        return value or "All others"

    def render_day(self, value: Decimal) -> str:
        """In pounds and pence, or that it is free."""
        return pounds(value) if value else "Free"

    render_half_day = render_day
