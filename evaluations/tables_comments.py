"""Lists of comments without their authors, of themes, and of what is with the designated lead."""

from __future__ import annotations

import django_tables2 as tables
from django.urls import reverse
from django.utils.safestring import SafeString

from core.tables import HouseTable, NumberColumn, link, tag
from evaluations.marking import shown
from evaluations.models import Comment, Disclosure, Theme


class CommentsTable(HouseTable):
    """Comments in the order of their lots. Neither event nor time nor agency: together they could tell the author."""

    caption = "Comments"
    row_header = "text"

    text = tables.Column(verbose_name="Comment")
    prompt = tables.Column(verbose_name="Question")
    course = tables.Column(accessor="evaluation__event__course__title")
    theme = tables.Column(empty_values=())
    found = tables.Column(verbose_name="Possible details")
    details = tables.Column(verbose_name="Decided", accessor="get_details_display")
    may_quote = tables.BooleanColumn(verbose_name="May be quoted", yesno="yes,no")
    approved_wording = tables.Column()

    class Meta(HouseTable.Meta):
        orderable = False
        per_page = 20
        empty_text = "No comment fits."

    def render_text(self, value: str) -> str:
        """Without what steers instead of showing."""
        return shown(value)

    def render_theme(self, record: Comment) -> str:
        """What was decided, else what is suggested."""
        if record.theme:
            return record.theme.name
        if record.themed_at:
            return "No theme fits"
        return f"Suggested: {record.suggested}" if record.suggested else "–"


class ThemesTable(HouseTable):
    """The codebook."""

    caption = "Themes"
    row_header = "name"

    name = tables.Column(verbose_name="Theme")
    description = tables.Column()
    times = NumberColumn("Comments")
    state = tables.Column(accessor="retired_at", empty_values=(), verbose_name="State")
    code = tables.Column()

    class Meta(HouseTable.Meta):
        orderable = False
        per_page = 200
        empty_text = "There is no theme. Add one."

    def render_name(self, record: Theme) -> SafeString:
        """The name leads to the theme's own page."""
        return link(reverse("change_theme", args=[record.code]), record.name)

    def render_state(self, record: Theme) -> SafeString | str:
        """In use, retired, or merged into which."""
        if record.merged_into:
            return f"Merged into {record.merged_into}"
        return tag("Retired", "grey") if record.retired_at else tag("In use", "green")


class DisclosuresTable(HouseTable):
    """What is with the designated lead, and what was."""

    caption = "Passed to the designated lead"
    row_header = "pk"

    pk = tables.Column(verbose_name="Number")
    raised_at = tables.DateColumn(verbose_name="Since", format="j M Y")
    raised_by = tables.Column(verbose_name="Passed on by", empty_values=())
    state = tables.Column(accessor="closed_at", empty_values=(), verbose_name="State")
    outcome = tables.Column(verbose_name="What was done")

    class Meta(HouseTable.Meta):
        orderable = False
        empty_text = "Nothing has been passed on."

    def render_pk(self, record: Disclosure) -> SafeString:
        """The number leads to the page."""
        return link(reverse("disclosure", args=[record.pk]), f"Number {record.pk}")

    def render_raised_by(self, record: Disclosure) -> str:
        """A person, or the house."""
        return "A training manager" if record.raised_by_id else "Turnout, by its words"

    def render_state(self, record: Disclosure) -> SafeString:
        """Open or done."""
        return tag("Done", "grey") if record.closed_at else tag("Open", "red")
