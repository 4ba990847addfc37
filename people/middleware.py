"""What is asked of everybody who is signed in, before any page of theirs."""

from collections.abc import Callable
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from people import single_sign_on
from people.rules import lacks_second_factor

Answer = Callable[[HttpRequest], HttpResponse]


class SecondFactorFirst:
    """Whoever sees other people's records sets up a second factor before anything else.

    Every address is closed to them until then, but for those in OPEN: a new page needs no thought to be safe.
    """

    SET_UP = "mfa_index"
    OPEN = frozenset({SET_UP, "mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate", "account_logout"})

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Django calls this once it is known who asks, and for which address."""
        if not lacks_second_factor(request.user) or single_sign_on.vouches_for(request):
            return None
        request.must_set_up_second_factor = True  # type: ignore[attr-defined]
        match = request.resolver_match
        return None if match and match.view_name in self.OPEN else redirect(self.SET_UP)


class NothingKeptAtSignOut:
    """Whoever signs out leaves nothing behind: the browser is told to delete what pages of ours have kept there."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        was_signed_in = SESSION_KEY in request.session
        response = self.get_response(request)
        if was_signed_in and SESSION_KEY not in request.session:
            response.headers["Clear-Site-Data"] = '"storage"'
        return response


class LastSeen:
    """Keeps when and from where each session was last used, every ten minutes, so that people know their devices."""

    KEY = "last_seen"
    EVERY = 600

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.USERSESSIONS_TRACK_ACTIVITY and request.user.is_authenticated:
            now = int(timezone.now().timestamp())
            if now - request.session.get(self.KEY, 0) >= self.EVERY:
                request.session[self.KEY] = now
                UserSession.objects.create_from_request(request)
        return self.get_response(request)
