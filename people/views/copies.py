"""The page on which a line manager says that they want no more copies."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from people import copies


@never_cache
def end_copies(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever has the link of a copy says that none are to go to that address any more; nobody is signed in by it."""
    person = copies.behind(token)
    if person is None:
        return render(request, "people/copies_over.html", status=410)
    if request.method == "POST":
        copies.end(person, seen=person.manager_email, at=timezone.now())
        messages.success(request, f"We send you nothing more about {person}.")
        return redirect("programme")
    return render(request, "people/end_copies.html", {"person": person})
