"""What the list of trainers' days is filtered by; every choice stays in the page's address."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet

from core.filters import WordsFilter
from core.forms import FilterForm
from core.years import parse_period, period_of
from events.filters_manage import EVER, years_to_choose
from events.models import LONDON, EventTrainer
from people.models import Agency

NONE = "none"


class GivenFilter(django_filters.FilterSet):
    """Words, agency, and the reporting year: this one, if nothing else is asked for."""

    q = WordsFilter(("name", "agency__name", "event__title", "event__course__title"), label="Name, agency or event")
    agency = django_filters.ModelChoiceFilter(
        queryset=Agency.objects.filter(trainers__isnull=False).distinct().order_by("name"),
        empty_label="All agencies",
        null_label="No agency on record",
        null_value=NONE,
    )
    year = django_filters.ChoiceFilter(method="in_year", label="Reporting year", empty_label=None)

    class Meta:
        model = EventTrainer
        fields: list[str] = []
        form = FilterForm

    def __init__(self, data: Mapping[str, Any], queryset: QuerySet[EventTrainer], *, at: datetime) -> None:
        """Filter that work; the years to choose from are those of all events, and the year of that moment."""
        this_year = period_of(at.astimezone(LONDON).date()).name
        super().__init__({"year": this_year} | {name: data[name] for name in data}, queryset)
        self.filters["year"].extra["choices"] = [*years_to_choose(this_year), (EVER, "All years")]

    def in_year(self, given: QuerySet[EventTrainer], name: str, year: str) -> QuerySet[EventTrainer]:
        """The work at events that began in that reporting year."""
        if year == EVER:
            return given
        period = parse_period(year)
        return given.filter(event__starts_on__range=(period.starts, period.ends))
