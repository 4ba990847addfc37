"""The addresses of the JSON API, and the page that tells developers of it."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone

from config import api
from core.addresses import on_this_site
from core.api import document, limits, problems
from core.api.lists import AFTER, Asked, Listing
from core.api.problems import Problem
from people.rules import may_keep_keys

JSON = "application/json"
FRESH = {"Cache-Control": "private, no-cache", "Vary": "Authorization"}
"""Whoever asks may keep an answer and ask whether it is still so; nobody on the way keeps any."""


def view_of(listing: Listing) -> Callable[[HttpRequest], HttpResponse]:
    """The view that answers with pages of that list."""

    def answer(request: HttpRequest) -> HttpResponse:
        now = timezone.now()
        key = api.key_of(request, at=now)
        if listing.needs_key and key is None:
            raise Problem(problems.NO_KEY, f"“{listing.name}” is shown to whoever has a key of the agency.")
        _demand_json(request)
        said = listing.understand(request.GET)
        data, last = listing.page(Asked(key.agency if key else None, now, said))
        return _json({"data": data, "next": None if last is None else _next(request, last)})

    answer.__doc__ = f"{listing.title}, page by page."
    return answer


def openapi(request: HttpRequest) -> HttpResponse:
    """The API described for programs."""
    _demand_json(request)
    return _json(api.described())


def nothing_here(request: HttpRequest, rest: str) -> HttpResponse:
    """What every other address below is answered."""
    raise Problem(problems.NOTHING_HERE, f"There is nothing at {request.path[:80]}. Addresses end with a slash.")


def documentation(request: HttpRequest) -> HttpResponse:
    """The API described for people, made of what answers."""
    context = {
        "lists": [_told(each) for each in api.LISTS],
        "problems": problems.KINDS,
        "most_requests": limits.A_MINUTE,
        "key_days": settings.API_KEY_DAYS,
        "site": settings.SITE_URL,
        "may_keep_keys": may_keep_keys(request.user),
        "problem": json.dumps(problems.example(), indent=2, ensure_ascii=False),
    }
    return render(request, "api/documentation.html", context)


def _told(listing: Listing) -> dict[str, Any]:
    """What the page says of one list."""
    example = json.dumps(document.example_of(listing), indent=2, ensure_ascii=False)
    return {"listing": listing, "fields": listing.record.told(), "example": example}


def _demand_json(request: HttpRequest) -> None:
    if not request.accepts(JSON):
        raise Problem(problems.ONLY_JSON, "The header “Accept” of the request doesn’t allow application/json.")


def _json(said: dict[str, Any]) -> HttpResponse:
    return JsonResponse(said, json_dumps_params={"ensure_ascii": False}, headers=FRESH)


def _next(request: HttpRequest, last: int) -> str:
    """The address of the page after that number, with all else that was asked."""
    return on_this_site(f"{request.path}?{urlencode({**request.GET.dict(), AFTER.name: last})}")
