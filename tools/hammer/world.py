"""Who hammers, and on what: people with sessions, events with places, and what became of them, read from the rows."""

from collections import Counter
from datetime import time, timedelta
from importlib import import_module
from itertools import count

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone

from core.audit import System, reference
from core.models import AuditEntry
from events import bookings
from events.models import Booking, Event
from people.models import Agency, Duty, Person, Sector, User
from tools.hammer.bookers import Booker
from training.models import Course

HAMMER = System("hammer")
_numbers = count(1)


class World:
    """So many people and a manager, each signed in, on an empty database."""

    def __init__(self, port: int, people: int) -> None:
        self.agency = Agency.objects.create(code="hammer", name="Hammer", sector=Sector.objects.all()[0])
        self.course = Course.objects.create(code="hammer", title="Hammer", kind=Course.Kind.COURSE)
        self.people = [self._person(number) for number in range(people)]
        manager = User.objects.create_user("manager@example.org")
        Duty.objects.create(user=manager, kind=Duty.Kind.MANAGER)
        Authenticator.objects.create(user=manager, type=Authenticator.Type.TOTP, data={})
        hall = f"/events/{self.event(places=1).code}/book/"
        self.bookers = [_signed_in(port, person.user, hall) for person in self.people if person.user]
        self.manager = _signed_in(port, manager, "/manage/events/plan/")

    def event(self, *, places: int, booked: int = 0) -> Event:
        """An event in a month's time; the first `booked` people have booked it, in order, and some of them may wait."""
        now = timezone.now()
        number = next(_numbers)
        day = (now + timedelta(days=30 + number)).date()  # each on a day of its own: nobody's diary clashes
        event = Event.objects.create(
            course=self.course,
            code=f"hammer-{number}",
            status=Event.Status.PUBLISHED,
            starts_on=day,
            starts_time=time(9, 30),
            ends_on=day,
            ends_time=time(16, 30),
            places=places,
        )
        for person in self.people[:booked]:
            bookings.book(event, person, by=HAMMER, at=timezone.now())
        return event

    def _person(self, number: int) -> Person:
        user = User.objects.create_user(f"booker-{number}@example.org")
        return Person.objects.create(
            user=user, email=user.email, first_name="Ann", last_name=f"Booker{number}", agency=self.agency
        )


def _signed_in(port: int, user: User, form: str) -> Booker:
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    booker = Booker(port, session.session_key)
    page = booker.get(form)
    if page.status != 200 or "csrfmiddlewaretoken" not in page.body:
        raise SystemExit(f"{form} answered {page.status}, without a form.\n{page.body[:500]}")
    return booker


def broken_laws(event: Event) -> Counter[str]:
    """By how much the event's rows break each law of places; nothing where all is well."""
    event.refresh_from_db()
    live = list(Booking.objects.filter(event=event).live().values_list("person", "state"))
    held = sum(state in Booking.HOLDING for _, state in live)
    places = event.places or 0
    subjects = [reference(booking) for booking in event.bookings.all()]
    trail = Counter(AuditEntry.objects.filter(subject__in=subjects).values_list("verb", "subject"))
    broken = {
        "overbooked": max(0, held - places),
        "double": len(live) - len({person for person, _ in live}),
        "idle": min(max(0, places - held), len(live) - held),
        "twice": sum(times - 1 for times in trail.values()),
    }
    return +Counter(broken)
