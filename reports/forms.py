"""The forms of the reports floor: what is compiled, put right, said to a section, asked for, and aimed at."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from core.forms import FilterForm
from core.years import Period, parse_period, period_of
from reports.measures import ALL, SCOPES
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


class AbsenteesForm(FilterForm):
    """Of which kind of event it is asked who is missing."""

    scope = forms.ChoiceField(
        label="Kind of event",
        choices=[(scope.name, scope.label) for scope in reversed(SCOPES) if scope.name != "elearning"],
        initial=ALL,
        required=False,
    )

    @property
    def chosen(self) -> str:
        """The scope; what can't be understood means everything."""
        return (self.is_valid() and self.cleaned_data["scope"]) or ALL


class TargetForm(forms.Form):
    """How many people are to be reached, of how many."""

    people = forms.IntegerField(
        label="How many different people should come this year",
        help_text="Each counts once, however often they come. Leave it empty for no target.",
        min_value=0,
        max_value=1_000_000,
        required=False,
    )
    workforce = forms.IntegerField(
        label="How many people there are",
        help_text="Of an agency, leave it empty to go by what its own record says.",
        min_value=0,
        max_value=1_000_000,
        required=False,
    )
