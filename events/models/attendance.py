"""How somebody attended on one of several dates."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from events.models.booking import Booking
from events.models.event import EventDate
from events.models.states import Attendance


class DateAttendance(models.Model):
    """The mark of one booking on one date; without a row it is "not recorded". events/registers.py alone changes it.

    What they amount to in all is on the booking.
    """

    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="by_date")
    date = models.ForeignKey(EventDate, on_delete=models.PROTECT, related_name="attendances")
    attendance = models.CharField(max_length=10, choices=Attendance)
    minutes_late = models.PositiveSmallIntegerField(null=True, blank=True)
    minutes_early = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["date__held_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["booking", "date"], name="one_mark_a_booking_and_date"),
            models.CheckConstraint(condition=~Q(attendance=""), name="what_is_not_recorded_has_no_row"),
            models.CheckConstraint(
                condition=Q(minutes_late=None, minutes_early=None) | Q(attendance__in=["attended", "part"]),
                name="only_who_came_missed_minutes_of_a_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.booking.person}, {self.date}: {self.get_attendance_display()}"
