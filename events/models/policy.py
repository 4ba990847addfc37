"""The board's policy on bookings as data: what holds from which day."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models

from people.models import AgencyKind
from training.models import Course

KEPT = "A policy on record is never changed, for bookings stay under it: adopt another one."


def _free_from_the_start() -> list[str]:
    return [Course.Kind.CONFERENCE.value]


class KeptQuerySet(models.QuerySet[Any]):
    """Rows that can be added and asked for, and are never changed."""

    def update(self, **fields: Any) -> NoReturn:
        """Refused, as in `save`."""
        raise LookupError(KEPT)

    def delete(self) -> NoReturn:
        """Refused: a tier goes only with its policy, and a policy by itself, as long as nothing was booked under it."""
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
    hours_after_news = models.PositiveSmallIntegerField(
        default=24,
        help_text="Whom a place came to from the waiting list, or whose event was put off, may give it back in time "
        "for so many hours, however soon the event begins.",
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
        help_text="What a day costs an agency that does not contribute to the board, and has no tier of its own.",
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

    free_kinds = models.JSONField(
        default=_free_from_the_start,
        help_text="The kinds of event that are free for everybody, whatever became of the place.",
    )
    places_per_trainer_day = models.PositiveSmallIntegerField(
        default=0, help_text="How many places an agency earns by each day on which it lends a trainer."
    )

    objects = KeptQuerySet.as_manager()

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

    @property
    def free_names(self) -> list[str]:
        """The kinds of event that are free for everybody, in words."""
        return [label for kind, label in Course.Kind.choices if kind in self.free_kinds]


class PriceTier(models.Model):
    """What a place costs agencies of one kind that do not contribute, instead of the policy's own price."""

    policy = models.ForeignKey(Policy, on_delete=models.CASCADE, related_name="tiers")
    kind = models.ForeignKey(AgencyKind, on_delete=models.PROTECT, related_name="tiers")
    day_price = models.DecimalField(max_digits=7, decimal_places=2)
    half_day_price = models.DecimalField(
        max_digits=7, decimal_places=2, null=True, blank=True, help_text="Blank: as much as a day."
    )

    objects = KeptQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["policy", "kind"], name="one_tier_a_kind_and_policy"),
            models.CheckConstraint(
                condition=models.Q(day_price__gte=0)
                & (models.Q(half_day_price=None) | models.Q(half_day_price__gte=0)),
                name="no_tier_costs_less_than_nothing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}, {self.policy}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Put it on record with its policy, once: not beside one that places were booked under."""
        if not self._state.adding or self.policy.bookings.exists():
            raise LookupError(KEPT)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refused: it is part of its policy, and goes only with it."""
        raise LookupError(KEPT)
