"""The JSON API for agencies' own systems: its lists, gathered from the floors, and what opens them."""

from datetime import datetime
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest

from core.api import document, limits, problems
from core.api.lists import Listing
from core.api.problems import Problem
from evaluations.api import CERTIFICATES, PASSPORTS
from events.api import BOOKINGS, EVENTS
from people import api_keys
from people.api import STAFF
from people.models import ApiKey
from training.api import COURSES

VERSION = "1"
LISTS: tuple[Listing, ...] = (EVENTS, COURSES, STAFF, BOOKINGS, CERTIFICATES, PASSPORTS)


def described() -> dict[str, Any]:
    """The whole of it, as OpenAPI has it."""
    return document.openapi(LISTS, version=VERSION, server=f"{settings.SITE_URL}/api/{VERSION}")


def key_of(request: HttpRequest, *, at: datetime) -> ApiKey | None:
    """The key that the request was sent with, if any; a problem where it isn't good, or asks too often.

    Whoever has no good key is counted by where they ask from.
    """
    token = _token(request)
    try:
        key = api_keys.opened_by(token, at=at) if token else None
    except Problem:
        _count_address(request, at=at)
        raise
    if key is None:
        _count_address(request, at=at)
        return None
    limits.count(f"key:{key.pk}", at=at)
    api_keys.note_use(key, at=at)
    return key


def _token(request: HttpRequest) -> str:
    """What stands behind "Bearer"; a problem where the header holds something else."""
    header = request.headers.get("Authorization", "")
    scheme, _, token = header.partition(" ")
    if header and (scheme.lower() != "bearer" or not token.strip()):
        raise Problem(problems.NO_KEY, "The header “Authorization” is not “Bearer”, a space, and a key.")
    return token.strip()


def _count_address(request: HttpRequest, *, at: datetime) -> None:
    limits.count(f"address:{get_adapter().get_client_ip(request)}", at=at)
