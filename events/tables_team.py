"""The lists of a lead: the team's bookings, and the team."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core import words
from core.tables import HouseTable, NumberColumn, link, tag
from events import waiting
from events.models import Booking, BookingQuerySet
from events.tables_manage import STATE_TAGS
from people.models import Person
from people.tables import account_of


class TeamBookingsTable(HouseTable):
    """What the people of a team are booked on, or wait for."""

    caption = "Coming bookings"
    row_header = "person"

    person = tables.Column(accessor="person__name", order_by=("person__last_name", "person__first_name"))
    event = tables.Column(accessor="event", order_by=("event__starts_on", "event__starts_time"))
    state = tables.Column(verbose_name="Booking")

    def __init__(self, live: BookingQuerySet, *, at: datetime) -> None:
        super().__init__(live)
        self.live, self.at = live, at

    class Meta(HouseTable.Meta):
        model = Booking
        fields: tuple[str, ...] = ()
        empty_text = "Nobody of your team has a place on a coming event, or waits for one."

    def render_person(self, record: Booking, value: str) -> SafeString:
        """The name leads to the booking."""
        return link(reverse("booking", args=[record.pk]), value)

    def render_state(self, record: Booking) -> SafeString:
        """The state as a tag, with where in line they are, or until when somebody must answer."""
        state = tag(record.standing, STATE_TAGS.get(Booking.State(record.state), "grey"))
        more = self._in_line(record) or self._until(record)
        return format_html("{}<br>{}", state, more) if more else state

    def _in_line(self, record: Booking) -> str:
        position = self.positions.get(record.pk)
        return f"{words.ordinal(position)} in line" if position else ""

    def _until(self, record: Booking) -> str:
        moment = record.offer_lapses_at if record.state == Booking.State.OFFERED else record.decide_by
        return f"Until {words.short_day(moment)}, {words.clock(moment)}" if moment else ""

    @cached_property
    def positions(self) -> dict[int, int]:
        """Where in line those are who wait, by their bookings' ids."""
        return waiting.positions(self.live.filter(state=Booking.State.WAITING), at=self.at)


class TeamTable(HouseTable):
    """The people of a team."""

    caption = "Your people"
    row_header = "name"

    name = tables.Column(order_by=("last_name", "first_name"))
    account = tables.Column(accessor="pk", verbose_name="Account", orderable=False)
    address = tables.Column(verbose_name="E-mail", default="None on record", order_by=("user__email", "email"))
    target_group = tables.Column(accessor="target_group__code", verbose_name="Target group")
    times_attended = NumberColumn(verbose_name="Attended")

    class Meta(HouseTable.Meta):
        model = Person
        fields: tuple[str, ...] = ()
        order_by = ("name",)
        empty_text = "Nobody of your agency is on record yet."
        sequence = ("name", "address", "account", "...")

    def render_name(self, record: Person, value: str) -> SafeString:
        """The name leads to the training passport."""
        return link(reverse("passport", args=[record.pk]), value)

    def render_account(self, record: Person) -> SafeString:
        """Whether they have one or were invited; if not, the way to do it."""
        return account_of(record, back="my_team")
