"""A manager's search: people, events, courses and agencies by a few words."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from events import finding
from events.forms_manage import FindForm


def find(request: HttpRequest) -> HttpResponse:
    """Look for whatever it is, among all that managers keep."""
    form = FindForm(request.GET or None)
    found = finding.by_words(form.cleaned_data["q"], at=timezone.now()) if form.is_valid() else None
    return render(request, "events/find.html", {"form": form, "found": found, "most": finding.AT_MOST})
