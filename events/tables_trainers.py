"""The lists of trainers: those of one event, and what all of them gave."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.safestring import SafeString

from core.tables import DayColumn, DecimalColumn, HouseTable, NumberColumn, link
from events.models import EventTrainer

YES_NO = {True: "Yes", False: "No"}


class LivedColumn(tables.Column):
    """Whether somebody took part as a parent, carer or young person; unlike other blanks, not known is said."""

    empty_values = ()

    def render(self, value: bool | None) -> str:
        return "Not known" if value is None else YES_NO[value]


class TrainersTable(HouseTable):
    """Who trains at one event."""

    caption = "Who trains"
    row_header = "name"

    name = tables.Column()
    agency = tables.Column(accessor="agency__name", verbose_name="Agency")
    days = DecimalColumn(verbose_name="Days of work")
    lived_experience = LivedColumn(verbose_name="Lived experience")
    account = tables.Column(accessor="user__email", verbose_name="Account", empty_values=(), orderable=False)

    class Meta(HouseTable.Meta):
        model = EventTrainer
        fields: tuple[str, ...] = ()
        empty_text = "Nobody is named yet. Name who trains, and they find the event among their own."

    def __init__(self, *args: Any, may_change: bool, **kwargs: Any) -> None:
        """The names lead to where something else is said of them, if that may be."""
        super().__init__(*args, **kwargs)
        self._may_change = may_change

    def render_name(self, record: EventTrainer, value: str) -> SafeString | str:
        """The name leads to what is said of them."""
        way = reverse("change_trainer", args=[record.event.code, record.pk])
        return link(way, value, unseen="(change)") if self._may_change else value

    def render_account(self, record: Any) -> str:
        """Whose, and what it opens."""
        if record.user is None:
            return "None: named only"
        if not record.user.is_active:
            return f"{record.user.email}: closed"
        opens = "opens the register" if record.may_register else "has no duty of a trainer, so opens no register"
        return f"{record.user.email}: {opens}"


class GivenTable(HouseTable):
    """Work that was given: a row for each trainer at each event."""

    caption = "Who trained"
    row_header = "name"

    name = tables.Column(verbose_name="Trainer")
    agency = tables.Column(accessor="agency__name", verbose_name="Agency")
    event = tables.Column(accessor="event__name", order_by=("event__course__title", "event__title"))
    held_on = DayColumn(accessor="event__starts_on", verbose_name="Date")
    days = DecimalColumn()
    lived_experience = LivedColumn(verbose_name="Lived experience")
    is_reported = tables.Column(verbose_name="In the yearly report")

    class Meta(HouseTable.Meta):
        model = EventTrainer
        fields: tuple[str, ...] = ()
        order_by = ("-held_on", "name")
        empty_text = "Nobody gave a day that fits. Trainers are named on the page of their event."

    def render_event(self, record: EventTrainer, value: str) -> SafeString:
        """The event leads to its trainers."""
        return link(reverse("event_trainers", args=[record.event.code]), value)

    def render_is_reported(self, value: bool) -> str:
        """Whether its figures count the days."""
        return YES_NO[value]


class SumsTable(HouseTable):
    """What each agency gave."""

    caption = "Days given, by agency"
    row_header = "agency"

    agency = tables.Column()
    trainers = NumberColumn()
    at_events = NumberColumn(verbose_name="Events")
    days = DecimalColumn()
    reported = DecimalColumn(verbose_name="In the yearly report")

    class Meta(HouseTable.Meta):
        empty_text = "No agency gave a day that fits."
