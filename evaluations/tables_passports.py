"""The lists of a training passport, and of whose refreshers fall due."""

from __future__ import annotations

import django_tables2 as tables
from django.urls import reverse
from django.utils.safestring import SafeString

from core.tables import DayColumn, DecimalColumn, HouseTable, NumberColumn, link, tag
from core.words import days
from evaluations.models import Certificate
from evaluations.passports import Line
from events.refreshers import Refresher, Standing

COLOURS = {Standing.FRESH: "green", Standing.DUE: "yellow", Standing.OVERDUE: "red"}


class RefreshersTable(HouseTable):
    """A line for each person and course, the first to fall due first."""

    caption = "Refreshers"
    row_header = "person"

    person = tables.Column(accessor="person__name", order_by=("person__last_name", "person__first_name"))
    agency = tables.Column(accessor="person__agency", order_by="person__agency__name")
    course = tables.Column(order_by="course__title")
    last_on = tables.DateColumn(verbose_name="Last attended", format="j M Y")
    by = tables.DateColumn(verbose_name="Refresh by", format="j M Y")
    standing = tables.Column(order_by="by")
    booked_on = DayColumn(verbose_name="Booked", default="No")

    class Meta(HouseTable.Meta):
        empty_text = "Nobody here attended a course that is to be refreshed."

    def render_person(self, record: Refresher, value: str) -> SafeString:
        """The name leads to the passport."""
        return link(reverse("passport", args=[record.person.pk]), value)

    def render_course(self, record: Refresher) -> SafeString:
        """The course leads to its page, where its dates are."""
        return link(reverse("course", args=[record.course.code]), record.course)

    def render_standing(self, value: Standing) -> SafeString:
        """In words, in a colour."""
        return tag(value.label, COLOURS[value])


class MyRefreshersTable(RefreshersTable):
    """The same on the passport of one person."""

    caption = "To be refreshed"
    row_header = "course"

    class Meta(RefreshersTable.Meta):
        exclude = ("person", "agency")
        empty_text = "Nothing is to be refreshed."


class LinesTable(HouseTable):
    """What somebody attended or completed."""

    caption = "Attended and completed"
    row_header = "name"

    name = tables.Column(verbose_name="Course")
    on = tables.Column(verbose_name="When")
    how = tables.Column(verbose_name="Record")
    hours = DecimalColumn()
    level = tables.Column(accessor="course__level", order_by="course__level_id")
    certificate = tables.Column(orderable=False, default="None")

    class Meta(HouseTable.Meta):
        order_by = ("-on",)
        empty_text = "Nothing is on record yet."

    def render_on(self, record: Line) -> str:
        """All the days of it."""
        return days(record.days)

    def render_certificate(self, record: Line, value: Certificate) -> SafeString:
        """The code leads to the file."""
        return link(reverse("certificate_pdf", args=[value.code]), value, unseen=f"of {record.name} (PDF)")


class SumsTable(HouseTable):
    """Hours of learning by level, or by reporting year."""

    row_header = "name"

    name = tables.Column()
    times = NumberColumn()
    hours = DecimalColumn()

    class Meta(HouseTable.Meta):
        orderable = False


class LevelsTable(SumsTable):
    """By the levels of the board's scheme."""

    caption = "Hours by level"

    name = tables.Column(verbose_name="Level")

    class Meta(SumsTable.Meta):
        pass


class YearsTable(SumsTable):
    """By reporting years, the latest first."""

    caption = "Hours by reporting year"

    name = tables.Column(verbose_name="April to March")

    class Meta(SumsTable.Meta):
        pass
