"""Plain makers of rows for the tests: each gives something valid, and takes what the test is about."""

from copy import copy
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any

from allauth.mfa.totp.internal.auth import TOTP

from core.audit import System
from events import dates
from events.models import LONDON, Booking, Event, EventDate, MixRule
from events.outcomes import OUTCOMES
from people.models import Agency, Duty, Person, Sector, User
from training.models import Course

TESTER = System("test")
NOW = datetime(2026, 5, 4, 12, 0, tzinfo=LONDON)
SECRET = "JBSWY3DPEHPK3PXP"
"""What the authenticator app of everybody with a duty was set up with."""
_numbers = count(1)


def make_agency(code: str = "", **fields: Any) -> Agency:
    """An agency of the health sector."""
    code = code or f"agency-{next(_numbers)}"
    sector = fields.pop("sector", None) or Sector.objects.get(code="health")
    return Agency.objects.create(code=code, name=fields.pop("name", code.title()), sector=sector, **fields)


def make_user(*duties: Duty.Kind, email: str = "", agency: Agency | None = None) -> User:
    """A user with those duties, who has a second factor if they have any; a lead's duty is for `agency`."""
    user = User.objects.create_user(email or f"user-{next(_numbers)}@example.org", "correct horse battery staple")
    for kind in duties:
        Duty.objects.create(user=user, kind=kind, agency=agency if kind == Duty.Kind.LEAD else None)
    if duties:
        TOTP.activate(user, SECRET)
    return user


def make_person(**fields: Any) -> Person:
    """Somebody of some agency, without an account."""
    number = next(_numbers)
    defaults: dict[str, Any] = {"first_name": "Ann", "last_name": f"Person{number}", "email": f"p{number}@example.org"}
    if "agency" not in fields:
        defaults["agency"] = make_agency()
    return Person.objects.create(**defaults | fields)


def make_course(kind: str = Course.Kind.COURSE, **fields: Any) -> Course:
    """A course of the catalogue."""
    number = next(_numbers)
    return Course.objects.create(**{"code": f"course-{number}", "title": f"Course {number}", "kind": kind} | fields)


def make_event(*, days: int = 30, at: datetime = NOW, **fields: Any) -> Event:
    """A published event, so many days after `at`, from half past nine to half past four."""
    day: date = fields.pop("starts_on", (at.astimezone(LONDON) + timedelta(days=days)).date())
    defaults: dict[str, Any] = {
        "code": f"event-{next(_numbers)}",
        "status": Event.Status.PUBLISHED,
        "starts_on": day,
        "starts_time": time(9, 30),
        "ends_on": day,
        "ends_time": time(16, 30),
        "places": 20,
    }
    if "course" not in fields:
        defaults["course"] = make_course()
    return Event.objects.create(**defaults | fields)


def make_event_on(*days: int, at: datetime = NOW, starts: time = time(9, 30), **fields: Any) -> Event:
    """A published event that meets on several dates, so many days after `at`, until half past four."""
    here = at.astimezone(LONDON).date()
    on = [EventDate(held_on=here + timedelta(day), starts_time=starts, ends_time=time(16, 30)) for day in days]
    event = make_event(**dates.frame(on) | fields)
    dates.keep(event, on)
    return event


def copies_of(event: Event, number: int) -> None:
    """So many events more, which differ from that one in no more than their names."""
    copies = [copy(event) for _ in range(number)]
    for place, each in enumerate(copies):
        each.pk, each.code, each.title = None, f"copy-{next(_numbers)}", f"Number {place}"
    Event.objects.bulk_create(copies)


def make_conference(**fields: Any) -> Event:
    """A conference, whose workshops make_workshop makes."""
    defaults: dict[str, Any] = {"places": 100}
    if "course" not in fields:
        defaults["course"] = make_course(Course.Kind.CONFERENCE)
    return make_event(**defaults | fields)


def make_workshop(conference: Event, hour: int = 11, **fields: Any) -> Event:
    """A published workshop of the conference: an hour from that hour on, for one person."""
    number = next(_numbers)
    defaults: dict[str, Any] = {
        "title": f"Workshop {number}",
        "course": conference.course,
        "starts_on": conference.starts_on,
        "starts_time": time(hour),
        "ends_time": time(hour + 1),
        "places": 1,
    }
    return make_event(parent=conference, **defaults | fields)


def make_booking(event: Event, person: Person | None = None, *, outcome: str = "booked", **fields: Any) -> Booking:
    """A booking as a records package would say it, whatever the event's places."""
    person = person or make_person()
    defaults: dict[str, Any] = {
        "event": event,
        "person": person,
        "agency": person.agency,
        "target_group": person.target_group,
        "role": person.role,
        "made_at": NOW,
        **vars(OUTCOMES[outcome]),
    }
    if outcome.startswith("cancelled"):
        defaults["cancelled_at"] = NOW
    return Booking.objects.create(**defaults | fields)


def keep(event: Event, places: int, whom: Agency | Sector, *, until: date | None = None) -> MixRule:
    """Places of the event kept for that agency or sector."""
    return MixRule.objects.create(**_rule(MixRule.Kind.RESERVE, event, places, whom, until))


def cap(event: Event, places: int, whom: Agency | Sector | None = None, *, until: date | None = None) -> MixRule:
    """The most places for that agency or sector, or for any one agency."""
    return MixRule.objects.create(**_rule(MixRule.Kind.CAP, event, places, whom, until))


def _rule(kind: str, event: Event, places: int, whom: Agency | Sector | None, until: date | None) -> dict[str, object]:
    name = "agency" if isinstance(whom, Agency) else "sector"
    return {"event": event, "kind": kind, "places": places, name: whom, "until": until}
