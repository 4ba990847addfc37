"""What the lists of demand are filtered by; every choice stays in the page's address."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet

from core.filters import WordsFilter
from core.forms import FilterForm
from core.years import Period, parse_period, period_of
from events.filters_manage import EVER, years_to_choose
from events.models import LONDON, Booking, BookingQuerySet
from people import persons
from training.models import Course

COURSE_FOUND_BY = ("title", "code", "summary")


class DemandFilter(django_filters.FilterSet):
    """Words, kind, and the reporting year in which somebody asked in vain: this one, if nothing else is asked for."""

    q = WordsFilter(COURSE_FOUND_BY)
    kind = django_filters.ChoiceFilter(choices=Course.Kind.choices, label="Kind of event", empty_label="All kinds")
    year = django_filters.ChoiceFilter(method="unfiltered", label="Asked for in", empty_label=None)

    class Meta:
        model = Course
        fields: list[str] = []
        form = FilterForm

    def __init__(self, data: Mapping[str, Any], queryset: QuerySet[Course], *, at: datetime) -> None:
        """Filter those courses; the years to choose from are those of all events, and the year of that moment."""
        self.this_year = period_of(at.astimezone(LONDON).date()).name
        super().__init__({"year": self.this_year} | {name: data[name] for name in data}, queryset)
        self.filters["year"].extra["choices"] = [*years_to_choose(self.this_year), (EVER, "All years")]

    @property
    def period(self) -> Period | None:
        """The reporting year that is asked for; None for all of them."""
        year = self.form.cleaned_data.get("year") if self.is_valid() else self.this_year
        return None if year == EVER else parse_period(year or self.this_year)

    def unfiltered(self, courses: QuerySet[Course], name: str, year: str) -> QuerySet[Course]:
        """All of them: the year says what is counted."""
        return courses


class AskedFilter(django_filters.FilterSet):
    """Words, and what came of it."""

    WAITING, WITHOUT = "waiting", "without"

    q = WordsFilter((*(f"person__{one}" for one in persons.FOUND_BY), "agency__name"), label="Name or agency")
    now = django_filters.ChoiceFilter(
        method="as_they_are",
        choices=[(WAITING, "Waiting now"), (WITHOUT, "Asked in vain, still without a place")],
        label="People",
        empty_label="Everybody who asked",
    )

    class Meta:
        model = Booking
        fields: list[str] = []
        form = FilterForm

    def as_they_are(self, bookings: BookingQuerySet, name: str, now: str) -> BookingQuerySet:
        """Those who wait, or those who are without."""
        return bookings.filter(**{f"is_{now}": True})
