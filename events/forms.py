"""The forms of the events floor for those who book."""

from django import forms

from events.models import Booking


class CancelForm(forms.Form):
    """Why somebody gives up a booking, if they care to say."""

    reason = forms.CharField(
        label="Why you can’t come",
        help_text="It helps us to plan. Please don’t name a child or a family.",
        max_length=Booking._meta.get_field("reason").max_length,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
