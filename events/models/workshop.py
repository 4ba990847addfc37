"""What the delegates of a conference would like to go to, ranked, until the places in its workshops are allotted."""

from django.db import models
from django.db.models import Q

from events.models.booking import Booking
from events.models.event import Event


class WorkshopChoice(models.Model):
    """One workshop that a delegate would like: 1 is the dearest of those that go on at that time."""

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="workshop_choices")
    workshop = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="chosen_by")
    rank = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["rank", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["booking", "workshop"], name="one_rank_a_booking_and_workshop"),
            models.CheckConstraint(condition=Q(rank__gte=1), name="ranks_are_counted_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.workshop}: {self.rank}"
