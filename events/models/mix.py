"""What an event says of its mix: places that are kept for some, and the most that some may hold."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from core import words
from events.models.event import LONDON, Event
from people.models import Agency, Sector


class MixRuleQuerySet(models.QuerySet["MixRule"]):
    """Sentences about many rules."""

    def in_force(self, *, at: datetime) -> MixRuleQuerySet:
        """Those whose last day, by the calendar in London, has not passed."""
        return self.filter(Q(until=None) | Q(until__gte=at.astimezone(LONDON).date()))


class MixRule(models.Model):
    """Places kept for an agency or a sector, or the most for an agency, a sector or any one agency; until a day.

    events/mix.py says what follows from it, events/programme.py changes it.
    """

    class Kind(models.TextChoices):
        RESERVE = "reserve", "Keep places for"
        CAP = "cap", "At most so many for"

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="mix_rules")
    kind = models.CharField(max_length=10, choices=Kind)
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="mix_rules")
    sector = models.ForeignKey(Sector, null=True, blank=True, on_delete=models.PROTECT, related_name="mix_rules")
    places = models.PositiveIntegerField()
    until = models.DateField(
        null=True, blank=True, help_text="The last day on which it holds. Blank: until the event begins."
    )

    objects = MixRuleQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(agency=None) | Q(sector=None), name="a_mix_rule_is_not_for_agency_and_sector"
            ),
            models.CheckConstraint(
                condition=~Q(kind="reserve") | Q(agency__isnull=False) | Q(sector__isnull=False),
                name="a_place_is_kept_for_an_agency_or_a_sector",
            ),
            models.CheckConstraint(
                condition=Q(places__gte=1) | (Q(kind="cap") & (Q(agency__isnull=False) | Q(sector__isnull=False))),
                name="no_mix_rule_says_nothing_or_shuts_everybody_out",
            ),
            models.UniqueConstraint(fields=["event", "kind", "agency"], name="one_mix_rule_a_kind_and_agency"),
            models.UniqueConstraint(fields=["event", "kind", "sector"], name="one_mix_rule_a_kind_and_sector"),
            models.UniqueConstraint(
                fields=["event", "kind"], condition=Q(agency=None, sector=None), name="one_cap_on_any_one_agency"
            ),
        ]

    def __str__(self) -> str:
        until = f" until {words.day(self.until)}" if self.until else ""
        if self.kind == self.Kind.RESERVE:
            return f"{words.count_noun(self.places, 'place')} kept for {self.whom}{until}"
        return f"At most {words.count_noun(self.places, 'place')} for {self.whom}{until}"

    @property
    def whom(self) -> str:
        """Whom it speaks of, as a sentence names them."""
        return str(self.agency or self.sector or "any one agency")
