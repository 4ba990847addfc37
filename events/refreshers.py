"""Refreshers: what people attended in full, or completed as e-learning, and should attend again, by when.

Only what was attended in full counts. Who has not attended a course at all isn't here: nobody is told to come by this.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Min, Q, QuerySet, TextChoices

from core import mail
from core.models import OutgoingMail
from core.months import months_later
from events.models import LONDON, Booking, Event
from people.models import Person
from training.models import Course, Enrolment

DUE_FOR = timedelta(days=90)
"""For how long before its day a refresher is shown as due: long enough to find a date and book it."""
_LETTER = "refresher-due"


class Standing(TextChoices):
    FRESH = "fresh", "Not yet due"
    DUE = "due", "Due"
    OVERDUE = "overdue", "Overdue"


@dataclass(frozen=True)
class Refresher:
    """A course that somebody attended, last on that day, and should attend again."""

    person: Person
    course: Course
    last_on: date
    by: date
    booked_on: date | None
    standing: Standing


def of_people(people: QuerySet[Person], *, at: datetime) -> list[Refresher]:
    """Those people's refreshers, the first to fall due first; six statements, however many people and courses."""
    courses = Course.objects.filter(refresh_after_months__isnull=False).in_bulk()
    last = _last_days(people, courses)
    if not last:
        return []
    found = people.select_related("agency", "user").in_bulk({person for person, _ in last})
    booked = _booked(people, courses, at=at)
    today = at.astimezone(LONDON).date()
    made = [
        _refresher(found[person], courses[course], day, booked.get((person, course)), today)
        for (person, course), day in last.items()
    ]
    return sorted(made, key=lambda each: (each.by, each.person.last_name, each.person.first_name, each.course.pk))


def of(person: Person, *, at: datetime) -> list[Refresher]:
    """One person's refreshers, the first to fall due first."""
    return of_people(Person.objects.filter(pk=person.pk), at=at)


def refresh_by(course: Course, last_on: date) -> date | None:
    """The day by which somebody who attended it on that day attends it again; None where once is enough."""
    months = course.refresh_after_months
    return months_later(last_on, months) if months else None


def remind_due(*, at: datetime) -> int:
    """Write, once for a course and a day, to whoever's refresher falls due soon; how many. None where that is off.

    What fell due before is no news: so past years that are imported write no letters, nor does a course that somebody
    puts on record today as one to be refreshed.
    """
    if not settings.REFRESHER_DAYS:
        return 0
    today = at.astimezone(LONDON).date()
    until = today + timedelta(settings.REFRESHER_DAYS)
    due = [each for each in of_people(Person.objects.all(), at=at) if today <= each.by <= until and is_news(each)]
    told = set(OutgoingMail.objects.filter(letter=_LETTER).values_list("key", flat=True))
    untold = [each for each in due if f"{_LETTER}:{_key(each)}" not in told]
    return _remind(untold, today=today, at=at) if untold else 0


def is_news(refresher: Refresher) -> bool:
    """Whether a letter can tell its person anything: they can be reached, and haven't booked it."""
    return bool(refresher.person.address) and refresher.booked_on is None


@transaction.atomic(durable=True)
def _remind(due: Collection[Refresher], *, today: date, at: datetime) -> int:
    for each in due:
        person, course, by = each.person.pk, each.course.pk, str(each.by)
        mail.post(_LETTER, key=_key(each), at=at, person=person, course=course, by=by, on=str(today))
    return len(due)


def _key(refresher: Refresher) -> str:
    return f"{refresher.person.pk}:{refresher.course.pk}:{refresher.by}"


def _refresher(person: Person, course: Course, last_on: date, booked_on: date | None, today: date) -> Refresher:
    by = refresh_by(course, last_on) or last_on
    standing = Standing.OVERDUE if by < today else Standing.DUE if by <= today + DUE_FOR else Standing.FRESH
    return Refresher(person, course, last_on, by, booked_on, standing)


def _last_days(people: QuerySet[Person], courses: Iterable[int]) -> dict[tuple[int, int], date]:
    """When each of them last attended each of those courses in full, or completed it."""
    attended = Booking.objects.filter(
        ~Q(event__status=Event.Status.CANCELLED),
        person__in=people.values("pk"),
        attendance=Booking.Attendance.ATTENDED,
        event__parent=None,
        event__course__in=courses,
    )
    completed = Enrolment.objects.filter(person__in=people.values("pk"), course__in=courses, completed_on__isnull=False)
    rows = [
        *attended.order_by().values_list("person", "event__course").annotate(Max("event__ends_on")),
        *completed.order_by().values_list("person", "course").annotate(Max("completed_on")),
    ]
    last: dict[tuple[int, int], date] = {}
    for person, course, day in rows:
        last[person, course] = max(day, last.get((person, course), day))
    return last


def _booked(people: QuerySet[Person], courses: Iterable[int], *, at: datetime) -> dict[tuple[int, int], date]:
    """On which coming event of each of those courses each of them has a place, or awaits one."""
    coming = Event.objects.coming(at=at).filter(course__in=courses, parent=None).order_by().values("pk")
    live = Booking.objects.live().filter(person__in=people.values("pk"), event__in=coming)
    rows = live.order_by().values_list("person", "event__course").annotate(Min("event__starts_on"))
    return {(person, course): day for person, course, day in rows}
