"""The form that asks for whose statement, and of which month."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from core.forms import FilterForm
from people.models import Agency, AgencyQuerySet


class StatementForm(FilterForm):
    """An agency, of those that one may ask for, and a month."""

    agency = forms.ModelChoiceField(Agency.objects.none(), empty_label="Choose from the list")
    month = forms.ChoiceField()

    def __init__(self, data: Any, *, agencies: AgencyQuerySet, months: Iterable[date]) -> None:
        super().__init__(data)
        self.fields["agency"].queryset = agencies  # type: ignore[attr-defined]
        self.fields["agency"].initial = agencies.first() if len(agencies) == 1 else None
        self.fields["month"].choices = [(f"{month}", f"{month:%B %Y}") for month in months]  # type: ignore[attr-defined]
