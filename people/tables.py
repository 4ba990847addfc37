"""The lists of accounts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core import words
from core.tables import HouseTable, link, tag
from people.models import Person, User


class AccountsTable(HouseTable):
    """Everybody who can sign in, with what they are entrusted with."""

    caption = "Accounts"
    row_header = "email"

    email = tables.Column(verbose_name="E-mail")
    name = tables.Column(
        accessor="person__name", verbose_name="Name", order_by=("person__last_name", "person__first_name")
    )
    agency = tables.Column(accessor="person__agency__name", verbose_name="Agency")
    duties = tables.Column(verbose_name="Duties", orderable=False, empty_values=())
    second_factor = tables.Column(accessor="with_factor", verbose_name="Two-step sign-in", orderable=False)
    last_login = tables.Column(verbose_name="Last signed in")

    class Meta(HouseTable.Meta):
        model = User
        fields: tuple[str, ...] = ()
        order_by = ("email",)
        empty_text = "No account fits. Clear the filters, or invite somebody."

    def render_email(self, record: User, value: str) -> SafeString:
        """The address leads to the account; a closed one says so."""
        page = link(reverse("account", args=[record.pk]), value)
        return page if record.is_active else format_html("{} {}", page, tag("Closed", "grey"))

    def render_duties(self, record: User) -> SafeString:
        """One line for each duty."""
        return format_html_join(SafeString("<br>"), "{}", ((duty,) for duty in record.duties.all())) or SafeString("–")

    def render_second_factor(self, value: bool) -> SafeString:
        """Whether it is set up."""
        return tag("On", "green") if value else tag("Off", "grey")

    def render_last_login(self, value: datetime) -> str:
        """The day is enough."""
        return words.short_day(value)


class WithoutAccountTable(HouseTable):
    """Everybody on record who can't sign in."""

    caption = "People without an account"
    row_header = "name"

    name = tables.Column(order_by=("last_name", "first_name"), verbose_name="Name")
    agency = tables.Column(accessor="agency__name", verbose_name="Agency")
    email = tables.Column(verbose_name="E-mail", default="None on record")
    account = tables.Column(accessor="pk", verbose_name="Account", orderable=False)

    class Meta(HouseTable.Meta):
        model = Person
        fields: tuple[str, ...] = ()
        order_by = ("name",)
        empty_text = "Nobody fits. Everybody else has an account already."

    def render_account(self, record: Person) -> SafeString:
        """Whether they were invited; if not, the way to do it."""
        return account_of(record, back="without_account")


def account_of(person: Any, *, back: str) -> SafeString:
    """What there is to say of a person's account, in the list of that name; the person has `invited_at`."""
    if person.user_id is not None:
        return SafeString("Has one")
    if not person.email:
        return SafeString("No e-mail")
    url, name = f"{reverse('invite', args=[person.pk])}?next={reverse(back)}", person.name
    if person.invited_at:
        return format_html("Invited {}, {}", words.short_day(person.invited_at), link(url, "again", unseen=name))
    return link(url, "Invite", unseen=name)
