"""Forms about certificates."""

from typing import Any

from django import forms

from core.forms import FilterForm
from core.years import Period, parse_period


class CheckForm(FilterForm):
    """The code of a certificate, as it stands on the paper."""

    code = forms.CharField(label="The code of the certificate", max_length=40, help_text="For example 7K3M-90QT-X2BD")


class TeamCertificatesForm(FilterForm):
    """A reporting year, and a part of somebody's name."""

    year = forms.ChoiceField(label="Reporting year", required=False)
    name = forms.CharField(label="Name", required=False, max_length=100)

    def __init__(self, data: Any, *, years: list[str]) -> None:
        super().__init__(data)
        self.fields["year"].choices = [("", "All years"), *((year, year) for year in years)]  # type: ignore[attr-defined]

    @property
    def period(self) -> Period | None:
        """The year that was chosen, if any."""
        year = self.cleaned_data.get("year")
        return parse_period(year) if year else None
