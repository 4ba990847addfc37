"""One agency beside the others of its sector, as lists."""

from __future__ import annotations

import django_tables2 as tables

from core.tables import HouseTable, NumberColumn
from reports.uptake import RATES, Comparison, Uptake, came

Row = tuple[str, Comparison]


class RatesTable(HouseTable):
    """A share a line: of the agency, a year before, and of the others together."""

    caption = "Shares, and what they are of"
    row_header = "what"

    what = tables.Column(verbose_name="Share")
    ours = tables.Column(verbose_name="Your agency")
    before = tables.Column(verbose_name="A year before")
    others = tables.Column(verbose_name="Others of the sector")

    class Meta(HouseTable.Meta):
        orderable = False

    def __init__(self, found: Uptake) -> None:
        all_of = found.in_all
        rows = [
            {
                "what": label,
                "ours": all_of.of_ours(rate),
                "before": all_of.of_before(rate),
                "others": all_of.of_others(rate),
            }
            for label, rate in RATES
        ]
        ours, others = found.for_each_hundred
        last = {"what": "Attended, for each 100 of the workforce", "ours": ours, "before": "–", "others": others}
        super().__init__([*rows, last])


class ComparisonsTable(HouseTable):
    """A line a course or target group: how many came, and the share of those expected."""

    row_header = "name"

    name = tables.Column(accessor="0")
    booked = NumberColumn(accessor="1__ours__booked")
    attended = NumberColumn(accessor="1__ours__attended")
    before = NumberColumn(accessor="1__before__attended", verbose_name="Attended a year before")
    did_not_attend = NumberColumn(accessor="1__ours__did_not_attend")
    ours = tables.Column(empty_values=(), verbose_name="Of those expected, came", orderable=False)
    others = tables.Column(empty_values=(), verbose_name="Others of the sector", orderable=False)

    class Meta(HouseTable.Meta):
        empty_text = "Nobody of your agency was booked in this year or the year before."

    def render_ours(self, record: Row) -> str:
        """The agency's share, exactly."""
        return record[1].of_ours(came)

    def render_others(self, record: Row) -> str:
        """That of the others together, where it may be told."""
        return record[1].of_others(came)


class ByCourseTable(ComparisonsTable):
    """By course."""

    caption = "By course"

    name = tables.Column(accessor="0", verbose_name="Course")

    class Meta(ComparisonsTable.Meta):
        pass


class ByTargetGroupTable(ComparisonsTable):
    """By target group."""

    caption = "By target group"

    name = tables.Column(accessor="0", verbose_name="Target group")

    class Meta(ComparisonsTable.Meta):
        pass
