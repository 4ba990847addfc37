"""The board's policy on bookings as data: what holds from which day."""

from __future__ import annotations

from django.db import models


class Policy(models.Model):
    """What holds from `starts_on` until the next policy starts: notice, and repeated absence."""

    starts_on = models.DateField(unique=True)
    notice_days = models.PositiveSmallIntegerField(
        default=2, help_text="Who gives a place back with less notice than this many days gives it back late."
    )
    in_working_days = models.BooleanField(default=False, help_text="Count Monday to Friday only.")
    suspends_after = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="Who was absent without apologies so many times in 12 months books through the training team. "
        "Blank: nobody is suspended.",
    )

    class Meta:
        ordering = ["-starts_on"]
        verbose_name_plural = "policies"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(suspends_after=None) | models.Q(suspends_after__gte=1),
                name="nobody_is_suspended_for_no_absence",
            )
        ]

    def __str__(self) -> str:
        return f"Policy from {self.starts_on:%-d %B %Y}"
