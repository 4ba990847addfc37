"""The forms of the reports floor: what is compiled, what a version puts right, what is said to a section."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from core.years import Period, parse_period, period_of
from reports.models import Commentary


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


class PublishForm(forms.Form):
    """Publishes a report; where another version is published, asks what this one puts right."""

    correction = forms.CharField(
        label="What does this version put right?",
        help_text="It is printed on the report's first page.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None, *, corrects: bool) -> None:
        """Without a version to put right there is nothing to ask."""
        super().__init__(data)
        if not corrects:
            del self.fields["correction"]


class CommentaryForm(forms.Form):
    """What is said to a section; empty takes it away. It brings back what its writer saw there."""

    text = forms.CharField(
        label="Commentary",
        help_text="Plain words; leave an empty line between paragraphs. No figure of the report is changed by it.",
        max_length=Commentary.LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    seen = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
