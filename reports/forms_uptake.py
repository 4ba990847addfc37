"""What the comparison of an agency with others is asked of."""

from typing import Any

from django import forms

from core.forms import FilterForm
from core.years import Period
from people.models import Agency


class UptakeForm(FilterForm):
    """This reporting year or the last, and which agency where somebody leads several."""

    year = forms.ChoiceField(label="Reporting year", required=False)
    agency = forms.ModelChoiceField(
        Agency.objects.none(), to_field_name="code", label="Agency", required=False, empty_label=None
    )

    def __init__(self, data: Any, *, led: Any, years: tuple[Period, Period]) -> None:
        super().__init__(data)
        self._years = {period.year: period for period in years}
        this, last = years
        self.fields["year"].choices = [(this.year, f"{this.year}, so far"), (last.year, last.year)]  # type: ignore[attr-defined]
        self.fields["agency"].queryset = led  # type: ignore[attr-defined]
        if len(led) == 1:
            del self.fields["agency"]

    @property
    def period(self) -> Period:
        """The year that was asked for, else this one."""
        asked = self.cleaned_data.get("year", "") if self.is_valid() else ""
        return self._years.get(asked) or next(iter(self._years.values()))

    def agency_of(self, led: Any) -> Agency:
        """The agency that was asked for, else the first."""
        asked: Agency | None = self.cleaned_data.get("agency") if self.is_valid() else None
        return asked or led[0]
