"""The pages that everybody may read: help, the accessibility statement, the privacy notice."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from config.personal_data import HOLDINGS


def guide(request: HttpRequest) -> HttpResponse:
    """How things are done here, for everybody and for each duty."""
    return render(request, "information/help.html", whom_to_ask())


def accessibility(request: HttpRequest) -> HttpResponse:
    """What the law asks a public body to say of how accessible its site is."""
    return render(request, "information/accessibility.html", whom_to_ask())


def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about people, made from what is classified in personal_data."""
    return render(request, "information/privacy.html", whom_to_ask() | {"holdings": HOLDINGS})


def whom_to_ask() -> dict[str, object]:
    """Whose site it is, for the sentence that says whom to ask."""
    return {"board": settings.BOARD_NAME, "contact": settings.CONTACT_EMAIL}
