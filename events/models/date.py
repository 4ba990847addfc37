"""The dates of an event that meets several times."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q

from events.models.event import LONDON, Event


class EventDateQuerySet(models.QuerySet["EventDate"]):
    """Sentences about many dates."""

    def begun(self, *, at: datetime) -> EventDateQuerySet:
        """Those that began at or before `at`, by the clock on the wall in London."""
        here = at.astimezone(LONDON)
        return self.filter(Q(held_on__lt=here.date()) | Q(held_on=here.date(), starts_time__lte=here.time()))

    def to_come(self, *, at: datetime) -> EventDateQuerySet:
        """Those that begin after `at`."""
        here = at.astimezone(LONDON)
        return self.filter(Q(held_on__gt=here.date()) | Q(held_on=here.date(), starts_time__gt=here.time()))


class EventDate(models.Model):
    """One of several dates on which an event meets, by the clock on the wall in London; a booking covers them all.

    An event without any goes on from its first moment to its last. events/dates.py keeps the two in step.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="dates")
    held_on = models.DateField()
    starts_time = models.TimeField()
    ends_time = models.TimeField()

    objects = EventDateQuerySet.as_manager()

    class Meta:
        ordering = ["held_on"]
        constraints = [
            # With the next one: the dates of an event never overlap.
            models.UniqueConstraint(fields=["event", "held_on"], name="event_meets_once_a_day"),
            models.CheckConstraint(condition=Q(ends_time__gt=F("starts_time")), name="event_date_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.held_on:%A} {self.held_on.day} {self.held_on:%B %Y}"

    @property
    def starts_at(self) -> datetime:
        """The moment at which it begins."""
        return datetime.combine(self.held_on, self.starts_time, tzinfo=LONDON)

    @property
    def ends_at(self) -> datetime:
        """The moment at which it ends."""
        return datetime.combine(self.held_on, self.ends_time, tzinfo=LONDON)

    def has_begun(self, *, at: datetime) -> bool:
        """Whether it began at or before `at`."""
        return self.starts_at <= at
