"""The catalogue as a list."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.safestring import SafeString

from core.tables import HouseTable, NumberColumn, link
from core.words import figure, short_day
from training.models import Course


class CoursesTable(HouseTable):
    """A line a course, with the next of its coming dates."""

    caption = "Courses"
    row_header = "title"

    title = tables.Column(verbose_name="Course")
    kind = tables.Column()
    level = tables.Column(order_by="level_id")
    hours = NumberColumn()
    next_on = tables.Column(verbose_name="Next date", empty_values=(), order_by="next_on")

    class Meta(HouseTable.Meta):
        model = Course
        fields: tuple[str, ...] = ()
        order_by = ("title",)
        empty_text = "No course fits all of that. Take a filter away, or try fewer words."

    def render_title(self, record: Course, value: str) -> SafeString:
        """The title leads to the course."""
        return link(reverse("course", args=[record.code]), value)

    def render_hours(self, value: Decimal) -> str:
        """Without noughts that say nothing."""
        return figure(value)

    def render_next_on(self, record: Any) -> str:
        """The day, or that there is none."""
        return short_day(record.next_on) if record.next_on else "None yet"
