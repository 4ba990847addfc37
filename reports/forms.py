"""The form that asks for a period to be compiled."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from core.years import Period, parse_period, period_of


class CompileForm(forms.Form):
    """A reporting year, or one of its quarters."""

    year = forms.ChoiceField(label="Reporting year")
    part = forms.ChoiceField(
        label="Which part of it",
        choices=[("", "The whole year")] + [(f"/Q{number}", f"Quarter {number}") for number in (1, 2, 3, 4)],
        required=False,
    )

    def __init__(self, data: Any = None, *, first_day: date, today: date) -> None:
        """The years to choose from run from that of the first event on record to the present one."""
        super().__init__(data)
        first, last = period_of(first_day).first_year, period_of(today).first_year
        years = [Period(year).name for year in range(last, min(first, last) - 1, -1)]
        self.fields["year"].choices = [(year, year) for year in years]  # type: ignore[attr-defined]

    @property
    def period(self) -> Period:
        """The period asked for."""
        return parse_period(self.cleaned_data["year"] + self.cleaned_data["part"])
