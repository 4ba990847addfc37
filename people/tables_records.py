"""The lists of those who keep the records of people and agencies."""

from __future__ import annotations

import django_tables2 as tables
from django.urls import reverse
from django.utils.safestring import SafeString

from core.tables import HouseTable, NumberColumn, link
from people.models import Agency, Person
from people.tables import account_of


class PeopleTable(HouseTable):
    """Everybody on record."""

    caption = "People"
    row_header = "name"

    name = tables.Column(order_by=("last_name", "first_name"), verbose_name="Name")
    agency = tables.Column(accessor="agency__name", verbose_name="Agency")
    job_title = tables.Column(verbose_name="Job title")
    address = tables.Column(verbose_name="E-mail", orderable=False, default="None on record")
    account = tables.Column(accessor="pk", verbose_name="Account", orderable=False)

    class Meta(HouseTable.Meta):
        model = Person
        fields: tuple[str, ...] = ()
        order_by = ("name",)
        empty_text = "Nobody fits. Look for part of the name, or put them on record."

    def render_name(self, record: Person, value: str) -> SafeString:
        """The name leads to what is on record."""
        return link(reverse("person", args=[record.pk]), value)

    def render_account(self, record: Person) -> SafeString:
        """Whether they have one, or were invited; if not, the way to do it."""
        return account_of(record, back="people")


class AgenciesTable(HouseTable):
    """Every agency on record."""

    caption = "Agencies"
    row_header = "name"

    name = tables.Column(verbose_name="Name")
    sector = tables.Column(accessor="sector__name", verbose_name="Sector")
    kind = tables.Column(accessor="kind__name", verbose_name="Kind")
    contributes = tables.Column(verbose_name="Contributes", default="Not known")
    staff = NumberColumn(verbose_name="People")
    led_by = NumberColumn(verbose_name="Leads")
    merge = tables.Column(accessor="pk", verbose_name="Merge", orderable=False, exclude_from_export=True)

    class Meta(HouseTable.Meta):
        model = Agency
        fields: tuple[str, ...] = ()
        order_by = ("name",)
        empty_text = "No agency fits. Clear the filters, or put it on record."

    def render_name(self, record: Agency, value: str) -> SafeString:
        """The name leads to what is on record."""
        return link(reverse("agency", args=[record.pk]), value)

    def render_merge(self, record: Agency) -> SafeString:
        """The way to have another become part of it."""
        return link(reverse("choose_agency", args=[record.pk]), "Merge", unseen=f"another agency into {record.name}")

    def render_contributes(self, value: bool) -> str:
        """In a word."""
        return "Yes" if value else "No"
