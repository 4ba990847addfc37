"""What the lists of accounts are filtered by; every choice stays in the page's address."""

import django_filters
from django import forms
from django.db.models import QuerySet

from core.forms import FilterForm
from core.search import words_in
from people import persons
from people.models import Duty, Person, PersonQuerySet, User

FOUND_BY = ("email", "person__first_name", "person__last_name", "person__agency__name")


class AccountsFilter(django_filters.FilterSet):
    """Words, duty, and whether the account is open."""

    OPEN, CLOSED = "open", "closed"

    q = django_filters.CharFilter(
        method="with_words",
        max_length=200,
        label="Name, e-mail or agency",
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    duty = django_filters.ChoiceFilter(
        method="with_duty",
        choices=[("any", "Any duty"), *Duty.Kind.choices],
        label="Duty",
        empty_label="With or without a duty",
    )
    state = django_filters.ChoiceFilter(
        method="in_state",
        choices=[(OPEN, "Open"), (CLOSED, "Closed")],
        label="Account",
        empty_label="Open and closed",
    )

    class Meta:
        model = User
        fields: list[str] = []
        form = FilterForm

    def with_words(self, users: QuerySet[User], name: str, text: str) -> QuerySet[User]:
        """The users whom all the words are about."""
        return users.filter(words_in(FOUND_BY, text))

    def with_duty(self, users: QuerySet[User], name: str, kind: str) -> QuerySet[User]:
        """The users with that duty, or with any."""
        duties = Duty.objects.all() if kind == "any" else Duty.objects.filter(kind=kind)
        return users.filter(pk__in=duties.values("user"))

    def in_state(self, users: QuerySet[User], name: str, state: str) -> QuerySet[User]:
        """The users who may sign in, or those who may not."""
        return users.filter(is_active=state == self.OPEN)


class WithoutAccountFilter(django_filters.FilterSet):
    """Words, and the agency's among them."""

    q = django_filters.CharFilter(
        method="with_words",
        max_length=200,
        label="Name, e-mail or agency",
        widget=forms.TextInput(attrs={"type": "search"}),
    )

    class Meta:
        model = Person
        fields: list[str] = []
        form = FilterForm

    def with_words(self, people: PersonQuerySet, name: str, text: str) -> PersonQuerySet:
        """The people whom all the words are about."""
        return people.filter(words_in((*persons.FOUND_BY, "agency__name"), text))
