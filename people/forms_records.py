"""The forms of those who keep the records of people and agencies."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.db.models import Q

from people import persons
from people.forms import AgencyField, NamesakeAsked, TargetGroupField
from people.models import Agency, Person, Role, TargetGroup

NOT_KNOWN = "Not known"


class OnRecordForm(forms.Form):
    """Who somebody is at work, as far as it is known; their name and agency always are."""

    first_name = forms.CharField(max_length=100)
    last_name = forms.CharField(max_length=100)
    email = forms.EmailField(
        required=False,
        label="E-mail",
        help_text="Without one, we write to the leads of their agency about their bookings.",
    )
    agency = AgencyField()
    job_title = forms.CharField(max_length=200, required=False)
    role = forms.ModelChoiceField(Role.objects.all(), required=False, empty_label=NOT_KNOWN)
    target_group = TargetGroupField(label="Contact with children", required=False, none=NOT_KNOWN)
    works_with = forms.ChoiceField(
        choices=[("", NOT_KNOWN), *Person.WorksWith.choices], required=False, label="Who they work with"
    )
    manager_email = forms.EmailField(
        required=False,
        label="Their line manager’s e-mail",
        help_text="Who is told when they have a place, when it changes, and when it ends.",
    )

    @classmethod
    def about(cls, person: Person, data: Any) -> OnRecordForm:
        """The form as it is on record of `person`; whoever has an account changes their address by themselves.

        A group of an earlier classification can be left as it is.
        """
        form = cls(data, initial={name: getattr(person, name) for name in persons.ON_RECORD})
        groups = cast("forms.ModelChoiceField[TargetGroup]", form.fields["target_group"])
        groups.queryset = TargetGroup.objects.filter(Q(scheme__is_current=True) | Q(pk=person.target_group_id))
        if person.user_id is not None:
            del form.fields["email"]
        return form


class PutOnRecordForm(NamesakeAsked, OnRecordForm):
    """Somebody who isn't on record yet."""

    def clean(self) -> dict[str, Any]:
        """Nobody is put on record twice by mistake, under the same address or the same name."""
        said = super().clean()
        address = said.get("email")
        if address and (found := Person.objects.reached_at(address).select_related("agency").first()):
            self.add_error("email", f"{found}, {found.agency}, has this e-mail already")
        return said


class AgencyForm(forms.ModelForm[Agency]):
    """What is on record of an agency; people/agencies.py keeps what it holds."""

    class Meta:
        model = Agency
        fields = ("name", "sector", "contributes", "kind", "hard_to_reach", "workforce")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (("sector", "Choose from the list"), ("kind", "Not said")):
            cast("forms.ModelChoiceField[Any]", self.fields[name]).empty_label = label
