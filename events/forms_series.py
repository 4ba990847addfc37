"""The form that asks on which further days an event is planned."""

from datetime import date

from django import forms

from core.forms import DayField
from events import series


class RepeatForm(forms.Form):
    """The first day, how many weeks apart, and how many; `days` are what that makes."""

    first = DayField(label="First day")
    times = forms.IntegerField(label="How many dates", min_value=1, max_value=series.MOST, initial=1)
    weeks = forms.IntegerField(label="Weeks between them", min_value=1, max_value=52, initial=1)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def days(self) -> list[date]:
        """The days that were asked for."""
        said = self.cleaned_data
        return series.days_from(said["first"], weeks=said["weeks"], times=said["times"])

    @property
    def edition(self) -> str:
        """What stands for those days in the page that shows them."""
        return " ".join(map(str, self.days))

    @property
    def was_seen(self) -> bool:
        """Whether the page that was sent showed these very days."""
        return bool(self.cleaned_data["seen"] == self.edition)

    def shown_again(self) -> "RepeatForm":
        """The same, for the page that shows the days."""
        again = RepeatForm({**self.data.dict(), "seen": self.edition})  # type: ignore[attr-defined]
        again.is_valid()
        return again
