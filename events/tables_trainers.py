"""The lists of trainers: those of one event, and what all of them gave."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.tables import HouseTable, NumberColumn, link
from core.words import trimmed
from events.models import EventTrainer

LIVED = {True: "Yes", False: "No"}


class DaysColumn(NumberColumn):
    """Days of work: whole ones mostly, and parts of one."""

    def render(self, value: Decimal) -> str:
        return trimmed(value)

    def value(self, value: Decimal) -> Decimal:
        """A figure in a file too."""
        return value


class LivedColumn(tables.Column):
    """Whether somebody took part as a parent, carer or young person; unlike other blanks, not known is said."""

    empty_values = ()

    def render(self, value: bool | None) -> str:
        return "Not known" if value is None else LIVED[value]


class TrainersTable(HouseTable):
    """Who trains at one event."""

    caption = "Who trains"
    row_header = "name"

    name = tables.Column()
    agency = tables.Column(accessor="agency__name")
    days = DaysColumn(verbose_name="Days of work")
    lived_experience = LivedColumn(verbose_name="Lived experience")
    account = tables.Column(accessor="user__email", verbose_name="Account", empty_values=(), orderable=False)
    ways = tables.Column(accessor="pk", verbose_name="Change", orderable=False, exclude_from_export=True)

    class Meta(HouseTable.Meta):
        model = EventTrainer
        fields: tuple[str, ...] = ()
        empty_text = "Nobody is named yet. Name who trains, and they find the event among their own."

    def render_account(self, record: Any) -> str:
        """Whose, and what it opens."""
        if record.user is None:
            return "None: named only"
        if not record.user.is_active:
            return f"{record.user.email}: closed"
        opens = "opens the register" if record.may_register else "has not the duty of a trainer, opens no register"
        return f"{record.user.email}: {opens}"

    def render_ways(self, record: EventTrainer) -> SafeString:
        """The ways to say something else."""
        change, take_off = (
            reverse(page, args=[record.event.code, record.pk]) for page in ("change_trainer", "take_trainer_off")
        )
        unseen = record.name
        return format_html("{}<br>{}", link(change, "Change", unseen=unseen), link(take_off, "Take off", unseen=unseen))
