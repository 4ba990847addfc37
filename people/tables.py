"""The lists of accounts."""

from __future__ import annotations

from datetime import datetime

import django_tables2 as tables
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core.tables import HouseTable, tag
from people.models import User


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
        link = format_html('<a class="govuk-link" href="{}">{}</a>', reverse("account", args=[record.pk]), value)
        return link if record.is_active else format_html("{} {}", link, tag("Closed", "grey"))

    def render_duties(self, record: User) -> SafeString:
        """One line for each duty."""
        return format_html_join(SafeString("<br>"), "{}", ((duty,) for duty in record.duties.all())) or SafeString("–")

    def render_second_factor(self, value: bool) -> SafeString:
        """Whether it is set up."""
        return tag("On", "green") if value else tag("Off", "grey")

    def render_last_login(self, value: datetime) -> str:
        """The day is enough."""
        day = timezone.localdate(value)
        return f"{day.day} {day:%b %Y}"
