"""The lists of what a public edition hides, by the rules and beyond them."""

from __future__ import annotations

import django_tables2 as tables
from django.urls import reverse
from django.utils.safestring import SafeString

from core import words
from core.tables import HouseTable, link
from reports.models import Withholding
from reports.withholding import name_of


class HiddenTable(HouseTable):
    """Every row of the edition with a hidden number: which of its numbers, and why."""

    caption = "Rows with hidden numbers"
    row_header = "label"

    label = tables.Column(verbose_name="Row", orderable=False)
    table = tables.Column(orderable=False)
    small = tables.Column(verbose_name="Told as fewer", orderable=False)
    withheld = tables.Column(verbose_name="Withheld", orderable=False)
    why = tables.Column(verbose_name="Why", orderable=False)

    class Meta(HouseTable.Meta):
        per_page = 50
        empty_text = "This edition hides nothing."


class WithholdingsTable(HouseTable):
    """What the board hides beyond the rules."""

    caption = "Hidden by the board beyond the rules"
    row_header = "row"

    row = tables.Column(accessor="code", verbose_name="Row", empty_values=())
    table = tables.Column()
    reason = tables.Column()
    added_at = tables.Column(verbose_name="Since")
    end = tables.Column(accessor="pk", verbose_name="To do", orderable=False)

    class Meta(HouseTable.Meta):
        model = Withholding
        fields: tuple[str, ...] = ()
        empty_text = "The board hides nothing beyond the rules."

    def render_row(self, record: Withholding) -> str:
        """The row's code, or that it is all of the table."""
        return record.code or "All of the table"

    def render_table(self, value: str) -> str:
        """The name of the table."""
        return name_of(value)

    def render_added_at(self, record: Withholding) -> str:
        """The day, and by whom."""
        return f"{words.short_day(record.added_at)}, {record.added_by}" if record.added_by else ""

    def render_end(self, record: Withholding) -> SafeString:
        """Where it is ended."""
        return link(reverse("end_withholding", args=[record.pk]), f"Hide {record.code or 'it'} no longer")
