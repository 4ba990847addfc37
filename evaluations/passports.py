"""The training passport: what somebody attended and completed, with hours, levels and certificates, and what is due."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
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
from training.models import Course, Enrolment

NO_LEVEL = "No level on record"
COMPLETED = "completed"
STANDINGS = (*Booking.CAME, COMPLETED)
"""How somebody may have learned: what the register says of those who came, or that it was e-learning."""


@dataclass(frozen=True)
class Line:
    """One thing that somebody attended, or completed as e-learning; its hours are those of the course."""

    name: str
    course: Course
    on: date
    days: tuple[date, ...]
    standing: str
    certificate: Certificate | None = None

    @property
    def how(self) -> str:
        """The same as `standing`, in words."""
        return "Completed" if self.standing == COMPLETED else str(Booking.Attendance(self.standing).label)

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
    return of_people([person], at=at)[0]


def of_people(people: Collection[Person], *, at: datetime) -> list[Passport]:
    """The passports of those people, in their order; as many statements as for one."""
    lines, due = defaultdict(list), defaultdict(list)
    for person, line in [*_attended(people), *_completed(people)]:
        lines[person].append(line)
    for refresher in refreshers.of_people(Person.objects.filter(pk__in=[each.pk for each in people]), at=at):
        due[refresher.person.pk].append(refresher)
    return [_passport(person, lines[person.pk], due[person.pk]) for person in people]


def _passport(person: Person, lines: list[Line], due: list[Refresher]) -> Passport:
    in_order = sorted(lines, key=lambda line: line.on, reverse=True)
    levels = {line.level: line.course.level_id or 0 for line in in_order}
    return Passport(
        person=person,
        lines=in_order,
        refreshers=due,
        by_level=sorted(_sums(in_order, lambda line: line.level), key=lambda each: levels[each.name], reverse=True),
        by_year=_sums(in_order, lambda line: period_of(line.on).year),
    )


def _attended(people: Collection[Person]) -> Iterator[tuple[int, Line]]:
    """What each came to, the latest first; workshops are covered by their conference, as in the yearly report."""
    came = Booking.objects.filter(person__in=people).attended().whole().exclude(event__status=Event.Status.CANCELLED)
    bookings = list(came.select_related("event__course__level").order_by("-event__ends_on", "-pk"))
    browsing.with_dates(booking.event for booking in bookings)
    held = {certificate.booking_id: certificate for certificate in certificates.of_people(people)}
    for booking in bookings:
        yield booking.person_id, _line(booking, held.get(booking.pk))


def _line(booking: Booking, certificate: Certificate | None) -> Line:
    event = booking.event
    return Line(event.name, event.course, event.ends_on, tuple(event.days), booking.attendance, certificate)


def _completed(people: Collection[Person]) -> Iterator[tuple[int, Line]]:
    done = Enrolment.objects.filter(person__in=people, completed_on__isnull=False)
    for each in done.select_related("course__level"):
        if on := each.completed_on:
            yield each.person_id, Line(str(each.course), each.course, on, (on,), COMPLETED)


def _sums(lines: Iterable[Line], name_of: Callable[[Line], str]) -> list[Sum]:
    gathered = defaultdict(list)
    for line in lines:
        gathered[name_of(line)].append(line.hours or Decimal(0))
    return [Sum(name, len(hours), sum(hours, Decimal(0))) for name, hours in gathered.items()]
