"""Single sign-on: whom the provider may bring in, what is kept of what it says, and what it vouches for."""

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import render

from people.models import Person, User

KEPT = ("sub", "email", "email_verified")
"""What is kept of what a provider says of somebody; it offers pictures, telephone numbers and groups too."""


def vouches_for(request: HttpRequest) -> bool:
    """Whether this session began at a provider that is trusted to have asked for a second factor itself."""
    if not settings.SINGLE_SIGN_ON.asks_second_factor:
        return False
    return any(record["method"] == "socialaccount" for record in get_authentication_records(request, request.user))


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """What the account library asks of the house about single sign-on."""

    def new_user(self, request: HttpRequest, sociallogin: SocialLogin) -> User:
        """Called for whoever comes, known or not, before anything is saved: what need not be kept is dropped here."""
        said = sociallogin.account.get_provider_account().get_user_data() or {}
        sociallogin.account.extra_data = {"userinfo": {name: said[name] for name in KEPT if name in said}}
        user: User = super().new_user(request, sociallogin)
        return user

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Let nobody in whose address the provider doesn't speak for, or says that it hasn't confirmed."""
        said = sociallogin.account.get_provider_account().get_user_data() or {}
        if not settings.SINGLE_SIGN_ON.speaks_for(said.get("email") or "") or said.get("email_verified") is False:
            raise ImmediateHttpResponse(render(request, "socialaccount/refused.html", status=403))

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """An account is made for whoever is on record, and for strangers of those domains only if that is set."""
        return settings.SINGLE_SIGN_ON.takes_strangers or _is_on_record(sociallogin)


def _is_on_record(sociallogin: Any) -> bool:
    addresses = [each.email for each in sociallogin.email_addresses]
    return any(Person.objects.filter(user=None, email__iexact=address).exists() for address in addresses)
