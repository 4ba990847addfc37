"""What only the floor itself can do for the bench: python -m tools.bench.floor.inside VERB, JSON in and JSON out."""

import json
import sys
from collections.abc import Callable
from datetime import date, timedelta
from importlib import import_module
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402 - models can be imported only now
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402

from tools.bench.floor.models import Booking, Event  # noqa: E402


def world(people: int, keys: int, batches: list[list[int]]) -> dict[str, Any]:
    """People who book, and events to be booked."""
    call_command("migrate", run_syncdb=True, verbosity=0)
    return {"accounts": _accounts(people, keys), "codes": _events(batches)}


def _accounts(people: int, keys: int) -> list[dict[str, Any]]:
    """So many accounts; of each the key of a session. The floor's forms have no keys of their own."""
    users = User.objects.bulk_create(User(username=f"account-{n}") for n in range(people))
    return [{"session": _session_of(user), "keys": [""] * keys} for user in users]


def _session_of(user: User) -> str:
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    key: str = session.session_key
    return key


def _events(batches: list[list[int]]) -> dict[int, list[str]]:
    """The events of each batch: how many there are, how many places each has, in how many days they are."""
    today = date.today()  # noqa: DTZ011 - any day in the future does
    Event.objects.bulk_create(
        Event(
            code=f"bench-{from_day}-{n}",
            title="Neglect 1",
            kind="Training course",
            starts_on=today + timedelta(days=from_day),
            venue="A hall",
            places=places,
        )
        for number, places, from_day in batches
        for n in range(number)
    )
    return {from_day: [f"bench-{from_day}-{n}" for n in range(number)] for number, _, from_day in batches}


def programme(rows: list[dict[str, Any]]) -> str:
    """The coming events as Turnout shows them, with as many places taken; the key of somebody's session."""
    call_command("migrate", run_syncdb=True, verbosity=0)
    users = User.objects.bulk_create(User(username=f"account-{n}") for n in range(max(row["taken"] for row in rows)))
    for row in rows:
        taken = row.pop("taken")
        event = Event.objects.create(**row)
        Booking.objects.bulk_create(Booking(event=event, person=user) for user in users[:taken])
    return _session_of(users[0])


VERBS: dict[str, Callable[..., Any]] = {verb.__name__: verb for verb in (world, programme)}

if __name__ == "__main__":
    json.dump(VERBS[sys.argv[1]](**json.load(sys.stdin)), sys.stdout)
