"""Where to go next: only ever to an address of this site."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme


def safe_next(request: HttpRequest, *, otherwise: str) -> str:
    """The path that the request asks to go on to in `next`, if it is one of this site's; else that of `otherwise`."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_ours else resolve_url(otherwise)


def on_this_site(address: str) -> str:
    """The same page at the configured address (SITE_URL): for letters, whose links no request may choose."""
    wanted = urlsplit(address)
    return str(settings.SITE_URL) + urlunsplit(("", "", wanted.path or "/", wanted.query, wanted.fragment))


def button_on(page: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """The view behind a button on that page; whoever opens its address, by Back or after signing in, is led there."""

    def behind(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def pressed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return view(request, *args, **kwargs) if request.method == "POST" else redirect(page, *args, **kwargs)

        return pressed

    return behind
