"""Events by the clock on the wall, as pages see them, and what a page says."""

from typing import Any

from django.test import Client
from django.utils import timezone

from events.models import Event
from tests.makers import make_event


def event_in(days: int = 30, **fields: Any) -> Event:
    """An event that begins in so many days from now."""
    return make_event(days=days, at=timezone.now(), **fields)


def page(client: Client, address: str, status: int = 200) -> str:
    """The page there on one line, answered with that status."""
    answer = client.get(address)
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())
