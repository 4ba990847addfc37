"""What every answer has in common: which methods, packed, refusals as sentences, forms carried out once, none kept."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed, HttpResponseRedirect
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from core import once
from core.refusals import Busy, Refusal

Answer = Callable[[HttpRequest], HttpResponse]


class KnownMethods:
    """Pages are read by GET or HEAD, and forms sent by POST; nothing here is asked for otherwise, by whomever.

    Django's function views would answer PUT, DELETE and whatever else as they answer GET.
    """

    METHODS = ("GET", "HEAD", "POST")

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in self.METHODS:
            return HttpResponseNotAllowed(self.METHODS)
        return self.get_response(request)


class PackedPages(GZipMiddleware):
    """Pages, and whatever else is text, go out packed to whoever can unpack them.

    Django adds up to a hundred bytes by chance, so that the length of an answer doesn't tell what is in it. PDFs and
    workbooks are packed already.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Django calls this with every answer of the site's own; static files were packed when they were gathered."""
        is_text = response.headers.get("Content-Type", "").startswith("text/")
        return super().process_response(request, response) if is_text else response


class NoStoreWhenSignedIn:
    """Pages made for somebody are not kept by browsers or proxies, so that Back shows nothing after signing out."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated:
            add_never_cache_headers(response)
        return response


class FormsOnce:
    """A view is given the form that was sent as `request.sent`, to be carried out once; it need not do more.

    One that was carried out before, or at this very instant by a second click, leads to what came of it, whatever the
    view says of it now. One from a page that is too old, or another user's, is refused.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        form = getattr(request, "sent", None)
        # Most forms are carried out here and now: only of the others one has to ask what came of them.
        address = None if form is None or form.is_carried_out else once.outcome_of(form)
        return response if address is None else _shown_again(request, address)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Django calls this once it is known who asks, and that they may send forms."""
        request.sent = None  # type: ignore[attr-defined]
        key = request.POST.get(once.FIELD) if request.method == "POST" and request.user.is_authenticated else None
        if key is None:
            return None
        try:
            request.sent = once.sent_by(request.user, key, at=timezone.now())  # type: ignore[arg-type, attr-defined]
        except once.OutOfDate as refusal:
            return render(request, "core/refused.html", {"refusal": refusal, "again": request.path}, status=409)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Django asks this for every exception that leaves a view. `__call__` knows a better address."""
        return HttpResponseRedirect("/") if isinstance(exception, once.AlreadySent) else None


def _shown_again(request: HttpRequest, address: str) -> HttpResponse:
    """To what came of the form the first time; what the view said of the second time is not said."""
    list(messages.get_messages(request))
    messages.info(request, str(once.AlreadySent()))
    return HttpResponseRedirect(address)


class PlainRefusals:
    """A refusal that no view handled becomes a page with its sentence; a lock not had in time asks to try again."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Django asks this for every exception that leaves a view."""
        if isinstance(exception, OperationalError) and _is_about_a_lock(exception):
            exception = Busy("Many people are booking at this moment. Nothing was changed: please try again.")
        if not isinstance(exception, Refusal):
            return None
        status = 503 if isinstance(exception, Busy) else 409
        return render(request, "core/refused.html", {"refusal": exception}, status=status)


def _is_about_a_lock(exception: OperationalError) -> bool:
    return "lock" in str(exception).lower()
