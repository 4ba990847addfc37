"""The list of reports."""

from __future__ import annotations

import django_tables2 as tables
from django.urls import reverse
from django.utils.safestring import SafeString

from core import words
from core.tables import HouseTable, NumberColumn, link, tag
from reports.models import YearlyReport

TAGS = {
    YearlyReport.State.REQUESTED: "blue",
    YearlyReport.State.COMPILING: "blue",
    YearlyReport.State.DRAFT: "yellow",
    YearlyReport.State.PUBLISHED: "green",
    YearlyReport.State.SUPERSEDED: "grey",
    YearlyReport.State.FAILED: "red",
}


class ReportsTable(HouseTable):
    """Every version of every period's report, the newest first."""

    caption = "Compiled reports"
    row_header = "period_name"

    period_name = tables.Column(verbose_name="Period")
    audience = tables.Column(verbose_name="Edition")
    version = NumberColumn()
    state = tables.Column()
    requested_at = tables.Column(verbose_name="Asked for")
    published_at = tables.Column(verbose_name="Published")

    class Meta(HouseTable.Meta):
        model = YearlyReport
        fields: tuple[str, ...] = ()
        order_by = ("-period_name", "-version")
        empty_text = "No report has been compiled yet. Choose a year above and compile it."

    def render_period_name(self, record: YearlyReport, value: str) -> SafeString:
        """The period, and how far into it was counted where that isn't all of it, leads to its report."""
        counted = f"{value}, to {words.short_day(record.until)}" if record.until else value
        return link(reverse("report", args=[record.pk]), counted)

    def render_audience(self, record: YearlyReport) -> str:
        """One word: the form says what it means."""
        return "Public" if record.is_public else "Internal"

    def render_state(self, record: YearlyReport) -> SafeString:
        """The state as a tag."""
        return tag(record.get_state_display(), TAGS[YearlyReport.State(record.state)])

    def render_published_at(self, record: YearlyReport) -> str:
        """The day."""
        return words.short_day(record.published_at) if record.published_at else ""

    def render_requested_at(self, record: YearlyReport) -> str:
        """Day and time."""
        return f"{words.day(record.requested_at)}, {words.clock(record.requested_at)}"


class VersionsTable(ReportsTable):
    """The other versions of one period's report."""

    caption = "Other versions"
    row_header = "version"

    version = tables.Column()
    compiled_at = tables.Column(verbose_name="Compiled")
    correction = tables.Column(verbose_name="What it put right")

    class Meta(ReportsTable.Meta):
        exclude = ("period_name", "requested_at")
        orderable = False
        per_page = 20
        sequence = ("version", "audience", "state", "compiled_at", "published_at", "correction")

    def render_version(self, record: YearlyReport) -> SafeString:
        """The version leads to its report."""
        return link(reverse("report", args=[record.pk]), f"Version {record.version}")

    def render_compiled_at(self, record: YearlyReport) -> str:
        """Day and time."""
        return f"{words.short_day(record.compiled_at)}, {words.clock(record.compiled_at)}" if record.compiled_at else ""
