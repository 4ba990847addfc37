"""The list of those who are missing so far."""

from __future__ import annotations

import django_tables2 as tables
from django.urls import reverse
from django.utils.safestring import SafeString

from core.tables import HouseTable, NumberColumn, link
from core.words import NO_BASE, percent
from reports.absentees import KINDS, Line


class AbsenteesTable(HouseTable):
    """Target groups, agencies and sectors, those that are missing first."""

    caption = "Who is missing so far"
    row_header = "label"

    label = tables.Column(verbose_name="Who")
    kind = tables.Column()
    why = tables.Column(verbose_name="What is missing", empty_values=())
    attended = NumberColumn(verbose_name="Attendances")
    before = NumberColumn(verbose_name="By this day last year")
    people = NumberColumn(verbose_name="Different people")
    workforce = NumberColumn()
    reached = tables.Column(verbose_name="Reached")
    target = NumberColumn()
    invite = tables.Column(empty_values=(), verbose_name="Invite", exclude_from_export=True)

    class Meta(HouseTable.Meta):
        fields: tuple[str, ...] = ()
        orderable = False
        per_page = 500
        empty_text = "No target group, sector or hard-to-reach agency is on record yet."

    def render_label(self, record: Line) -> str:
        """Target groups by their numbers too."""
        return f"Group {record.code}: {record.label}" if record.kind == "target_group" else record.label

    def render_kind(self, record: Line) -> str:
        """The kind in words."""
        return KINDS[record.kind]

    def render_why(self, record: Line) -> str:
        """Why, or that nothing is."""
        return "; ".join(record.why) or "Nothing"

    def render_reached(self, record: Line) -> str:
        """The share of the workforce, with its base."""
        rate = record.reached
        if not rate.base:
            return NO_BASE
        share = "under 1%" if rate.numerator and not rate.rounded else percent(rate.percent)
        return f"{share} of {rate.base:,}"

    def render_invite(self, record: Line) -> SafeString:
        """The programme, fit for the target group where it is one."""
        query = f"?group={record.code}" if record.kind == "target_group" else ""
        return link(f"{reverse('programme')}{query}", "See dates", unseen=f"for {record.label}")


class ManagedAbsenteesTable(AbsenteesTable):
    """The same for managers, who set the targets."""

    class Meta(AbsenteesTable.Meta):
        pass

    change = tables.Column(empty_values=(), verbose_name="Change", exclude_from_export=True)

    def render_change(self, record: Line) -> SafeString | str:
        """The page on which it is set; a sector has none of its own."""
        if record.kind == "sector":
            return ""
        address = reverse("set_target", kwargs={"kind": record.kind, "code": record.code})
        return link(address, "Set target", unseen=f"of {record.label}")
