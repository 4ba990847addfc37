"""Candidates: why each of several people can't book an event, read in as many statements for all of them as for one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Q, QuerySet, prefetch_related_objects

from core.refusals import Refusal
from events import eligibility, policies, suspensions
from events.eligibility import Booked, OnRecord
from events.models import Booking, Event
from people.models import Person
from training.models import Enrolment


def why_not_each(
    event: Event, people: Sequence[Person], *, at: datetime, instead_of: Booking | None = None
) -> dict[int, Refusal]:
    """The first reason why each of those people can't book the event, or come on that booking, by their ids.

    Who can isn't among them.
    """
    prefetch_related_objects([event.course], "target_groups")
    together = _Together(event, [person.pk for person in people], at)
    told = {}
    for person in people:
        record = _OneOfMany(person, at, together.booked[person.pk], together)
        told[person.pk] = next(eligibility.reasons(event, person, at=at, instead_of=instead_of, record=record), None)
    return {pk: refusal for pk, refusal in told.items() if refusal}


def with_a_say(event: Event) -> QuerySet[Booking]:
    """The bookings that may have a say about who can book that event.

    Those on it or at its time, those of the course that it builds on, and absences: of many people the rest is much.
    """
    at_its_time = Q(event__starts_on__lte=event.ends_on, event__ends_on__gte=event.starts_on)
    absent = Q(attendance=Booking.Attendance.ABSENT)
    first = event.course.prerequisite_id
    return Booking.objects.filter(at_its_time | absent | (Q(event__course=first) if first else Q()))


@dataclass
class _Together:
    """What is on record of all of them, by their ids: each thing is read when a rule first asks for it of anybody."""

    event: Event
    people: Sequence[int]
    at: datetime

    @cached_property
    def booked(self) -> Mapping[int, list[Booked]]:
        """Their bookings that may have a say."""
        found: dict[int, list[Booked]] = {pk: [] for pk in self.people}
        rows = with_a_say(self.event).filter(person__in=self.people).order_by("pk")
        for person, *row in rows.values_list("person", *eligibility.COLUMNS):
            found[person].append(Booked(*row))
        return found

    @cached_property
    def completed(self) -> Mapping[int, set[int]]:
        """The courses of e-learning that they completed."""
        found = defaultdict(set)
        done = Enrolment.objects.filter(person__in=self.people, completed_on__isnull=False)
        for person, course in done.values_list("person", "course"):
            found[person].add(course)
        return found

    @cached_property
    def diary(self) -> dict[int, Booking]:
        """What any of them has ahead, by the booking's id: a rule looks up only what it knows to be the person's."""
        return eligibility.ahead([each for booked in self.booked.values() for each in booked], at=self.at)

    @cached_property
    def suspended_after(self) -> int | None:
        """How many absences suspend."""
        policy = policies.in_force(at=self.at)
        return policy.suspends_after if policy else None

    @cached_property
    def absences(self) -> Mapping[int, int]:
        """How many times they were absent."""
        counted = suspensions.absences(at=self.at).filter(person__in=self.people)
        return Counter(counted.order_by().values_list("person", flat=True))


@dataclass
class _OneOfMany(OnRecord):
    """What is on record of one of them, out of what is read of all."""

    together: _Together

    @cached_property
    def completed(self) -> set[int]:
        """As of anybody."""
        return self.together.completed[self.person.pk]

    @cached_property
    def diary(self) -> dict[int, Booking]:
        """As of anybody, with the others' beside it."""
        return self.together.diary

    @cached_property
    def suspended_after(self) -> int | None:
        """As of anybody."""
        return self.together.suspended_after

    @cached_property
    def absences(self) -> int:
        """As of anybody."""
        return self.together.absences[self.person.pk]
