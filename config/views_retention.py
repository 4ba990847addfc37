"""How long things are kept, what would go next, and what went last: for administrators."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from config import retention


def keeping(request: HttpRequest) -> HttpResponse:
    """Each clock with its period, how much is due, and how much went when it was last done."""
    last = retention.last_run()
    went = last.details if last else {}
    lines = [(each, went.get(each.clock.name)) for each in retention.due(at=timezone.now())]
    context = {"lines": lines, "last": last, "by_clock": settings.RETENTION_BY_CLOCK}
    return render(request, "retention/keeping.html", context)
