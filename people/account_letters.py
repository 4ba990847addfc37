"""The account library's letters: every link in them leads to the configured address, whatever host was asked for."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.mail import EmailMessage

from core.addresses import on_this_site


class Site:
    """The site as those letters name it."""

    name = "Turnout"

    @property
    def domain(self) -> str:
        """The host, and the port where there is one, of the configured address."""
        return str(settings.SITE_URL).partition("://")[2]


class AccountAdapter(DefaultAccountAdapter):
    """What the account library asks of the house about accounts."""

    def render_mail(
        self, template_prefix: str, email: Any, context: dict[str, Any], headers: dict[str, str] | None = None
    ) -> EmailMessage:
        """The letter. The library makes links of the request's Host header, and whoever asks chooses that."""
        links = {name: on_this_site(value) for name, value in context.items() if name.endswith("_url") and value}
        safe = context | links | {"current_site": Site()}
        letter: EmailMessage = super().render_mail(template_prefix, email, safe, headers)
        return letter
