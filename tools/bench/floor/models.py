"""The floor's tables: events, who is booked on them, and what somebody said in one row."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class Event(models.Model):
    """What a card of the programme shows."""

    code = models.CharField(max_length=80, unique=True)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    starts_on = models.DateField(db_index=True)
    venue = models.CharField(max_length=200)
    places = models.PositiveIntegerField()

    objects: ClassVar[models.Manager[Event]] = models.Manager()

    def __str__(self) -> str:
        return self.title


class Booking(models.Model):
    """One person's place on one event."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="bookings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    made_at = models.DateTimeField(auto_now_add=True)
    attendance = models.CharField(max_length=10, blank=True)

    objects: ClassVar[models.Manager[Booking]] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "person"], name="one_booking_a_person_and_event")]

    def __str__(self) -> str:
        return f"{self.person} on {self.event}"


class Said(models.Model):
    """What somebody answered, in one row."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)
    answers = models.JSONField()

    objects: ClassVar[models.Manager[Said]] = models.Manager()

    def __str__(self) -> str:
        return f"{self.person} of {self.event}"
