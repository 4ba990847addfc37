"""The forms of those who keep accounts."""

from typing import Any

from django import forms

from core.forms import ReasonForm
from people.forms import AgencyField
from people.models import Duty


class GiveDutyForm(ReasonForm):
    """Which duty somebody is given, and why."""

    kind = forms.ChoiceField(choices=Duty.Kind.choices, widget=forms.RadioSelect, label="Duty")
    agency = AgencyField(
        label="Agency", required=False, help_text="Which agency they lead; only for the duty of an agency lead."
    )

    field_order = ("kind", "agency", "reason")

    def clean(self) -> dict[str, Any]:
        """A lead needs an agency, and is told so beside the field."""
        said = super().clean() or {}
        if said.get("kind") == Duty.Kind.LEAD and not said.get("agency"):
            self.add_error("agency", "Select the agency that they lead")
        return said
