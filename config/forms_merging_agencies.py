"""The forms in which a manager says which agency becomes part of which, and what adds up."""

from __future__ import annotations

from typing import Any

from django import forms

from config.merging_agencies import Numbers
from core.forms import FilterForm, ReasonForm
from people.forms import AgencyField
from people.models import Agency
from reports.merging_agencies import Aim

NUMBER = forms.NumberInput(attrs={"class": "govuk-input--width-5"})
NOT_KNOWN = "not known"


class ChooseAgencyForm(FilterForm):
    """The agency that becomes part of another."""

    gone = AgencyField(label="Which agency becomes part of it?")

    def __init__(self, data: Any, *, kept: Agency) -> None:
        super().__init__(data)
        field = self.fields["gone"]
        field.queryset = field.queryset.exclude(pk=kept.pk)  # type: ignore[attr-defined]


class MergeAgenciesForm(ReasonForm):
    """What can be added up, and is suggested so where both say a number; and why they become one."""

    def __init__(self, data: Any, *, kept: Agency, gone: Agency, aims: list[Aim]) -> None:
        super().__init__(data)
        self.aims = {f"{aim.field}_{aim.year}": aim for aim in aims}
        self.names = str(kept), str(gone)
        self._ask("workforce", f"How many people {kept} can send", kept.workforce, gone.workforce)
        for name, aim in self.aims.items():
            label = "Different people to reach" if aim.field == "people" else "People there are"
            self._ask(name, f"{label} in {aim.year}", aim.kept, aim.gone)
        self.fields["reason"].help_text = "Why they become one, and who decided it. It is kept."
        self.order_fields(["workforce", *self.aims, "reason"])

    @property
    def numbers(self) -> Numbers:
        """The numbers that were said."""
        said = {(aim.year, aim.field): self.cleaned_data[name] for name, aim in self.aims.items()}
        return Numbers(self.cleaned_data["workforce"], said)

    def _ask(self, name: str, label: str, ours: int | None, theirs: int | None) -> None:
        one, other = self.names
        both = ours is not None and theirs is not None
        self.fields[name] = forms.IntegerField(
            min_value=0,
            required=False,
            label=label,
            initial=(ours or 0) + (theirs or 0) if both else ours,
            widget=NUMBER,
            help_text=f"{one}: {_said(ours)}. {other}: {_said(theirs)}."
            + (" This is both together: if it was one agency on record twice, they don’t add up." if both else ""),
        )


def _said(number: int | None) -> str:
    return NOT_KNOWN if number is None else f"{number:,}"
