"""The training passport: what somebody attended and completed, with hours, levels and certificates, and what is due."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from core.years import period_of
from evaluations import certificates
from evaluations.models import Certificate
from events import browsing, refreshers
from events.models import Booking, Event
from events.refreshers import Refresher
from people.models import Person
from training.models import Course

NO_LEVEL = "No level on record"


@dataclass(frozen=True)
class Line:
    """One thing that somebody attended, or completed as e-learning; its hours are those of the course."""

    name: str
    course: Course
    on: date
    days: tuple[date, ...]
    how: str
    certificate: Certificate | None = None

    @property
    def hours(self) -> Decimal | None:
        """How many hours it counts for, as in the yearly report: those of the course, if they are on record."""
        return self.course.hours

    @property
    def level(self) -> str:
        """The level of its course, in words."""
        return str(self.course.level or NO_LEVEL)


@dataclass(frozen=True)
class Sum:
    """How often and for how many hours somebody learned, at a level or in a reporting year."""

    name: str
    times: int
    hours: Decimal


@dataclass(frozen=True)
class Passport:
    """All of it, the latest first."""

    person: Person
    lines: list[Line]
    refreshers: list[Refresher]
    by_level: list[Sum]
    by_year: list[Sum]

    @property
    def hours(self) -> Decimal:
        """The hours of all of it."""
        return sum((line.hours or Decimal(0) for line in self.lines), Decimal(0))


def of(person: Person, *, at: datetime) -> Passport:
    """The person's passport; so many statements, however much they attended."""
    lines = sorted([*_attended(person), *_completed(person)], key=lambda line: line.on, reverse=True)
    levels = {line.level: line.course.level_id or 0 for line in lines}
    return Passport(
        person=person,
        lines=lines,
        refreshers=refreshers.of(person, at=at),
        by_level=sorted(_sums(lines, lambda line: line.level), key=lambda each: levels[each.name], reverse=True),
        by_year=_sums(lines, lambda line: period_of(line.on).year),
    )


def _attended(person: Person) -> list[Line]:
    """What they came to; workshops are covered by their conference, as in the yearly report."""
    came = person.bookings.attended().whole().exclude(event__status=Event.Status.CANCELLED)
    bookings = list(came.select_related("event__course__level").order_by("-event__ends_on", "-pk"))
    browsing.with_dates(booking.event for booking in bookings)
    held = {certificate.booking_id: certificate for certificate in certificates.of_person(person)}
    return [_line(booking, held.get(booking.pk)) for booking in bookings]


def _line(booking: Booking, certificate: Certificate | None) -> Line:
    event = booking.event
    return Line(
        event.name, event.course, event.ends_on, tuple(event.days), booking.get_attendance_display(), certificate
    )


def _completed(person: Person) -> list[Line]:
    done = person.enrolments.filter(completed_on__isnull=False).select_related("course__level")
    return [
        Line(str(each.course), each.course, each.completed_on, (each.completed_on,), "Completed")
        for each in done
        if each.completed_on
    ]


def _sums(lines: Iterable[Line], name_of: Callable[[Line], str]) -> list[Sum]:
    gathered = defaultdict(list)
    for line in lines:
        gathered[name_of(line)].append(line.hours or Decimal(0))
    return [Sum(name, len(hours), sum(hours, Decimal(0))) for name, hours in gathered.items()]
