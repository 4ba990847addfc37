"""What the journeys by keyboard walk through, made in the database of a site that runs: `manage.py shell` calls it."""

from typing import Any

from django.utils import timezone

from config.demonstration import BY, Account, open_account
from core.years import parse_period
from events import bookings
from events.models import Event, EventTrainer
from people.models import Duty
from reports import reports
from tests.makers import make_agency, make_booking, make_course, make_event, make_person

PRACTITIONER = Account("kay", "Kay", "Board", "ccs", "Health visitor", "practitioner", "3")
RIVAL = Account("ray", "Ray", "Board", "ccs", "Health visitor", "practitioner", "3")
TRAINER = Account("tray", "Tray", "Board", "voluntary", "Trainer", "practitioner", "3", Duty.Kind.TRAINER)
COURSE = "Zones of safety"
TO_BOOK, FULL, TO_CANCEL, ATTENDED, BEGUN = (
    "Keys to book",
    "Keys to wait for",
    "Keys to cancel",
    "Keys held",
    "Keys begun",
)
PEOPLE = ("Ann Early", "Ben Between", "Cat Calm")
PERIOD = "2009-10"


def prepare(password: str) -> None:
    """The accounts, an event for each journey, and a report that may be published."""
    at = timezone.now()
    practitioner, rival, trainer = (open_account(each, password, at=at) for each in (PRACTITIONER, RIVAL, TRAINER))
    course = make_course(title=COURSE, code="keys")

    def event(title: str, days: int, **fields: Any) -> Event:
        code = title.lower().replace(" ", "-")
        return make_event(at=at, days=days, title=title, code=code, course=course, **fields)

    event(TO_BOOK, 40)
    bookings.book(event(FULL, 41, places=1, offer_hours=24), rival, by=BY, at=at)
    bookings.book(event(TO_CANCEL, 42), practitioner, by=BY, at=at)
    held = event(ATTENDED, -3, status=Event.Status.HELD, register_closed_at=at)
    make_booking(held, practitioner, outcome="attended")
    begun, agency = event(BEGUN, -2), make_agency("keys")
    EventTrainer.objects.create(event=begun, user=trainer.user, name=trainer.name, days=1)
    for first, last in map(str.split, PEOPLE):
        make_booking(begun, make_person(first_name=first, last_name=last, agency=agency))
    reports.compile_now(reports.request(parse_period(PERIOD), by=BY, at=at), at=at)
