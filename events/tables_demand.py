"""The lists of demand: by course, and the people behind one course's figures."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.safestring import SafeString

from core.tables import HouseTable, NumberColumn, link, tag
from events.models import Booking
from training.models import Course


class DemandTable(HouseTable):
    """What was asked for and not to be had, by course."""

    caption = "By course"
    row_header = "title"

    title = tables.Column(verbose_name="Course")
    kind = tables.Column()
    waited = NumberColumn(verbose_name="Waited in vain")
    called = NumberColumn(verbose_name="Called off")
    without = NumberColumn(verbose_name="Still without a place")
    waiting = NumberColumn(verbose_name="Waiting now")
    dates = NumberColumn(verbose_name="Coming dates")
    another = tables.Column(accessor="latest", verbose_name="Next", orderable=False, exclude_from_export=True)

    class Meta(HouseTable.Meta):
        model = Course
        fields: tuple[str, ...] = ()
        order_by = ("-without", "-waiting", "title")
        empty_text = "Nobody waits, and nobody waited in vain in that time."

    def render_title(self, record: Course, value: str) -> SafeString:
        """The title leads to the people."""
        return link(reverse("demand_of_course", args=[record.code]), value)

    def render_kind(self, record: Course) -> str:
        """The kind in words."""
        return record.get_kind_display()

    def render_another(self, record: Course, value: str) -> SafeString:
        """The way to plan another date like the latest one; conferences are planned anew."""
        if record.kind == Course.Kind.CONFERENCE:
            return link(reverse("plan_event"), "Plan another", unseen=record.title)
        return link(reverse("repeat_event", args=[value]), "Plan another date", unseen=record.title)


class AskedTable(HouseTable):
    """Who asked for a course, and what became of it."""

    caption = "People"
    row_header = "person"

    person = tables.Column(accessor="person__name", order_by=("person__last_name", "person__first_name"))
    agency = tables.Column(accessor="agency__name", verbose_name="Agency")
    event = tables.Column(
        accessor="event", order_by=("event__starts_on", "event__starts_time"), verbose_name="Asked for"
    )
    state = tables.Column(verbose_name="What came of it")
    is_without = tables.Column(verbose_name="Now", orderable=False)

    class Meta(HouseTable.Meta):
        model = Booking
        fields: tuple[str, ...] = ()
        per_page = 100
        empty_text = "Nobody waits for it, and nobody asked for it in vain."

    def render_person(self, record: Booking, value: str) -> SafeString:
        """The name leads to the booking."""
        return link(reverse("booking", args=[record.pk]), value)

    def render_state(self, record: Any) -> SafeString:
        """In a few words."""
        if record.state == Booking.State.CANCELLED:
            return tag("Called off", "red")
        return tag("Waiting", "yellow") if record.is_waiting else tag("Waited in vain", "grey")

    def render_is_without(self, record: Any, value: bool) -> str:
        """Whether they still have no place."""
        if record.is_waiting:
            return "Waits for one"
        return "Still without a place" if value else "Has or awaits one, or came since"
