"""The classifications of the workforce: by contact with children, by role, by ethnic group."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class TargetGroupScheme(models.Model):
    """An edition of the classification of the workforce by its contact with children."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    is_current = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["is_current"], condition=Q(is_current=True), name="one_current_scheme"),
        ]

    def __str__(self) -> str:
        return self.name


class TargetGroup(models.Model):
    """One group of the classification, by role and never by agency: group 3 works predominantly with children."""

    scheme = models.ForeignKey(TargetGroupScheme, on_delete=models.PROTECT, related_name="groups")
    code = models.CharField(max_length=10)
    name = models.CharField(max_length=120)
    description = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["scheme", "code"], name="one_target_group_a_code_and_scheme")]

    def __str__(self) -> str:
        return f"Group {self.code}: {self.name}"


class Role(models.Model):
    """What somebody is at work, as the report tells them apart: practitioner, manager or other."""

    code = models.SlugField(max_length=30, unique=True)
    name = models.CharField(max_length=60)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class EthnicGroup(models.Model):
    """A harmonised ethnic group of the Government Statistical Service, and what it rolls up to when published."""

    class RollUp(models.TextChoices):
        WHITE_BRITISH = "white-british", "White British"
        OTHER_WHITE = "other-white", "Other White"
        OTHER_ETHNIC_GROUPS = "other-ethnic-groups", "Other ethnic groups"
        PREFER_NOT_TO_SAY = "prefer-not-to-say", "Prefer not to say"

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    roll_up = models.CharField(max_length=30, choices=RollUp)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
