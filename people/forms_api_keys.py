"""The form in which a lead or a manager makes a key for an agency's own system."""

from __future__ import annotations

from typing import Any, cast

from django import forms

from people.forms import AgencyField
from people.models import Agency, AgencyQuerySet


class MakeKeyForm(forms.Form):
    """Which agency's, where it could be several, and what it is for."""

    agency = AgencyField(label="Agency")
    name = forms.CharField(
        max_length=60, label="Name of the key", help_text="The system that uses it, for example HR system, nightly."
    )

    def __init__(self, data: Any, *, agencies: AgencyQuerySet) -> None:
        super().__init__(data)
        found = agencies.select_related("sector").order_by("sector__name", "name")
        field = cast("forms.ModelChoiceField[Agency]", self.fields["agency"])
        field.queryset = found
        self.only = found[0] if len(found) == 1 else None
        if self.only:
            del self.fields["agency"]

    @property
    def chosen(self) -> Agency:
        """The agency that it is for."""
        return self.only or cast("Agency", self.cleaned_data["agency"])
