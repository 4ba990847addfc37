"""The forms of the events floor for those who book."""

from collections.abc import Iterable
from typing import Any

from django import forms

from events.models import Booking, Event
from people.forms import TargetGroupField
from people.models import Agency, Person


class CancelForm(forms.Form):
    """Why somebody gives up a booking, if they care to say."""

    reason = forms.CharField(
        label="Why you can’t come",
        help_text="It helps us to plan. Please don’t name a child or a family.",
        max_length=Booking._meta.get_field("reason").max_length,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SubstituteForm(forms.Form):
    """The colleague who comes instead: found by e-mail in the same agency, or put on record with a name."""

    email = forms.EmailField(required=False, label="Their work e-mail", help_text="If they have one.")
    first_name = forms.CharField(max_length=100, label="Their first name")
    last_name = forms.CharField(max_length=100, label="Their last name")
    target_group = TargetGroupField(label="Their contact with children", required=False)

    def __init__(self, data: Any, *, agency: Agency) -> None:
        super().__init__(data)
        self.agency = agency

    @property
    def colleague(self) -> Person:
        """The one person of that address whom the agency has on record; else somebody not on record yet."""
        email = self.cleaned_data["email"]
        found = list(Person.objects.filter(agency=self.agency).reached_at(email)[:2]) if email else []
        return found[0] if len(found) == 1 else Person(**self.cleaned_data, agency=self.agency)


class OtherDateForm(forms.Form):
    """Another date of the same course, of those with a free place."""

    event = forms.ModelChoiceField(Event.objects.none(), widget=forms.RadioSelect, empty_label=None, label="New date")

    def __init__(self, data: Any, *, dates: Iterable[Event]) -> None:
        super().__init__(data)
        offered = Event.objects.filter(pk__in=[event.pk for event in dates]).select_related("course")
        self.fields["event"].queryset = offered  # type: ignore[attr-defined]


class DecisionForm(forms.Form):
    """Whether somebody may go; and why not, which they are told."""

    APPROVE, DECLINE = "approve", "decline"

    decision = forms.ChoiceField(
        choices=[(APPROVE, "Yes, they may go"), (DECLINE, "No")], widget=forms.RadioSelect, label="May they go?"
    )
    reason = forms.CharField(
        label="If not, why",
        help_text="They are told.",
        max_length=Booking._meta.get_field("reason").max_length,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
