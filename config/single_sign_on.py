"""Single sign-on by OpenID Connect (Microsoft Entra and others), as the environment sets it; off unless it is set."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

ANYBODY_S = ("/common/", "/organizations/", "/consumers/")
"""Entra's addresses at which whole strangers sign in, who choose the address that they say is theirs."""


@dataclass(frozen=True)
class SingleSignOn:
    """One provider: where it is, whose addresses it speaks for, and what it is trusted with."""

    server: str
    client_id: str
    client_secret: str
    domains: tuple[str, ...]
    name: str
    takes_strangers: bool
    asks_second_factor: bool

    PROVIDER_ID = "sso"

    def __post_init__(self) -> None:
        """Refuse half a setting, and a provider that lets its users say that any address is theirs."""
        if not self.server:
            return
        if not (self.client_id and self.client_secret and self.domains):
            raise ImproperlyConfigured(
                "TURNOUT_OIDC_SERVER needs TURNOUT_OIDC_CLIENT_ID, TURNOUT_OIDC_CLIENT_SECRET and TURNOUT_OIDC_DOMAINS."
            )
        where = urlsplit(self.server)
        if where.scheme != "https" and where.hostname not in {"localhost", "127.0.0.1"}:
            raise ImproperlyConfigured("TURNOUT_OIDC_SERVER must begin with https://.")
        if any(part in f"{where.path}/" for part in ANYBODY_S):
            raise ImproperlyConfigured("TURNOUT_OIDC_SERVER must name your own tenant, not common or organizations.")

    def speaks_for(self, address: str) -> bool:
        """Whether an address is of a domain whose addresses the provider gives out."""
        return address.rpartition("@")[2].lower() in {domain.lower() for domain in self.domains}

    @property
    def provider(self) -> dict[str, Any]:
        """The same as the account library wants to be told."""
        if not self.server:
            return {"APPS": []}
        details = {
            "server_url": self.server,
            "verified_email": list(self.domains),
            "email_authentication": True,
            "oauth_pkce_enabled": True,
        }
        app = {"provider_id": self.PROVIDER_ID, "name": self.name, "settings": details}
        return {"APPS": [app | {"client_id": self.client_id, "secret": self.client_secret}]}

    @property
    def origins(self) -> list[str]:
        """Where a form that begins signing in is led to."""
        where = urlsplit(self.server)
        return [f"{where.scheme}://{where.netloc}"] if self.server else []
