"""The API is opened by keys alone: no cookie is looked at there, nothing changed, and every problem told as JSON."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from core.api import problems
from core.api.problems import Problem

Answer = Callable[[HttpRequest], HttpResponse]


class ForMachines:
    """Stands before whatever knows cookies, methods and forms: below this address there are none."""

    BELOW = "/api/1/"

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(self.BELOW):
            return self.get_response(request)
        request.COOKIES = {}
        if request.method not in {"GET", "HEAD"}:
            return Problem(problems.ONLY_READ, "This address is only read, by GET or HEAD.").answer()
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Django asks this for every exception that leaves a view."""
        return exception.answer() if isinstance(exception, Problem) else None
