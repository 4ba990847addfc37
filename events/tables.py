"""The lists of the programme and of one's own training."""

from __future__ import annotations

from datetime import datetime

import django_tables2 as tables

from core.tables import HouseTable, NumberColumn
from events import browsing
from events.models import Booking, Event, EventQuerySet
from people.models import Agency
from training.models import Enrolment


class ProgrammeTable(HouseTable):
    """The programme, drawn as cards, which read well on a telephone, for people from that agency."""

    caption = "Coming events"

    def __init__(self, data: EventQuerySet, *, agency: Agency | None, at: datetime) -> None:
        super().__init__(data)
        self.agency, self.at = agency, at

    class Meta(HouseTable.Meta):
        model = Event
        fields: tuple[str, ...] = ()
        template_name = "events/programme_cards.html"
        orderable = False
        per_page = 20

    @property
    def events(self) -> list[Event]:
        """The events of this page."""
        return browsing.as_seen_from(self.agency, browsing.with_dates(row.record for row in self._shown), at=self.at)


class PastTable(HouseTable):
    """What somebody booked, and what became of it; two columns, which fit a telephone."""

    caption = "Past and cancelled"
    row_header = "event"

    event = tables.TemplateColumn(template_name="events/_booked_event.html")
    outcome = tables.TemplateColumn(template_name="events/_outcome.html")

    class Meta(HouseTable.Meta):
        model = Booking
        fields: tuple[str, ...] = ()
        orderable = False


class EnrolmentTable(HouseTable):
    """Somebody's e-learning."""

    caption = "E-learning"
    row_header = "course"

    course = tables.Column()
    enrolled_on = tables.DateColumn(verbose_name="Enrolled", format="j M Y")
    modules_completed = NumberColumn(verbose_name="Modules")
    completed_on = tables.DateColumn(verbose_name="Completed", format="j M Y", default="Not yet")

    class Meta(HouseTable.Meta):
        model = Enrolment
        fields: tuple[str, ...] = ()
        orderable = False
