"""Who checked in by themselves, for which date, and when."""

from __future__ import annotations

from django.db import models

from events.models.booking import Booking


class CheckIn(models.Model):
    """Somebody with a booking said, by the code shown where it takes place, that they are there.

    It becomes their mark when the date begins, unless they have one by then. events/check_ins.py alone writes it.
    """

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="check_ins")
    held_on = models.DateField(help_text="The day it is for, whatever becomes of the event's dates.")
    at = models.DateTimeField()
    has_account = models.BooleanField(help_text="Signed in; else by the name or address on the booking.")
    settled_at = models.DateTimeField(
        null=True, blank=True, help_text="When it became a mark, or somebody's own mark stood there already."
    )

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["booking", "held_on"], name="one_check_in_a_booking_and_day"),
        ]
        indexes = [models.Index(fields=["held_on"], condition=models.Q(settled_at=None), name="check_ins_to_settle")]

    def __str__(self) -> str:
        return f"{self.booking.person}, {self.held_on}"
