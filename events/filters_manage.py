"""What the list of events is filtered by; every choice stays in the page's address."""

import django_filters
from django.db.models import Max, Min

from core.filters import WordsFilter
from core.forms import FilterForm
from core.years import Period, period_of
from events import browsing
from events.models import Event, EventQuerySet
from people import persons
from people.models import Person
from training.models import Course

EVER = "ever"
"""All years."""


class EventsFilter(django_filters.FilterSet):
    """Words, status, kind and reporting year."""

    q = WordsFilter(browsing.SEARCHED)
    status = django_filters.ChoiceFilter(choices=Event.Status.choices, label="Status", empty_label="Any status")
    kind = django_filters.ChoiceFilter(
        field_name="course__kind", choices=Course.Kind.choices, label="Kind of event", empty_label="All kinds"
    )
    year = django_filters.ChoiceFilter(method="in_year", label="Reporting year", empty_label="All years")

    class Meta:
        model = Event
        fields: list[str] = []
        form = FilterForm

    def __init__(self, data: object, queryset: EventQuerySet) -> None:
        """Filter those events; the years to choose from are theirs."""
        super().__init__(data, queryset)
        self.filters["year"].extra["choices"] = [(year.name, year.name) for year in years_of(queryset)]

    def in_year(self, events: EventQuerySet, name: str, year: str) -> EventQuerySet:
        """The events that start in that reporting year."""
        first = int(year[:4])
        return events.filter(starts_on__range=(Period(first).starts, Period(first).ends))


class SuspendedFilter(django_filters.FilterSet):
    """Words."""

    q = WordsFilter((*persons.FOUND_BY, "agency__name"), label="Name or agency")

    class Meta:
        model = Person
        fields: list[str] = []
        form = FilterForm


def years_of(events: EventQuerySet) -> list[Period]:
    """The reporting years from the latest event's back to the earliest's."""
    ends = events.order_by().aggregate(first=Min("starts_on"), last=Max("starts_on"))
    if ends["first"] is None:
        return []
    first, last = period_of(ends["first"]).first_year, period_of(ends["last"]).first_year
    return [Period(year) for year in range(last, first - 1, -1)]


def years_to_choose(this_year: str) -> list[tuple[str, str]]:
    """The reporting years of all events, and that one, as choices; the latest first."""
    years = dict.fromkeys([this_year, *(year.name for year in years_of(Event.objects.listed()))])
    return [(year, f"{year}, this year" if year == this_year else year) for year in sorted(years)[::-1]]
