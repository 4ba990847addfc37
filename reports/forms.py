"""The forms of the reports floor: what is compiled, put right, said to a section, asked for, and aimed at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from core.forms import FilterForm
from core.years import Period, parse_period, period_of
from reports.measures import ALL, SCOPES
from reports.models import Commentary, YearlyReport


class CompileForm(forms.Form):
    """A reporting year, or one of its quarters, and for whom."""

    year = forms.ChoiceField(label="Reporting year")
    part = forms.ChoiceField(
        label="Which part of it",
        choices=[("", "The whole year")] + [(f"/Q{number}", f"Quarter {number}") for number in (1, 2, 3, 4)],
        required=False,
    )
    audience = forms.ChoiceField(
        label="For whom is it?",
        help_text="A public edition hides or rounds numbers by which somebody could be recognised.",
        choices=YearlyReport.Audience,
        initial=YearlyReport.Audience.INTERNAL,
        widget=forms.RadioSelect(attrs={"class": "small"}),
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


class WithholdForm(forms.Form):
    """Hides a row of a table, or all of it, in the public editions of a year."""

    what = forms.ChoiceField(label="What to withhold")
    reason = forms.CharField(
        label="Reason",
        help_text="It is kept for the board and never published.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None, *, tables: Sequence[tuple[str, str, list[tuple[str, str]]]]) -> None:
        """Each table is a group of its rows, all of it first."""
        super().__init__(data)
        self.fields["what"].choices = [  # type: ignore[attr-defined]
            ("", "Choose a row"),
            *(
                (name, [(f"{table}|", "All of this table"), *((f"{table}|{code}", label) for code, label in rows)])
                for table, name, rows in tables
            ),
        ]

    @property
    def chosen(self) -> tuple[str, str]:
        """The table, and the row's code or nothing."""
        table, _, code = self.cleaned_data["what"].partition("|")
        return table, code


class EndWithholdingForm(forms.Form):
    """Why something is hidden no longer."""

    reason = forms.CharField(label="Reason", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
