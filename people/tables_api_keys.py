"""The list of keys for agencies' own systems."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.tables import HouseTable, link, tag
from core.words import short_day
from people.api_keys import WARNED_FOR
from people.models import ApiKey, User


def standing_of(key: ApiKey, *, at: datetime) -> tuple[str, str, str]:
    """How it stands with a key: in a word, in a colour, and what more there is to say."""
    if key.ended_at:
        return "Ended", "grey", f"On {short_day(key.ended_at)}"
    if key.agency.merged_at:
        return "Stopped", "red", f"{key.agency} is part of {key.agency.successor}"
    if key.has_lapsed(at=at):
        return "Lapsed", "red", f"On {short_day(key.lapses_at)}: make another"
    if not key.maker_may:
        return "Stopped", "red", "Who made it doesn’t lead the agency any more: make another"
    if key.has_lapsed(at=at + WARNED_FOR):
        return "Lapses soon", "yellow", f"On {short_day(key.lapses_at)}: make another before"
    return "Good", "green", f"Until {short_day(key.lapses_at)}"


class KeysTable(HouseTable):
    """The keys, the latest first."""

    caption = "Keys"
    row_header = "name"

    name = tables.Column()
    agency = tables.Column(accessor="agency__name", verbose_name="Agency")
    standing = tables.Column(accessor="pk", order_by="lapses_at", verbose_name="Standing")
    last_used_at = tables.Column(verbose_name="Last used", default="Never")
    made_at = tables.Column(verbose_name="Made")
    end = tables.Column(accessor="pk", verbose_name="End", orderable=False, exclude_from_export=True)

    class Meta(HouseTable.Meta):
        model = ApiKey
        fields: tuple[str, ...] = ()
        order_by = ("-made_at",)
        empty_text = "There is no key yet. Make one when your HR system is to fetch its records by itself."

    def __init__(self, data: Any, *, at: datetime, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.at = at

    def render_standing(self, record: ApiKey) -> SafeString:
        """In a word, and until when or why."""
        word, colour, more = standing_of(record, at=self.at)
        return format_html("{}<br>{}", tag(word, colour), more)

    def render_last_used_at(self, value: datetime) -> str:
        """The day is enough."""
        return short_day(value)

    def render_made_at(self, record: ApiKey, value: datetime) -> SafeString:
        """On which day, and by whom."""
        return format_html("{}<br>{}", short_day(value), _named(record.made_by))

    def render_end(self, record: ApiKey) -> str | SafeString:
        """Where it is ended, if nobody did."""
        if record.ended_at:
            return "–"
        return link(reverse("end_api_key", args=[record.pk]), "End it", unseen=f": {record.name}")


def _named(user: User | None) -> str:
    """Who that is, by name where they said it."""
    if user is None:
        return "by somebody who has no account any more"
    person = getattr(user, "person", None)
    return f"by {person.name if person else user.email}"
