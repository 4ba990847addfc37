"""What the lists of people and agencies are filtered by; every choice stays in the page's address."""

import django_filters

from core.filters import WordsFilter
from core.forms import FilterForm
from people import persons
from people.models import Agency, AgencyKind, Person, PersonQuerySet, Role, Sector


class PeopleFilter(django_filters.FilterSet):
    """Words, agency, role, and whether they can sign in."""

    WITH, WITHOUT = "with", "without"

    q = WordsFilter(persons.FOUND_BY, label="Name or e-mail")
    agency = django_filters.ModelChoiceFilter(
        queryset=Agency.objects.with_people().order_by("name"), label="Agency", empty_label="Every agency"
    )
    role = django_filters.ModelChoiceFilter(queryset=Role.objects.all(), label="Role", empty_label="Any role")
    account = django_filters.ChoiceFilter(
        method="with_account",
        choices=[(WITH, "With an account"), (WITHOUT, "Without one")],
        label="Account",
        empty_label="With and without",
    )

    class Meta:
        model = Person
        fields: list[str] = []
        form = FilterForm

    def with_account(self, people: PersonQuerySet, name: str, said: str) -> PersonQuerySet:
        """The people who can sign in, or those who can't."""
        return people.filter(user__isnull=said == self.WITHOUT)


class AgenciesFilter(django_filters.FilterSet):
    """Words, sector and kind of organisation."""

    q = WordsFilter(("name",), label="Name")
    sector = django_filters.ModelChoiceFilter(
        queryset=Sector.objects.order_by("name"), label="Sector", empty_label="Every sector"
    )
    kind = django_filters.ModelChoiceFilter(
        queryset=AgencyKind.objects.all(), label="Kind of organisation", empty_label="Every kind"
    )

    class Meta:
        model = Agency
        fields: list[str] = []
        form = FilterForm
