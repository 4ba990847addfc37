"""The forms of a lead who books people of their agency."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.safestring import SafeString

from core.forms import FilterForm, with_hint
from core.refusals import Refusal
from people.forms import NamesakeAsked, TargetGroupField
from people.models import Agency, Person, Role


class FindTeamForm(FilterForm):
    """Words to find people of the team by."""

    q = forms.CharField(
        max_length=200, label="Name or e-mail", required=False, widget=forms.TextInput(attrs={"type": "search"})
    )


class SaysWhyNot:
    """A field with people to choose from, each with what stands against booking them, if anything does."""

    against: Mapping[int, Refusal] = MappingProxyType({})

    def label_from_instance(self, obj: Person) -> SafeString | str:
        """The name, and under it why not."""
        refusal = self.against.get(obj.pk)
        return with_hint(obj, refusal) if refusal else str(obj)


class PeopleField(SaysWhyNot, forms.ModelMultipleChoiceField[Person]):
    """Some of them."""

    widget = forms.CheckboxSelectMultiple


class PersonField(SaysWhyNot, forms.ModelChoiceField[Person]):
    """One of them."""

    widget = forms.RadioSelect(attrs={"class": "small"})


class BookTeamForm(forms.Form):
    """Who of the team is booked, and what if there isn't a place for each."""

    TOGETHER, AS_MANY, AND_WAIT = "together", "as-many", "and-wait"

    people = PeopleField(Person.objects.none(), label="Who is to be booked?")
    how = forms.ChoiceField(
        choices=[
            (TOGETHER, "All of them, or nobody"),
            (AS_MANY, "As many as there are places for"),
            (AND_WAIT, "As many as there are places for, and the others wait for one"),
        ],
        widget=forms.RadioSelect,
        label="What if there is not a place for each?",
    )

    def __init__(self, data: Any, *, people: QuerySet[Person], against: Mapping[int, Refusal], has_place: bool) -> None:
        super().__init__(data, initial={} if has_place else {"how": self.AND_WAIT})
        self.fields["people"].queryset = people  # type: ignore[attr-defined]
        self.fields["people"].against = against  # type: ignore[attr-defined]


class TeamMemberForm(NamesakeAsked):
    """Somebody of the team who isn't on record yet; they need no e-mail."""

    first_name = forms.CharField(max_length=100)
    last_name = forms.CharField(max_length=100)
    email = forms.EmailField(
        required=False, label="E-mail", help_text="Without one, we write to you about their bookings."
    )
    agency = forms.ModelChoiceField(Agency.objects.none(), widget=forms.RadioSelect, empty_label=None)
    job_title = forms.CharField(max_length=200, required=False)
    role = forms.ModelChoiceField(Role.objects.all(), widget=forms.RadioSelect, empty_label=None)
    target_group = TargetGroupField(label="Contact with children")
    invite = forms.BooleanField(
        required=False,
        label="Invite them to have an account",
        help_text="They get a letter with a link. You can go on booking for them either way.",
    )

    field_order = ("first_name", "last_name", "email", "agency", "is_another")

    def __init__(self, data: Any, *, agencies: set[int]) -> None:
        self.agencies = agencies
        super().__init__(data)
        led = Agency.objects.current().filter(pk__in=agencies)
        self.fields["agency"].queryset = led  # type: ignore[attr-defined]
        self.fields["agency"].initial = led.first()

    def agency_meant(self) -> str:
        """One of their own; of others a lead learns nothing."""
        meant = super().agency_meant()
        return meant if meant in map(str, self.agencies) else ""

    def clean(self) -> dict[str, Any]:
        """Nobody is put on record twice, and an invitation needs an address."""
        said = super().clean()
        address = said.get("email")
        reached = Person.objects.reached_at(address) if address else Person.objects.none()
        if reached.filter(agency__in=self.agencies).exists():
            self.add_error("email", "Somebody of your team has this e-mail already")
        elif reached.exists():
            # Whose it is isn't for a lead to read, and letters about the one would go to the other.
            unsaid = "We can’t put them on record under this e-mail: check it, or ask the training team to add them"
            self.add_error("email", unsaid)
        if said.get("invite") and not address and "email" not in self.errors:
            self.add_error("email", "Enter their e-mail to invite them")
        return said
