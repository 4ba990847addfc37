"""The list of those who are suspended from booking."""

from __future__ import annotations

from datetime import date

import django_tables2 as tables
from django.urls import reverse
from django.utils.safestring import SafeString

from core import words
from core.tables import HouseTable, NumberColumn, link
from people.models import Person


class SuspendedTable(HouseTable):
    """Who was absent without apologies too often in the last twelve months."""

    caption = "Suspended for absence"
    row_header = "name"

    name = tables.Column(order_by=("last_name", "first_name"), verbose_name="Person")
    agency = tables.Column(accessor="agency__name", verbose_name="Agency")
    times = NumberColumn(verbose_name="Times absent")
    last = tables.Column(verbose_name="Last time")
    lift = tables.Column(accessor="pk", verbose_name="Suspension", orderable=False, exclude_from_export=True)

    class Meta(HouseTable.Meta):
        model = Person
        fields: tuple[str, ...] = ()
        order_by = ("-last",)
        empty_text = "Nobody is suspended, or nobody fits what you look for."

    def render_last(self, value: date) -> str:
        """The day of it."""
        return words.short_day(value)

    def render_lift(self, record: Person) -> SafeString:
        """The way to end it."""
        return link(reverse("lift_suspension", args=[record.pk]), "Lift it", unseen=record.name)
