"""Which events, bookings and enrolments a report counts: those of its period and of the same period a year before."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When

from core.years import Period
from events.models import LONDON, Booking, Event, EventQuerySet, EventTrainer, HeadCount
from events.outcomes import COUNTED
from training.models import Course, Enrolment


class Span(IntEnum):
    """The two periods that a report sets side by side."""

    THIS = 0
    BEFORE = 1


@dataclass(frozen=True)
class Window:
    """A period and the moment of counting: what begins after `at` isn't counted, whatever the period."""

    period: Period
    at: datetime

    def events(self, *spans: Span) -> EventQuerySet:
        """The events that began in these spans (in either, where none is named), cancelled and workshops included."""
        return Event.objects.listed().started(at=self.at).filter(self._within("starts_on", spans or tuple(Span)))

    def held(self, *spans: Span) -> EventQuerySet:
        """Of these, the ones that were held."""
        return self.events(*spans).exclude(status=Event.Status.CANCELLED)

    def held_apart_from_workshops(self, *spans: Span) -> EventQuerySet:
        """Of these, the ones that figures count: a workshop's people are its conference's."""
        return self.held(*spans).filter(parent=None)

    def bookings(self) -> QuerySet[Any]:
        """The bookings that figures count, in no order; each with its `span` and the `kind` of its event."""
        counted = Booking.objects.filter(
            reduce(or_, COUNTED.values()), event__in=self.held_apart_from_workshops().values("pk")
        )
        return counted.annotate(span=self.span_of("event__starts_on"), kind=F("event__course__kind")).order_by()

    def enrolments(self) -> QuerySet[Any]:
        """The e-learning enrolments that figures count, in no order, each with its `span`."""
        today = self.at.astimezone(LONDON).date()
        dated = Enrolment.objects.filter(self._within("enrolled_on", tuple(Span)), enrolled_on__lte=today)
        return dated.annotate(span=self.span_of("enrolled_on")).order_by()

    def trainers(self) -> QuerySet[Any]:
        """Who trained at the events that figures count, e-learning left out, in no order; each with its `span`."""
        events = self.held_apart_from_workshops().exclude(course__kind=Course.Kind.E_LEARNING)
        trained = EventTrainer.objects.filter(event__in=events.values("pk"))
        return trained.annotate(span=self.span_of("event__starts_on")).order_by()

    def head_counts(self) -> QuerySet[Any]:
        """How many of an audience came without names to this period's events, event by event, in no order."""
        events = self.held_apart_from_workshops(Span.THIS)
        return HeadCount.objects.filter(event__in=events.values("pk")).order_by()

    def span_of(self, day: str) -> Case:
        """The Span that the day in that field lies in, of rows that lie in one of the two."""
        this = When(**{f"{day}__gte": self.period.starts}, then=Value(Span.THIS.value))
        return Case(this, default=Value(Span.BEFORE.value), output_field=IntegerField())

    def _within(self, day: str, spans: tuple[Span, ...]) -> Q:
        periods = {Span.THIS: self.period, Span.BEFORE: self.period.previous()}
        within = [Q(**{f"{day}__range": (periods[span].starts, periods[span].counted_to)}) for span in spans]
        return reduce(or_, within)
