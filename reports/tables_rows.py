"""The rows behind figures: bookings and events, for those who may see them."""

from __future__ import annotations

import django_tables2 as tables
from django.urls import reverse
from django.utils.safestring import SafeString

from core import words
from core.tables import HouseTable, NumberColumn, link
from events.models import Booking, Event


class BookingsBehindTable(HouseTable):
    """The bookings that a figure counts."""

    caption = "Bookings behind the figure"
    row_header = "person"

    person = tables.Column(accessor="person__name", orderable=False)
    event = tables.Column(accessor="event__name", orderable=False)
    starts_on = tables.Column(accessor="event__starts_on", verbose_name="Date")
    agency = tables.Column(accessor="agency__name", verbose_name="Agency")
    target_group = tables.Column(accessor="target_group__code", verbose_name="Target group")
    role = tables.Column(accessor="role__name", verbose_name="Role")
    became = tables.Column(accessor="state", verbose_name="What became of it", orderable=False)
    reason = tables.Column()

    class Meta(HouseTable.Meta):
        model = Booking
        fields: tuple[str, ...] = ()
        per_page = 100
        empty_text = "No booking is counted there any more."

    def render_event(self, record: Booking, value: str) -> SafeString:
        """The event's own page."""
        return link(reverse("manage_event", args=[record.event.code]), value)

    def render_starts_on(self, record: Booking) -> str:
        """The day."""
        return words.short_day(record.event.starts_on)

    def render_became(self, record: Booking) -> str:
        """Whether they came, or what else the booking came to."""
        if record.state != Booking.State.CONFIRMED:
            return record.get_state_display()
        came = record.get_attendance_display()
        return f"{came}, without a booking" if record.unscheduled else came


class EventsBehindTable(HouseTable):
    """The events that a figure counts."""

    caption = "Events behind the figure"
    row_header = "name"

    name = tables.Column(accessor="name", orderable=False, verbose_name="Event")
    starts_on = tables.Column(verbose_name="Date")
    kind = tables.Column(accessor="course__kind", verbose_name="Kind")
    area = tables.Column(accessor="area__name", verbose_name="Area")
    places = NumberColumn()
    status = tables.Column()

    class Meta(HouseTable.Meta):
        model = Event
        fields: tuple[str, ...] = ()
        per_page = 100
        empty_text = "No event is counted there any more."

    def render_name(self, record: Event, value: str) -> SafeString:
        """The event's own page."""
        return link(reverse("manage_event", args=[record.code]), value)

    def render_starts_on(self, record: Event) -> str:
        """The day."""
        return words.short_day(record.starts_on)

    def render_kind(self, record: Event) -> str:
        """The kind in words."""
        return record.course.get_kind_display()

    def render_status(self, record: Event) -> str:
        """The status in words."""
        return record.get_status_display()
