"""The forms in which a manager says which record is the same person, and what is kept of both."""

from __future__ import annotations

from typing import Any

from django import forms

from core.forms import FilterForm, ReasonForm
from people import merging
from people.models import Person

KEPT, GONE = "kept", "gone"
LABELS = {
    "email": "E-mail",
    "target_group": "Contact with children",
    "works_with": "Who they work with",
    "manager_email": "Line manager’s e-mail",
}


class FindOtherForm(FilterForm):
    """Words to find the other record by."""

    q = forms.CharField(
        max_length=200, label="Name, e-mail or agency", widget=forms.TextInput(attrs={"type": "search"})
    )


class MergeForm(ReasonForm):
    """Which of two things that the records say is true, for each that differs; and why they are one person."""

    def __init__(self, data: Any, *, kept: Person, gone: Person) -> None:
        super().__init__(data)
        self.differing = merging.differing(kept, gone)
        for name in self.differing:
            self.fields[name] = forms.ChoiceField(
                choices=[(KEPT, _said(kept, name)), (GONE, _said(gone, name))],
                initial=KEPT,
                widget=forms.RadioSelect,
                label=LABELS.get(name, name.replace("_", " ").capitalize()),
            )
        self.fields["reason"].help_text = "How you know that both are the same person. It is kept."
        self.order_fields([*self.differing, "reason"])

    @property
    def from_gone(self) -> dict[str, bool]:
        """Of which fields the kept record takes what the other says."""
        return {name: self.cleaned_data[name] == GONE for name in self.differing}


def _said(person: Person, name: str) -> str:
    return str(person.get_works_with_display() if name == "works_with" else getattr(person, name))
