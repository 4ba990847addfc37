"""What only Turnout itself can do for the bench: python -m tools.bench.inside VERB, with JSON in and JSON out.

Each call is a process of its own with Turnout's settings, on the database of the environment.
"""

import json
import sys
from collections.abc import Callable
from datetime import time, timedelta
from importlib import import_module
from typing import Any
from uuid import uuid4

import django

django.setup()

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret  # noqa: E402 - models can be imported only now
from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from core import once  # noqa: E402
from events.models import Event, Policy  # noqa: E402
from people.models import Duty, Person, User  # noqa: E402
from tools.bench import data, inside_year  # noqa: E402
from training.models import Course  # noqa: E402

TRANSACTION = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


def fill(bookings: int) -> None:
    """Make the tables, fill them under a policy, and gather the static files if that hasn't been done."""
    call_command("migrate", verbosity=0)
    if not (settings.STATIC_ROOT / "staticfiles.json").exists():
        call_command("collectstatic", interactive=False, verbosity=0)
    Policy.objects.create(starts_on=timezone.localdate(), suspends_after=3, place_price=50)
    data.fill(bookings, today=timezone.localdate())


def world(people: int, keys: int, batches: list[list[int]]) -> dict[str, Any]:
    """People who book, and events to be booked."""
    return {"accounts": _accounts(people, keys), "codes": _events(batches)}


def one_of_each() -> dict[str, str]:
    """The key of a session of somebody new for each duty, by its name, and of a practitioner who has bookings."""
    booked = Person.objects.filter(user=None, bookings__isnull=False).order_by("pk")[0]
    sessions = {}
    for kind in Duty.Kind:
        user = User.objects.create(email=f"{kind.value}-{uuid4().hex}@example.org")
        agency = booked.agency if kind == Duty.Kind.LEAD else None
        Duty.objects.create(user=user, kind=kind, agency=agency)
        TOTP.activate(user, generate_totp_secret())
        sessions[str(kind.value)] = session_of(user)
    booked.user = User.objects.create(email=f"practitioner-{uuid4().hex}@example.org")
    booked.save()
    return sessions | {"practitioner": session_of(booked.user)}


def _accounts(people: int, keys: int) -> list[dict[str, Any]]:
    """Give the last `people` on record an account each; of each the key of a session, and of so many forms."""
    found = list(Person.objects.filter(user=None).order_by("-pk")[:people])
    users = User.objects.bulk_create(User(email=f"account-{person.pk}@example.org") for person in found)
    for person, user in zip(found, users, strict=True):
        person.user = user
    Person.objects.bulk_update(found, ["user"])
    now = timezone.now()
    return [
        {"session": session_of(user), "keys": [once.drawn_for(user, at=now) for _ in range(keys)]} for user in users
    ]


def session_of(user: User) -> str:
    """The key of a new session of that user."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    key: str = session.session_key
    return key


def _events(batches: list[list[int]]) -> dict[int, list[str]]:
    """Events for everybody that all rules are asked of, each on a day of its own: {first day: codes}.

    A batch is how many there are, how many places each has, and in how many days the first of them is.
    """
    course = Course.objects.filter(kind=Course.Kind.COURSE, target_groups__isnull=False).order_by("pk")[0]
    today = timezone.localdate()
    made = [
        Event(
            code=f"bench-{from_day}-{n}",
            course=course,
            status=Event.Status.PUBLISHED,
            starts_on=today + timedelta(days=from_day + n),
            starts_time=time(9, 30),
            ends_on=today + timedelta(days=from_day + n),
            ends_time=time(16, 30),
            places=places,
        )
        for number, places, from_day in batches
        for n in range(number)
    ]
    Event.objects.bulk_create(made)
    return {from_day: [f"bench-{from_day}-{n}" for n in range(number)] for number, _, from_day in batches}


def today() -> str:
    """The day in London."""
    return str(timezone.localdate())


def statements(path: str, session: str, form: dict[str, str] | None) -> dict[str, Any]:
    """What one request sends to the database, without what begins and ends a transaction; and what is answered.

    A page is asked for twice, for the first request of a session also notes from which device it comes.
    """
    client = Client(SERVER_NAME="127.0.0.1")
    if session:
        client.cookies[settings.SESSION_COOKIE_NAME] = session
    if form is None:
        client.get(path)
    with CaptureQueriesContext(connection) as sent:
        answer = client.get(path) if form is None else client.post(path, form)
    asked = [each["sql"] for each in sent.captured_queries if not each["sql"].startswith(TRANSACTION)]
    return {"status": answer.status_code, "location": answer.get("Location", ""), "statements": asked}


def costs(pages: list[list[str]]) -> list[dict[str, Any]]:
    """The same of each of those pages, each a path and the key of a session."""
    return [statements(path, session, None) for path, session in pages]


DONE_HERE = (fill, world, one_of_each, today, statements, costs)
VERBS: dict[str, Callable[..., Any]] = {
    verb.__name__: verb for verb in (*DONE_HERE, inside_year.compiled, inside_year.drawn)
}


def main(words: list[str]) -> int:
    """Do what the first word says with the arguments on standard input."""
    given = json.load(sys.stdin)
    json.dump(VERBS[words[0]](**given), sys.stdout)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
