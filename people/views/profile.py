"""The page on which people say who they are at work."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from core.addresses import safe_next
from people import persons
from people.forms import AboutWorkForm
from people.requests import MemberRequest


def profile(request: MemberRequest) -> HttpResponse:
    """Ask who the user is at work, or show it to be changed; then go on to what they came for."""
    person = persons.of(request.user)
    form = AboutWorkForm.about(person, request.POST if request.method == "POST" else None)
    if form.is_valid():
        persons.introduce(request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, "What you told us about your work is saved.")
        return redirect(safe_next(request, otherwise="my_training"))
    return render(request, "people/profile.html", {"form": form, "is_new": person is None})
