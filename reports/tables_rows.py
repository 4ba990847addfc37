"""The rows behind figures, a table for each kind of them, for those who may see them."""

from __future__ import annotations

import django_tables2 as tables
from django.urls import reverse
from django.utils.safestring import SafeString

from core.tables import DayColumn, DecimalColumn, HouseTable, NumberColumn, link
from events.models import Booking, Event, EventTrainer, HeadCount, WorkshopChoice
from people.models import Person
from reports.behind.figures import Figure, Rows
from training.models import Course, Enrolment


class BehindTable(HouseTable):
    """What the tables of rows behind figures have in common."""

    class Meta(HouseTable.Meta):
        fields: tuple[str, ...] = ()
        per_page = 100


class EventColumn(tables.Column):
    """An event's name, which leads to its own page."""

    def render(self, value: Event) -> SafeString:
        return link(reverse("manage_event", args=[value.code]), value.name)


class BookingsBehindTable(BehindTable):
    """The bookings that a figure counts."""

    caption = "Bookings behind the figure"
    row_header = "person"

    person = tables.Column(accessor="person__name", orderable=False)
    event = EventColumn(orderable=False)
    starts_on = DayColumn("Date", accessor="event__starts_on")
    agency = tables.Column(accessor="agency__name", verbose_name="Agency")
    target_group = tables.Column(accessor="target_group__code", verbose_name="Target group")
    role = tables.Column(accessor="role__name", verbose_name="Role")
    became = tables.Column(accessor="state", verbose_name="What became of it", orderable=False)
    reason = tables.Column()

    class Meta(BehindTable.Meta):
        model = Booking
        empty_text = "No booking is counted there any more."

    def render_became(self, record: Booking) -> str:
        """Whether they came, or what else the booking came to."""
        if record.state != Booking.State.CONFIRMED:
            return record.get_state_display()
        came = record.get_attendance_display()
        return f"{came}, without a booking" if record.unscheduled else came


class EventsBehindTable(BehindTable):
    """The events that a figure counts."""

    caption = "Events behind the figure"
    row_header = "name"

    name = tables.Column("Event", orderable=False)
    starts_on = DayColumn("Date")
    kind = tables.Column(accessor="course__kind", verbose_name="Kind")
    area = tables.Column(accessor="area__name", verbose_name="Area")
    places = NumberColumn()
    status = tables.Column()

    class Meta(BehindTable.Meta):
        model = Event
        empty_text = "No event is counted there any more."

    def render_name(self, record: Event) -> SafeString:
        """Its name leads to its own page."""
        return EventColumn().render(record)

    def render_kind(self, record: Event) -> str:
        """The kind in words."""
        return record.course.get_kind_display()

    def render_status(self, record: Event) -> str:
        """The status in words."""
        return record.get_status_display()


class HoursBehindTable(EventsBehindTable):
    """The events that have hours, with how many came and what that comes to."""

    caption = "Hours behind the figure"
    each = DecimalColumn("Hours", accessor="course__hours")
    came = NumberColumn("Attended")
    learning = DecimalColumn("Hours of learning")

    class Meta(EventsBehindTable.Meta):
        exclude = ("area", "places", "status")


class CoursesBehindTable(BehindTable):
    """The courses that a figure counts."""

    caption = "Courses behind the figure"
    row_header = "title"

    title = tables.Column(verbose_name="Course")
    kind = tables.Column()
    priority = tables.Column(accessor="priority__title", verbose_name="Priority")
    need = tables.Column()

    class Meta(BehindTable.Meta):
        model = Course
        empty_text = "No course is counted there any more."


class PeopleBehindTable(BehindTable):
    """The people whom a figure counts, each once."""

    caption = "People behind the figure"
    row_header = "name"

    name = tables.Column(orderable=False)
    agency = tables.Column(accessor="agency__name", verbose_name="Agency today")
    role = tables.Column(accessor="role__name", verbose_name="Role today")

    class Meta(BehindTable.Meta):
        model = Person
        empty_text = "Nobody is counted there any more."

    def render_name(self, record: Person, value: str) -> SafeString:
        """Their own page."""
        return link(reverse("person", args=[record.pk]), value)


class EnrolmentsBehindTable(BehindTable):
    """The e-learning enrolments that a figure counts."""

    caption = "Enrolments behind the figure"
    row_header = "person"

    person = tables.Column(accessor="person__name", orderable=False)
    agency = tables.Column(accessor="person__agency__name", verbose_name="Agency today")
    course = tables.Column(accessor="course__title")
    enrolled_on = DayColumn("Enrolled")
    modules = NumberColumn("Modules completed", accessor="modules_completed")
    completed_on = DayColumn("Completed")

    class Meta(BehindTable.Meta):
        model = Enrolment
        empty_text = "No enrolment is counted there any more."


class TrainersBehindTable(BehindTable):
    """Who trained where, and the days of work that it took."""

    caption = "Trainers behind the figure"
    row_header = "name"

    name = tables.Column()
    agency = tables.Column(accessor="agency__name", verbose_name="Agency")
    event = EventColumn(orderable=False)
    starts_on = DayColumn("Date", accessor="event__starts_on")
    days = DecimalColumn()

    class Meta(BehindTable.Meta):
        model = EventTrainer
        empty_text = "Nobody is counted there any more."


class HeadCountsBehindTable(BehindTable):
    """How many came without names, event by event."""

    caption = "Head counts behind the figure"
    row_header = "event"

    event = EventColumn(orderable=False)
    starts_on = DayColumn("Date", accessor="event__starts_on")
    people = NumberColumn()

    class Meta(BehindTable.Meta):
        model = HeadCount
        empty_text = "No head count is there any more."


class ChoicesBehindTable(BehindTable):
    """What delegates ranked, and whether they have it."""

    caption = "Choices behind the figure"
    row_header = "person"

    person = tables.Column(accessor="booking__person__name", orderable=False)
    agency = tables.Column(accessor="booking__agency__name", verbose_name="Agency")
    workshop = tables.Column(accessor="workshop__name", orderable=False)
    rank = NumberColumn("Choice")
    met = tables.Column(verbose_name="What became of it")

    class Meta(BehindTable.Meta):
        model = WorkshopChoice
        empty_text = "No choice is counted there any more."

    def render_met(self, *, value: bool) -> str:
        """Whether they have a place there."""
        return "Has a place" if value else "None"


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
