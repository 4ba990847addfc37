"""The forms of a lead who books people of their agency."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from core.forms import FilterForm
from people.forms import TargetGroupField
from people.models import Agency, Person, Role


class FindTeamForm(FilterForm):
    """Words to find people of the team by."""

    q = forms.CharField(
        max_length=200, label="Name or e-mail", required=False, widget=forms.TextInput(attrs={"type": "search"})
    )


class BookTeamForm(forms.Form):
    """Who of the team is booked, and what if there isn't a place for each."""

    TOGETHER, AS_MANY = "together", "as-many"

    people = forms.ModelMultipleChoiceField(
        Person.objects.none(), widget=forms.CheckboxSelectMultiple, label="Who is to be booked?"
    )
    how = forms.ChoiceField(
        choices=[(TOGETHER, "All of them, or nobody"), (AS_MANY, "As many as there are places for")],
        widget=forms.RadioSelect,
        label="If there is not a place for each",
    )

    def __init__(self, data: Any, *, people: QuerySet[Person]) -> None:
        super().__init__(data)
        self.fields["people"].queryset = people  # type: ignore[attr-defined]


class TeamMemberForm(forms.Form):
    """Somebody of the team who isn't on record yet; they need no e-mail."""

    first_name = forms.CharField(max_length=100)
    last_name = forms.CharField(max_length=100)
    email = forms.EmailField(required=False, label="E-mail", help_text="Without one, our letters go nowhere.")
    agency = forms.ModelChoiceField(Agency.objects.none(), widget=forms.RadioSelect, empty_label=None)
    job_title = forms.CharField(max_length=200, required=False)
    role = forms.ModelChoiceField(Role.objects.all(), widget=forms.RadioSelect, empty_label=None)
    target_group = TargetGroupField(label="Contact with children")
    invite = forms.BooleanField(
        required=False,
        label="Invite them to have an account",
        help_text="They get a letter with a link. You can go on booking for them either way.",
    )

    def __init__(self, data: Any, *, agencies: set[int]) -> None:
        super().__init__(data)
        self.agencies = agencies
        led = Agency.objects.filter(pk__in=agencies)
        self.fields["agency"].queryset = led  # type: ignore[attr-defined]
        self.fields["agency"].initial = led.first()

    def clean(self) -> dict[str, Any]:
        """Nobody is put on record twice, and an invitation needs an address."""
        said = super().clean() or {}
        address = said.get("email")
        if address and Person.objects.filter(agency__in=self.agencies).reached_at(address).exists():
            self.add_error("email", "Somebody of your team has this e-mail already")
        if said.get("invite") and not address and "email" not in self.errors:
            self.add_error("email", "Enter their e-mail to invite them")
        return said
