"""The lists of those who may be on record twice, and of those who were told apart."""

from __future__ import annotations

import django_tables2 as tables
from django.urls import reverse
from django.utils.safestring import SafeString

from core.tables import HouseTable, link
from core.words import short_day
from people.duplicates import Apart, Pair


class PairsTable(HouseTable):
    """Two records in each row, and why they may be one."""

    caption = "People who may be on record twice"
    row_header = "one"

    one = tables.Column(verbose_name="Record", order_by=("one__last_name", "one__first_name"))
    agency = tables.Column(accessor="one__agency__name", verbose_name="Agency")
    other = tables.Column(verbose_name="Other record", order_by=("other__last_name", "other__first_name"))
    other_agency = tables.Column(accessor="other__agency__name", verbose_name="Its agency")
    why = tables.Column(verbose_name="Why")
    compare = tables.Column(accessor="one__pk", verbose_name="Merge", orderable=False, exclude_from_export=True)

    class Meta(HouseTable.Meta):
        fields: tuple[str, ...] = ()
        empty_text = "Nobody seems to be on record twice. If you know better, open one of the two and merge from there."

    def render_compare(self, record: Pair) -> SafeString:
        """The way to see both side by side."""
        url = reverse("merge_people", args=[record.one.pk, record.other.pk])
        return link(url, "Compare", unseen=record.one.name)


class ApartTable(HouseTable):
    """Two records in each row that are of two people, and why."""

    caption = "Told apart"
    row_header = "one"

    one = tables.Column(accessor="two__one", verbose_name="Record", order_by=("two__one__last_name",))
    agency = tables.Column(accessor="two__one__agency__name", verbose_name="Agency")
    other = tables.Column(accessor="two__other", verbose_name="Other record", order_by=("two__other__last_name",))
    other_agency = tables.Column(accessor="two__other__agency__name", verbose_name="Its agency")
    said = tables.Column(accessor="two__said_at", verbose_name="Said on")
    reason = tables.Column(verbose_name="Why")
    again = tables.Column(accessor="two__pk", verbose_name="Take back", orderable=False, exclude_from_export=True)

    class Meta(HouseTable.Meta):
        fields: tuple[str, ...] = ()
        empty_text = (
            "Nobody was told apart. Where two records look alike and are of two people, say so as you compare them."
        )

    def render_said(self, record: Apart) -> str:
        """The day."""
        return short_day(record.two.said_at)

    def render_again(self, record: Apart) -> SafeString:
        """The way to have both on the list again."""
        return link(reverse("offer_again", args=[record.two.pk]), "Take back", unseen=f"for {record.two}")
