"""What the lists of accounts are filtered by; every choice stays in the page's address."""

import django_filters
from django.db.models import QuerySet

from core.filters import WordsFilter
from core.forms import FilterForm
from people import persons
from people.models import Duty, Person, User

FOUND_BY = ("email", "person__first_name", "person__last_name", "person__agency__name")


class AccountsFilter(django_filters.FilterSet):
    """Words, duty, and whether the account is open."""

    OPEN, CLOSED = "open", "closed"

    q = WordsFilter(FOUND_BY, label="Name, e-mail or agency")
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

    def with_duty(self, users: QuerySet[User], name: str, kind: str) -> QuerySet[User]:
        """The users with that duty, or with any."""
        duties = Duty.objects.all() if kind == "any" else Duty.objects.filter(kind=kind)
        return users.filter(pk__in=duties.values("user"))

    def in_state(self, users: QuerySet[User], name: str, state: str) -> QuerySet[User]:
        """The users who may sign in, or those who may not."""
        return users.filter(is_active=state == self.OPEN)


class WithoutAccountFilter(django_filters.FilterSet):
    """Words, and the agency's among them."""

    q = WordsFilter((*persons.FOUND_BY, "agency__name"), label="Name, e-mail or agency")

    class Meta:
        model = Person
        fields: list[str] = []
        form = FilterForm
