"""The list of a conference's delegates with their workshops."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core import words
from core.tables import HouseTable, link, tag
from events.browsing_workshops import Delegate, Slot


class SlotColumn(tables.Column):
    """What a delegate has at one time of day, waits for and would like."""

    def __init__(self, slot: Slot, number: int) -> None:
        super().__init__(slot.name, accessor="slots", orderable=False)
        self.number = number

    def render(self, value: Sequence[Slot]) -> str:
        """One under the other."""
        slot, lines = value[self.number], []
        if slot.place:
            lines.append(format_html("{}", slot.place.event.name))
        if slot.wait:
            place = words.ordinal(slot.position) if slot.position else ""
            lines.append(format_html("{} {}", tag(f"Waiting, {place}", "yellow"), slot.wait.event.name))
        if not slot.place:
            lines += [format_html("{}. {}", choice.rank, choice.workshop.name) for choice in slot.ranked]
        if slot.ranked and not slot.place and slot.workshops[0].parent and slot.workshops[0].parent.allotted_at:
            lines.insert(0, tag("None of their choices", "orange"))
        return format_html_join(SafeString("<br>"), "{}", ((line,) for line in lines)) if lines else "–"


class DelegatesTable(HouseTable):
    """The delegates of a conference, each with a column for each time of day."""

    caption = "Delegates"
    row_header = "person"

    person = tables.Column(accessor="booking__person__name")
    agency = tables.Column(accessor="booking__agency__name", verbose_name="Agency")

    class Meta(HouseTable.Meta):
        per_page = 100
        orderable = False
        empty_text = "Nobody fits: nobody has booked yet, or everybody has a workshop at each time of day."

    @classmethod
    def of(cls, delegates: Sequence[Delegate], slots: Sequence[Slot]) -> DelegatesTable:
        """The table with a column for each of those times of day."""
        columns: list[tuple[str, Any]] = [(f"slot_{slot.key}", SlotColumn(slot, n)) for n, slot in enumerate(slots)]
        return cls(delegates, extra_columns=columns)

    def render_person(self, record: Delegate, value: str) -> SafeString:
        """The name leads to where a manager changes what they have."""
        return link(reverse("place_delegate", args=[record.booking.pk]), value)
