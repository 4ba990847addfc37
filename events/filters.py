"""What the programme is filtered by; every choice stays in the page's address."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import Any

import django_filters
from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from core.forms import DayField, FilterForm
from events import browsing
from events.models import Area, Event, EventQuerySet
from people.models import TargetGroup
from training.models import Course

NO_FILTERS = frozenset({"page", "month"})
"""What an address says besides: where in the programme one is."""


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

    def __init__(self, data: Mapping[str, Any], queryset: EventQuerySet) -> None:
        """Filter those events, if anything is asked for; the topics to choose from are theirs."""
        super().__init__(data if _asks(data, but=NO_FILTERS) else None, queryset)
        courses = Course.objects.filter(pk__in=queryset.order_by().values("course"))
        self.filters["topic"].queryset = courses.order_by("title")

    @property
    def fields(self) -> SafeString:
        """The form's fields. As long as nothing is asked for, all that can differ is what they offer."""
        offered = browsing.offered(self.queryset)
        return _drawn(self, offered) if self.is_bound else _drawn_unasked(offered)

    @property
    def is_searched(self) -> bool:
        """Whether anything is asked for."""
        return bool(self.is_bound)

    @property
    def is_narrowed(self) -> bool:
        """Whether more than words is asked for, so that those filters are shown open."""
        return _asks(self.data, but=NO_FILTERS | {"q"})

    def with_words(self, events: EventQuerySet, name: str, text: str) -> EventQuerySet:
        """The events that all the words are about."""
        return browsing.matching(events, text)

    def for_group(self, events: EventQuerySet, name: str, group: TargetGroup) -> EventQuerySet:
        """The events that suit the target group."""
        return browsing.for_target_group(events, group)


def _asks(data: Mapping[str, Any], *, but: AbstractSet[str]) -> bool:
    return any(data.get(name) for name in data.keys() - but)


def _drawn(filters: ProgrammeFilter, offered: browsing.Offered) -> SafeString:
    for name in ("topic", "area", "group"):
        field = filters.form.fields[name]
        choices = [(code, words) for what, code, words in offered if what == name]
        field.widget.choices = [("", field.empty_label), *choices]
    context = {"form": filters.form, "is_narrowed": filters.is_narrowed}
    return render_to_string("events/_programme_fields.html", context)


@lru_cache(maxsize=100)
def _drawn_unasked(offered: browsing.Offered) -> SafeString:
    """Remembered by all that it shows, as core.fragments does."""
    return _drawn(ProgrammeFilter({}, Event.objects.none()), offered)
