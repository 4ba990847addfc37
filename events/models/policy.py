"""The board's policy on bookings as data: what holds from which day."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models

KEPT = "A policy on record is never changed, for bookings stay under it: adopt another one."


class PolicyQuerySet(models.QuerySet["Policy"]):
    """Policies, which can be added and asked for."""

    def update(self, **fields: Any) -> NoReturn:
        """Refused, as in `Policy.save`."""
        raise LookupError(KEPT)


class Policy(models.Model):
    """What holds from `starts_on` until the next policy starts: notice, and repeated absence."""

    starts_on = models.DateField(unique=True)
    notice_days = models.PositiveSmallIntegerField(
        default=2, help_text="Who gives a place back with less notice than this many days gives it back late."
    )
    in_working_days = models.BooleanField(
        default=False, help_text="Count Monday to Friday only, without England's bank holidays."
    )
    suspends_after = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="Who was absent without apologies so many times in 12 months books through the training team. "
        "Blank: nobody is suspended.",
    )

    place_price = models.DecimalField(
        max_digits=7,
        decimal_places=2,
        default=0,
        help_text="What a day costs an agency that does not contribute to the board. Conferences are free.",
    )
    half_day_price = models.DecimalField(
        max_digits=7,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="What it costs where it goes on for four hours or less. Blank: as much as a day.",
    )
    late_charge = models.DecimalField(
        max_digits=7, decimal_places=2, default=0, help_text="For a place given back late, whoever pays for places."
    )
    late_share = models.PositiveSmallIntegerField(
        default=0, help_text="Instead of a sum: for a place given back late, so many per cent of its price."
    )
    absence_charge = models.DecimalField(
        max_digits=7, decimal_places=2, default=0, help_text="For a place that nobody came to, without apologies."
    )

    objects = PolicyQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        verbose_name_plural = "policies"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(suspends_after=None) | models.Q(suspends_after__gte=1),
                name="nobody_is_suspended_for_no_absence",
            ),
            models.CheckConstraint(
                condition=models.Q(place_price__gte=0, late_charge__gte=0, absence_charge__gte=0),
                name="no_charge_is_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(half_day_price=None) | models.Q(half_day_price__gte=0),
                name="no_half_day_costs_less_than_nothing",
            ),
            models.CheckConstraint(
                condition=models.Q(late_share=0) | models.Q(late_share__lte=100, late_charge=0),
                name="late_is_charged_a_sum_or_a_share",
            ),
        ]

    def __str__(self) -> str:
        return f"Policy from {self.starts_on:%-d %B %Y}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Put it on record, once: what a booking was made under can't be changed from any side."""
        if not self._state.adding:
            raise LookupError(KEPT)
        super().save(*args, **kwargs)
