"""The keys with which agencies' own systems read what is on record of their staff."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from people.models.account import Duty
from people.models.organisation import Agency


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    """Sentences about many keys."""

    def with_standing(self) -> ApiKeyQuerySet:
        """Each with `maker_may`: whether who made it may still see what it opens; and with its agency and maker."""
        lead = Q(kind=Duty.Kind.LEAD, agency=OuterRef("agency"))
        manager = Q(kind__in=[Duty.Kind.MANAGER, Duty.Kind.ADMINISTRATOR])
        duties = Duty.objects.filter(lead | manager, user=OuterRef("made_by"), user__is_active=True)
        seen = {"maker_may": Exists(duties)}
        return self.annotate(**seen).select_related("agency__successor", "made_by__person")

    def not_ended(self) -> ApiKeyQuerySet:
        """Those that nobody ended; some may have lapsed."""
        return self.filter(ended_at=None)


class ApiKey(models.Model):
    """A named key of an agency, kept as its hash.

    It opens the agency's records until it lapses or is ended, and only while whoever made it may see them: that is
    looked up each time, so that no duty can be taken away and its key forgotten. people/api_keys.py alone changes one.
    """

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="api_keys")
    name = models.CharField(max_length=60, help_text="What it is for, such as the system that uses it.")
    hashed = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="api_keys_made"
    )
    lapses_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True, help_text="Within the hour.")
    warned_at = models.DateTimeField(null=True, blank=True, help_text="When its agency was told that it lapses soon.")
    ended_at = models.DateTimeField(null=True, blank=True)

    # What with_standing says of it.
    maker_may: bool

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = "API key"
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "name"], condition=Q(ended_at=None), name="one_key_a_name_that_is_not_ended"
            ),
            models.CheckConstraint(condition=Q(lapses_at__gt=F("made_at")), name="a_key_lapses_after_it_was_made"),
        ]

    def __str__(self) -> str:
        return self.name

    def has_lapsed(self, *, at: datetime) -> bool:
        """Whether its time was over at or before `at`."""
        return self.lapses_at <= at
