"""The forms of the events floor for those who book."""

from collections.abc import Sequence
from typing import Any

from django import forms

from core import words
from core.widgets import HintedRadioSelect
from events.models import Booking, Event
from events.moving import OtherDate
from people.models import Person


class CancelForm(forms.Form):
    """Why somebody gives up a booking: their own if they care to say; whose it is otherwise is told."""

    reason = forms.CharField(
        label="Why you can’t come",
        help_text="It helps us to plan. Please don’t name a child or a family.",
        max_length=Booking._meta.get_field("reason").max_length,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any, *, person: Person | None) -> None:
        """For that person's booking, which somebody else gives up; None for one's own."""
        super().__init__(data)
        if person:
            reason = self.fields["reason"]
            reason.required, reason.label = True, "Why it is cancelled"
            reason.help_text = f"{person} is told. Please don’t name a child or a family."


class CheckInForm(forms.Form):
    """The code that is shown, and whose booking it is where nobody is signed in."""

    code = forms.CharField(
        max_length=20,
        label="Code",
        help_text="As it is shown where the training takes place, such as K7M 2QP.",
        widget=forms.TextInput(
            attrs={"class": "govuk-input--width-10", "autocomplete": "off", "autocapitalize": "characters"}
        ),
    )
    who = forms.CharField(
        max_length=254,
        label="Your name or e-mail",
        help_text="As it was given when you were booked.",
        widget=forms.TextInput(attrs={"spellcheck": "false"}),
    )

    def __init__(self, data: Any, *, initial: Any, is_member: bool) -> None:
        super().__init__(data, initial=initial)
        if is_member:
            del self.fields["who"]


class Overrulable(forms.Form):
    """A form in which a manager may say why, although a rule stands against it; for others it has no such field."""

    overrule = forms.CharField(
        required=False,
        max_length=300,
        label="Why, if a rule stands against it",
        help_text="Leave it empty unless you are told that they can’t come. The reason is kept with your name.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any, *, may_overrule: bool) -> None:
        super().__init__(data)
        if not may_overrule:
            del self.fields["overrule"]
        self.order_fields([name for name in self.fields if name != "overrule"])


class OtherDateForm(Overrulable):
    """Another date of the same course, of those that can be chosen.

    One that could be chosen a minute ago is taken in, too: bookings.transfer says why it can't be any more.
    """

    event = forms.ModelChoiceField(
        Event.objects.none(),
        widget=HintedRadioSelect,
        empty_label=None,
        label="New date",
        error_messages={"invalid_choice": "That date can’t be chosen any more. Choose another one."},
    )

    def __init__(self, data: Any, *, dates: Sequence[OtherDate], may_overrule: bool) -> None:
        super().__init__(data, may_overrule=may_overrule)
        field = self.fields["event"]
        known = Event.objects.filter(pk__in=[date.event.pk for date in dates])
        field.queryset = known.select_related("course")  # type: ignore[attr-defined]
        chosen = [date for date in dates if date.can_be_chosen]
        field.choices = [(date.event.pk, _when_and_where(date.event)) for date in chosen]  # type: ignore[attr-defined]
        field.widget.hints = {str(date.event.pk): date.why_not for date in chosen}


def _when_and_where(event: Event) -> str:
    where = event.venue or event.area
    return f"{words.days(event.days)}, {words.clock(event.starts_time)}{f', {where}' if where else ''}"


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
