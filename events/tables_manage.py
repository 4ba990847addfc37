"""The lists of those who plan events and keep registers."""

from __future__ import annotations

from datetime import datetime

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core import words
from core.tables import HouseTable, NumberColumn, link, tag
from events.mix import Share
from events.mix_so_far import Row
from events.models import Booking, Event
from events.trail import Act

TAGS = {
    Event.Status.DRAFT: "grey",
    Event.Status.PUBLISHED: "green",
    Event.Status.HELD: "teal",
    Event.Status.CANCELLED: "red",
}
STATE_TAGS = {
    Booking.State.REQUESTED: "blue",
    Booking.State.WAITING: "yellow",
    Booking.State.OFFERED: "blue",
    Booking.State.CONFIRMED: "green",
}


class EventsTable(HouseTable):
    """Every event, for those who manage them."""

    caption = "Planned, held and cancelled"
    row_header = "name"

    name = tables.Column(accessor="name", order_by=("course__title", "title"), verbose_name="Event")
    starts_on = tables.Column(verbose_name="Date", order_by=("starts_on", "starts_time"))
    kind = tables.Column(accessor="course__kind", verbose_name="Kind")
    area = tables.Column(accessor="area__name", verbose_name="Area")
    places = NumberColumn()
    places_taken = NumberColumn(verbose_name="Booked")
    people_waiting = NumberColumn(verbose_name="Waiting")
    status = tables.Column()

    class Meta(HouseTable.Meta):
        model = Event
        fields: tuple[str, ...] = ()
        order_by = ("-starts_on",)
        empty_text = "No event fits. Clear the filters, or plan one."

    def render_name(self, record: Event, value: str) -> SafeString:
        """The name leads to the event's own page."""
        return link(reverse("manage_event", args=[record.code]), value)

    def render_starts_on(self, record: Event) -> str:
        """Day and time in one line, short; of what ends on another day, that day too."""
        starts = f"{words.short_day(record.starts_on)}, {words.clock(record.starts_time)}"
        if record.ends_on == record.starts_on:
            return starts
        return f"{starts}, to {words.short_day(record.ends_on)}"

    def render_kind(self, record: Event) -> str:
        """The kind in words."""
        return record.course.get_kind_display()

    def render_status(self, record: Event, value: str) -> SafeString:
        """The status as a tag."""
        return tag(record.get_status_display(), TAGS[Event.Status(record.status)])


class PeopleTable(HouseTable):
    """The people of one event: who is booked, waits, or gave up."""

    caption = "People"
    row_header = "person"

    person = tables.Column(accessor="person__name", order_by=("person__last_name", "person__first_name"))
    agency = tables.Column(accessor="agency__name", verbose_name="Agency")
    target_group = tables.Column(accessor="target_group__code", verbose_name="Target group")
    made_at = tables.Column(verbose_name="Since")
    state = tables.Column(verbose_name="Booking")
    attendance = tables.Column(verbose_name="Attendance", empty_values=())

    class Meta(HouseTable.Meta):
        model = Booking
        fields: tuple[str, ...] = ()
        order_by = ("person",)
        per_page = 100
        empty_text = "Nobody has booked yet."

    def render_person(self, record: Booking, value: str) -> SafeString:
        """The name leads to the booking."""
        return link(reverse("booking", args=[record.pk]), value, unseen="(booking)")

    def render_made_at(self, record: Booking) -> str:
        """The day it was made."""
        return words.short_day(record.made_at)

    def render_state(self, record: Booking) -> SafeString:
        """The state as a tag; a walk-in says so."""
        text = "Came without a booking" if record.unscheduled else record.get_state_display()
        return tag(text, STATE_TAGS.get(Booking.State(record.state), "grey"))

    def render_attendance(self, record: Booking) -> str:
        """What is marked; a dash for those who aren't on the register."""
        return record.get_attendance_display() if record.state == Booking.State.CONFIRMED else "–"


class ActsTable(HouseTable):
    """What happened to one event and its bookings, newest first."""

    caption = "What was done"
    row_header = "what"

    at = tables.Column(verbose_name="When")
    what = tables.Column(verbose_name="What")
    whose = tables.Column(verbose_name="Booking of", empty_values=())
    by = tables.Column(verbose_name="By")
    reason = tables.Column(verbose_name="Reason")

    class Meta(HouseTable.Meta):
        fields: tuple[str, ...] = ()
        empty_text = "Nothing is on record: it came in with a past year, or was made before Turnout kept a trail."

    def render_at(self, value: datetime) -> str:
        """Day and time in one line, short."""
        return f"{words.short_day(value)}, {words.clock(value)}"

    def render_whose(self, record: Act) -> SafeString | str:
        """The name leads to the booking; a dash where it was done to the event."""
        return link(reverse("booking", args=[record.booking.pk]), record.whose) if record.booking else "–"


class MixTable(HouseTable):
    """The mix of one event so far, beside its rules."""

    caption = "The mix so far"
    row_header = "name"

    name = tables.Column(verbose_name="Sector or agency")
    held = NumberColumn(verbose_name="Places held")
    waiting = NumberColumn()
    kept = tables.Column(verbose_name="Kept for them")
    cap = tables.Column(verbose_name="At most")

    class Meta(HouseTable.Meta):
        fields: tuple[str, ...] = ()
        orderable = False
        per_page = 500
        empty_text = "Nobody holds or awaits a place yet, and none is kept."

    def render_name(self, record: Row, value: str) -> SafeString:
        """An agency stands below its sector."""
        return format_html('<span class="{}">{}</span>', "" if record.is_sector else "turnout-table__below", value)

    def render_kept(self, record: Row, value: Share) -> str:
        """How many, until when, and how many of them nobody has claimed."""
        unclaimed = f", {record.unclaimed} unclaimed" if record.unclaimed else ""
        return f"{_so_many_until(value)}{unclaimed}"

    def render_cap(self, value: Share) -> str:
        """How many, and until when."""
        return _so_many_until(value)


def _so_many_until(share: Share) -> str:
    return f"{share.places} until {words.short_day(share.until)}" if share.until else str(share.places)


class RegistersTable(HouseTable):
    """The events that somebody trains at, with how far each register is."""

    caption = "Your events"
    row_header = "name"

    name = tables.Column(accessor="name", order_by=("course__title", "title"), verbose_name="Event")
    starts_on = tables.Column(verbose_name="Date", order_by=("starts_on", "starts_time"))
    venue = tables.Column(accessor="venue__name", verbose_name="Venue")
    expected = NumberColumn(verbose_name="On the register")
    unmarked = NumberColumn(verbose_name="Not marked yet")
    status = tables.Column()

    class Meta(HouseTable.Meta):
        model = Event
        fields: tuple[str, ...] = ()
        empty_text = "You are not named as a trainer of any event yet. The training team does that."

    render_starts_on = EventsTable.render_starts_on
    render_status = EventsTable.render_status

    def render_name(self, record: Event, value: str) -> SafeString:
        """The name leads to the register."""
        return link(reverse("register", args=[record.code]), value)
