"""Agencies, the sectors that they belong to, and the kinds that prices go by."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Sector(models.Model):
    """A part of the children's workforce that agencies belong to: health, education, police."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class AgencyQuerySet(models.QuerySet["Agency"]):
    """Sentences about many agencies."""

    def current(self) -> AgencyQuerySet:
        """Those that were not merged into another."""
        return self.filter(successor=None)

    def with_people(self) -> AgencyQuerySet:
        """Those that may have people: whoever was at one that a manager merged is at the one that was kept."""
        return self.filter(merged_at=None)


class AgencyKind(models.Model):
    """A kind of organisation, as the board's prices tell them apart: a school, a business, one from elsewhere."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class Agency(models.Model):
    """An organisation whose practitioners come: a trust, a force, a school service, a group of churches."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    sector = models.ForeignKey(Sector, on_delete=models.PROTECT, related_name="agencies")
    hard_to_reach = models.BooleanField(null=True, help_text="Too few of its people come: the report looks out for it.")
    contributes = models.BooleanField(null=True, help_text="Pays into the board's budget, so its places are free.")
    kind = models.ForeignKey(
        AgencyKind,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="agencies",
        verbose_name="kind of organisation",
        help_text="If it does not contribute, what its places cost. Blank: what the policy says of all others.",
    )
    workforce = models.PositiveIntegerField(null=True, blank=True, help_text="How many people it could send.")
    successor = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="predecessors")
    merged_at = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text="When a manager merged it into its successor.",
    )

    objects = AgencyQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "agencies"
        constraints = [
            models.CheckConstraint(condition=~Q(successor=models.F("pk")), name="agency_does_not_succeed_itself"),
            models.CheckConstraint(
                condition=Q(merged_at=None) | Q(successor__isnull=False), name="a_merged_agency_has_a_successor"
            ),
        ]

    def __str__(self) -> str:
        return self.name
