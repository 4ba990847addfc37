"""The rows behind figures, a table for each kind of them, for those who may see them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.safestring import SafeString

from core import words
from core.tables import HouseTable, NumberColumn, link
from events.models import Booking, Event, EventTrainer, HeadCount, WorkshopChoice
from people.models import Person
from reports.behind.figures import Figure, Rows
from training.models import Course, Enrolment


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
        return _event(record.event, value)

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
        return _event(record, value)

    def render_starts_on(self, record: Event) -> str:
        """The day."""
        return words.short_day(record.starts_on)

    def render_kind(self, record: Event) -> str:
        """The kind in words."""
        return record.course.get_kind_display()

    def render_status(self, record: Event) -> str:
        """The status in words."""
        return record.get_status_display()


class HoursColumn(NumberColumn):
    """Hours or days, without noughts that say nothing."""

    def render(self, value: Decimal) -> str:
        return words.figure(value)


class HoursBehindTable(EventsBehindTable):
    """The events that have hours, with how many came and what that comes to."""

    caption = "Hours behind the figure"
    each = HoursColumn("Hours", accessor="course__hours")
    came = NumberColumn("Attended")
    hours = HoursColumn("Hours of learning", accessor="course__hours", orderable=False)

    class Meta(EventsBehindTable.Meta):
        exclude = ("area", "places", "status")

    def render_hours(self, record: Any, value: Decimal) -> str:
        """Once for everybody who came."""
        return words.figure(value * record.came)


class CoursesBehindTable(HouseTable):
    """The courses that a figure counts."""

    caption = "Courses behind the figure"
    row_header = "title"

    title = tables.Column(verbose_name="Course")
    kind = tables.Column()
    priority = tables.Column(accessor="priority__title", verbose_name="Priority")
    need = tables.Column()

    class Meta(HouseTable.Meta):
        model = Course
        fields: tuple[str, ...] = ()
        per_page = 100
        empty_text = "No course is counted there any more."


class PeopleBehindTable(HouseTable):
    """The people whom a figure counts, each once."""

    caption = "People behind the figure"
    row_header = "name"

    name = tables.Column(accessor="name", orderable=False)
    agency = tables.Column(accessor="agency__name", verbose_name="Agency today")
    role = tables.Column(accessor="role__name", verbose_name="Role today")

    class Meta(HouseTable.Meta):
        model = Person
        fields: tuple[str, ...] = ()
        per_page = 100
        empty_text = "Nobody is counted there any more."

    def render_name(self, record: Person, value: str) -> SafeString:
        """Their own page."""
        return link(reverse("person", args=[record.pk]), value)


class EnrolmentsBehindTable(HouseTable):
    """The e-learning enrolments that a figure counts."""

    caption = "Enrolments behind the figure"
    row_header = "person"

    person = tables.Column(accessor="person__name", orderable=False)
    agency = tables.Column(accessor="person__agency__name", verbose_name="Agency today")
    course = tables.Column(accessor="course__title")
    enrolled_on = tables.Column(verbose_name="Enrolled")
    modules = NumberColumn("Modules completed", accessor="modules_completed")
    completed_on = tables.Column(verbose_name="Completed")

    class Meta(HouseTable.Meta):
        model = Enrolment
        fields: tuple[str, ...] = ()
        per_page = 100
        empty_text = "No enrolment is counted there any more."

    def render_enrolled_on(self, value: date) -> str:
        """The day."""
        return words.short_day(value)

    def render_completed_on(self, value: date) -> str:
        """The day."""
        return words.short_day(value)


class TrainersBehindTable(HouseTable):
    """Who trained where, and the days of work that it took."""

    caption = "Trainers behind the figure"
    row_header = "name"

    name = tables.Column()
    agency = tables.Column(accessor="agency__name", verbose_name="Agency")
    event = tables.Column(accessor="event__name", orderable=False)
    starts_on = tables.Column(accessor="event__starts_on", verbose_name="Date")
    days = HoursColumn("Days")

    class Meta(HouseTable.Meta):
        model = EventTrainer
        fields: tuple[str, ...] = ()
        per_page = 100
        empty_text = "Nobody is counted there any more."

    def render_event(self, record: EventTrainer, value: str) -> SafeString:
        """The event's own page."""
        return _event(record.event, value)

    def render_starts_on(self, value: date) -> str:
        """The day."""
        return words.short_day(value)


class HeadCountsBehindTable(HouseTable):
    """How many came without names, event by event."""

    caption = "Head counts behind the figure"
    row_header = "event"

    event = tables.Column(accessor="event__name", orderable=False)
    starts_on = tables.Column(accessor="event__starts_on", verbose_name="Date")
    people = NumberColumn()

    class Meta(HouseTable.Meta):
        model = HeadCount
        fields: tuple[str, ...] = ()
        per_page = 100
        empty_text = "No head count is there any more."

    def render_event(self, record: HeadCount, value: str) -> SafeString:
        """The event's own page."""
        return _event(record.event, value)

    def render_starts_on(self, value: date) -> str:
        """The day."""
        return words.short_day(value)


class ChoicesBehindTable(HouseTable):
    """What delegates ranked, and whether they have it."""

    caption = "Choices behind the figure"
    row_header = "person"

    person = tables.Column(accessor="booking__person__name", orderable=False)
    agency = tables.Column(accessor="booking__agency__name", verbose_name="Agency")
    workshop = tables.Column(accessor="workshop__name", orderable=False)
    rank = NumberColumn("Choice")
    met = tables.Column(verbose_name="What became of it")

    class Meta(HouseTable.Meta):
        model = WorkshopChoice
        fields: tuple[str, ...] = ()
        per_page = 100
        empty_text = "No choice is counted there any more."

    def render_met(self, *, value: bool) -> str:
        """Whether they have a place there."""
        return "Has a place" if value else "None"


def _event(event: Event, name: str) -> SafeString:
    """A link to the event's own page."""
    return link(reverse("manage_event", args=[event.code]), name)


TABLES: dict[Rows, type[HouseTable]] = {
    Rows.BOOKINGS: BookingsBehindTable,
    Rows.EVENTS: EventsBehindTable,
    Rows.COURSES: CoursesBehindTable,
    Rows.PEOPLE: PeopleBehindTable,
    Rows.ENROLMENTS: EnrolmentsBehindTable,
    Rows.TRAINERS: TrainersBehindTable,
    Rows.HEAD_COUNTS: HeadCountsBehindTable,
    Rows.CHOICES: ChoicesBehindTable,
}


def table_of(figure: Figure) -> type[HouseTable]:
    """The table in which the rows behind that figure stand."""
    return HoursBehindTable if figure.count == "hours" else TABLES[figure.what.of]
