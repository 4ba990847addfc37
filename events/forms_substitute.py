"""The forms of who comes instead: chosen from the agency's people by whoever may look there; else named."""

from collections.abc import Mapping
from typing import Any

from django import forms

from core.refusals import Refusal
from events.forms import Overrulable
from events.forms_team import PersonField
from people import persons
from people.forms import NamesakeAsked, TargetGroupField
from people.models import Agency, Person, PersonQuerySet


class ChosenColleagueForm(Overrulable):
    """One of the agency's people."""

    person = PersonField(Person.objects.none(), empty_label=None, label="Who comes instead?")

    def __init__(
        self, data: Any, *, people: PersonQuerySet, against: Mapping[int, Refusal], may_overrule: bool
    ) -> None:
        super().__init__(data, may_overrule=may_overrule)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        self.fields["person"].against = against  # type: ignore[attr-defined]

    @property
    def colleague(self) -> Person:
        """Whoever was chosen."""
        chosen: Person = self.cleaned_data["person"]
        return chosen


class NamedColleagueForm(NamesakeAsked, Overrulable):
    """A colleague by name: whom the agency has on record under that address or name, or somebody new.

    Where nobody can tell who is meant, nobody new is put on record, but by those who may look there and say so: what
    stands against somebody, and the place that they may have already, would be forgotten.
    """

    email = forms.EmailField(required=False, label="Their work e-mail", help_text="If they have one.")
    first_name = forms.CharField(max_length=100, label="Their first name")
    last_name = forms.CharField(max_length=100, label="Their last name")
    target_group = TargetGroupField(label="Their contact with children", required=False)

    field_order = ("email", "first_name", "last_name", "is_another")

    def __init__(self, data: Any, *, agency: Agency, may_look_up: bool, may_overrule: bool) -> None:
        self.agency, self.may_look_up = agency, may_look_up
        super().__init__(data, may_overrule=may_overrule)
        if not may_look_up:
            self.fields.pop("is_another", None)

    def agency_meant(self) -> str:
        """A colleague is of the same agency."""
        return str(self.agency.pk)

    def has_namesake(self) -> bool:
        """An address that is on record says who is meant."""
        address = str(self.data.get("email", "")).strip()
        is_known = bool(address) and Person.objects.reached_at(address).exists()
        return not is_known and super().has_namesake()

    def clean(self) -> dict[str, Any]:
        """Somebody must be meant: one person on record, or nobody whom it could be."""
        said = super().clean()
        if not self.errors:
            about = {name: value for name, value in said.items() if name != "overrule"}
            self.colleague = self._on_record(about) or Person(**about, agency=self.agency)
        return said

    def _on_record(self, about: Mapping[str, Any]) -> Person | None:
        """Who that is; None for somebody who isn't on record yet."""
        address = about["email"]
        named = list(persons.namesakes(about["first_name"], about["last_name"], self.agency.pk).select_related("user"))
        reached = list(Person.objects.reached_at(address)) if address else []
        ours = [person for person in reached if person.agency_id == self.agency.pk]
        if len(ours) > 1:
            ours = [person for person in ours if person in named]
        if reached:
            return self._the_only(ours)
        if not named or self.may_look_up:
            return None
        return self._the_only([person for person in named if not address or not person.address])

    def _the_only(self, people: list[Person]) -> Person:
        if len(people) == 1:
            return people[0]
        whom = "the training team" if self.may_look_up else f"the training team, or the lead of {self.agency},"
        raise forms.ValidationError(f"We can’t tell by this which colleague comes. Ask {whom} to send them.")
