"""The lists of the programme and of one's own training."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property

import django_tables2 as tables
from django.utils.safestring import SafeString
from django_tables2.data import TableQuerysetData

from core.tables import HouseTable, NumberColumn
from events import browsing, cards
from events.models import Booking, Event, EventQuerySet
from people.models import Agency
from training.models import Enrolment


class _Programme(TableQuerysetData):
    """Events with what their cards show, which is not asked of all of them only to count how many there are."""

    def __init__(self, events: EventQuerySet) -> None:
        super().__init__(browsing.on_cards(events))
        self._events = events

    @cached_property
    def _length(self) -> int:
        return self._events.count()


class ProgrammeTable(HouseTable):
    """The programme, drawn as cards, which read well on a telephone, for people from that agency."""

    caption = "Coming events"

    def __init__(self, events: EventQuerySet, *, agency: Agency | None, at: datetime) -> None:
        super().__init__(_Programme(events))
        self.agency, self.at = agency, at

    class Meta(HouseTable.Meta):
        model = Event
        fields: tuple[str, ...] = ()
        template_name = "events/programme_cards.html"
        orderable = False
        per_page = 20

    @property
    def cards(self) -> list[SafeString]:
        """The cards of this page."""
        listed = browsing.with_dates(row.record for row in self._shown)
        return cards.drawn(browsing.as_seen_from(self.agency, listed, at=self.at))


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
