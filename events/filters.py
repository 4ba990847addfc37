"""What the programme is filtered by; every choice stays in the page's address."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import django_filters
from django import forms

from core.forms import DayField, FilterForm
from events import browsing
from events.models import Area, Event, EventQuerySet
from people.models import TargetGroup
from training.models import Course


class DayFilter(django_filters.Filter):
    """A filter by one day."""

    field_class = DayField


class ProgrammeFilter(django_filters.FilterSet):
    """Words, topic, kind, area, target group and days. What can't be understood filters nothing and is said above."""

    q = django_filters.CharFilter(
        method="with_words",
        max_length=200,
        label="Search",
        help_text="A topic, a town, a word of the title",
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    topic = django_filters.ModelChoiceFilter(
        queryset=Course.objects.none(),
        field_name="course",
        to_field_name="code",
        label="Topic",
        empty_label="All topics",
        error_messages={"invalid_choice": "The topic you asked for has no coming dates"},
    )
    kind = django_filters.ChoiceFilter(
        field_name="course__kind", choices=Course.Kind.choices, label="Kind of event", empty_label="All kinds"
    )
    area = django_filters.ModelChoiceFilter(
        queryset=Area.objects.all(), to_field_name="code", label="Area", empty_label="All areas"
    )
    group = django_filters.ModelChoiceFilter(
        method="for_group",
        queryset=TargetGroup.objects.filter(scheme__is_current=True),
        to_field_name="code",
        label="Fit for target group",
        empty_label="All groups",
    )
    since = DayFilter(field_name="starts_on", lookup_expr="gte", label="From", help_text="For example, 1 9 2026")
    until = DayFilter(field_name="starts_on", lookup_expr="lte", label="To", help_text="For example, 31 12 2026")

    class Meta:
        model = Event
        fields: list[str] = []
        form = FilterForm

    def __init__(self, data: Any, queryset: EventQuerySet) -> None:
        """Filter those events; the topics to choose from are theirs."""
        super().__init__(data, queryset)
        courses = Course.objects.filter(pk__in=queryset.order_by().values("course"))
        self.filters["topic"].queryset = courses.order_by("title")

    @property
    def is_searched(self) -> bool:
        """Whether anything is asked for."""
        return self._asks(set(self.data) - {"page"})

    @property
    def is_narrowed(self) -> bool:
        """Whether more than words is asked for, so that those filters are shown open."""
        return self._asks(set(self.data) - {"page", "q"})

    def _asks(self, names: Iterable[str]) -> bool:
        return any(self.data.get(name) for name in names)

    def with_words(self, events: EventQuerySet, name: str, text: str) -> EventQuerySet:
        """The events that all the words are about."""
        return browsing.matching(events, text)

    def for_group(self, events: EventQuerySet, name: str, group: TargetGroup) -> EventQuerySet:
        """The events that suit the target group."""
        return browsing.for_target_group(events, group)
