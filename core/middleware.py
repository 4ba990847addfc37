"""What every answer has in common: a refusal is a plain sentence, and pages of the signed-in are not kept."""

from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from core.refusals import Busy, Refusal

Answer = Callable[[HttpRequest], HttpResponse]


class NoStoreWhenSignedIn:
    """Pages made for somebody are not kept by browsers or proxies, so that Back shows nothing after signing out."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated:
            add_never_cache_headers(response)
        return response


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
