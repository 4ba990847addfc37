"""Who hammers, and on what: people with sessions, and events with places, written straight to the database."""

from collections.abc import Iterable, Sequence
from datetime import time, timedelta
from importlib import import_module
from itertools import count
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone

from core import once
from events.models import Booking, Event
from people.models import Agency, Duty, Person, Sector, User
from tools.hammer.bookers import Booker
from tools.hammer.instant import alone
from training.models import Course

_numbers = count(1)


class World:
    """So many people of one agency, its lead and a manager, each signed in, on an empty database."""

    def __init__(self, port: int, people: int) -> None:
        self.agency = Agency.objects.create(code="hammer", name="Hammer", sector=Sector.objects.all()[0])
        self.course, self.conference = (
            Course.objects.create(code=kind, title="Hammer", kind=kind)
            for kind in (Course.Kind.COURSE, Course.Kind.CONFERENCE)
        )
        self.people = [self._person(number) for number in range(people)]
        self.hall = self.event(places=1)
        hall = f"/events/{self.hall.code}/"
        self.bookers = [_signed_in(port, person.user, f"{hall}book/") for person in self.people if person.user]
        self.manager = _signed_in(port, _with_duty(Duty.Kind.MANAGER), "/manage/events/plan/")
        self.lead = _signed_in(port, _with_duty(Duty.Kind.LEAD, agency=self.agency), f"{hall}team/")

    def event(self, *, places: int, booked: int = 0, beside: Event | None = None) -> Event:
        """An event in a month's time; the first `booked` people have booked it, in order, and some of them may wait.

        It has a day of its own, so that nobody's diary clashes, unless it takes place `beside` another one.
        """
        day = {"starts_on": beside.starts_on, "ends_on": beside.ends_on} if beside else {}
        event = _event(self.course, places=places, **day)
        _book(event, self.people[:booked])
        return event

    def workshop(self, *, places: int, booked: int) -> tuple[Event, list[Booking]]:
        """A workshop of a conference on which everybody has a place, as the first `booked` have in it; their places."""
        conference = _event(self.conference, places=len(self.people))
        delegates = _book(conference, self.people)
        day = {"starts_on": conference.starts_on, "ends_on": conference.ends_on}
        workshop = _event(self.conference, parent=conference, title="Workshop", places=places, **day)
        _book(workshop, self.people[:booked], delegates)
        return workshop, delegates

    def clear(self) -> None:
        """Take away every booking, and every event but the hall: nobody comes to have hundreds, as nobody does."""
        Booking.objects.update(replaces=None, part_of=None)
        Booking.objects.all().delete()
        events = Event.objects.exclude(pk=self.hall.pk)
        events.exclude(parent=None).delete()
        events.delete()

    def key_for(self, number: int) -> str:
        """The key that the form of a page would hold which that person opens now."""
        user = self.people[number].user
        return once.drawn_for(user, at=timezone.now()) if user else ""

    def _person(self, number: int) -> Person:
        user = User.objects.create_user(f"booker-{number}@example.org")
        return Person.objects.create(
            user=user, email=user.email, first_name="Ann", last_name=f"Booker{number}", agency=self.agency
        )


def _event(course: Course, **fields: Any) -> Event:
    number = next(_numbers)
    day = (timezone.now() + timedelta(days=30 + number)).date()
    standing: dict[str, Any] = {
        "course": course,
        "code": f"hammer-{number}",
        "status": Event.Status.PUBLISHED,
        "starts_on": day,
        "starts_time": time(9, 30),
        "ends_on": day,
        "ends_time": time(16, 30),
    }
    return Event.objects.create(**standing | fields)


def _book(event: Event, people: Sequence[Person], part_of: Iterable[Booking] = ()) -> list[Booking]:
    """Places for the first of them, as many as there are; the others wait."""
    now, wholes = timezone.now(), list(part_of)
    rows = []
    for number, person in enumerate(people):
        has_place = number < (event.places or 0)
        rows.append(
            Booking(
                event=event,
                person=person,
                agency=person.agency,
                state=Booking.State.CONFIRMED if has_place else Booking.State.WAITING,
                held_place=has_place,
                made_at=now + timedelta(microseconds=number),
                part_of=wholes[number] if wholes else None,
            )
        )
    return Booking.objects.bulk_create(rows)


def _with_duty(kind: str, **duty: Any) -> User:
    user = User.objects.create_user(f"{kind}@example.org")
    Duty.objects.create(user=user, kind=kind, **duty)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    return user


def _signed_in(port: int, user: User, form: str) -> Booker:
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    booker = Booker(port, session.session_key)
    page = alone(booker.get(form))
    if page.status != 200 or "csrfmiddlewaretoken" not in page.body or f'name="{once.FIELD}"' not in page.body:
        raise SystemExit(f"{form} answered {page.status}, without a form that is sent once.\n{page.body[:500]}")
    return booker
