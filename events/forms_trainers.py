"""The forms in which a manager says who trains at an event, and what the list of days is asked for."""

from __future__ import annotations

from typing import Any

from django import forms

from core.forms import ReasonForm
from core.words import trimmed
from events import trainers
from events.models import EventTrainer
from people.forms import AgencyField
from people.models import Agency, User

MOST_DAYS = 100
LIVED = {"yes": True, "no": False}
WHOSE = "Leave it empty if they have none: they are named all the same, and can be joined to it later."


class DaysField(forms.DecimalField):
    """Days of work, and parts of one."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"class": "govuk-input--width-4", "inputmode": "decimal", "autocomplete": "off"})
        super().__init__(min_value=0, max_value=MOST_DAYS, decimal_places=2, widget=widget, **kwargs)
        sentence = f"Days of work must be a number from 0 to {MOST_DAYS}, with a point for parts: 1, or 0.5"
        self.error_messages |= dict.fromkeys(("invalid", "min_value", "max_value", "max_decimal_places"), sentence)


class TrainerForm(forms.Form):
    """Who trains, whose account they are, and what they give."""

    name = forms.CharField(max_length=200, help_text="Participants see it on the event’s page.")
    email = forms.EmailField(
        required=False,
        label="E-mail of their account",
        help_text=f"Whoever signs in with it finds the event among their own. {WHOSE}",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    agency = AgencyField(required=False, help_text="Whom they work for: their days count as given by it.")
    days = DaysField(label="Days of work", help_text="With preparation, if your board counts it. For example, 1 or 0.5")
    lived_experience = forms.TypedChoiceField(
        label="Lived experience",
        choices=[("yes", "Yes"), ("no", "No"), ("", "Not known")],
        coerce=LIVED.__getitem__,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "inline"}),
        help_text="Whether they take part as a parent, carer or young person.",
    )

    user: User | None = None
    """Whose account the e-mail is; None where it is nobody's."""

    def clean_name(self) -> str:
        """With single spaces."""
        return " ".join(self.cleaned_data["name"].split())

    def clean_email(self) -> str:
        """Find the account; nobody's e-mail is no mistake."""
        email: str = self.cleaned_data["email"]
        self.user = User.objects.filter(email__iexact=email, is_active=True).first() if email else None
        return email

    @property
    def is_unknown(self) -> bool:
        """Whether an e-mail was given with which nobody signs in."""
        return bool(self.cleaned_data["email"]) and self.user is None

    @property
    def values(self) -> dict[str, Any]:
        """What is said of the trainer, by the fields of one."""
        said = self.cleaned_data
        return {name: said[name] for name in ("name", "agency", "days", "lived_experience")} | {"user": self.user}


class ChangeTrainerForm(TrainerForm):
    """The same of somebody who is named, with a reason where something is taken away by it."""

    reason = forms.CharField(
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Wanted where you take the account off, or days from an agency. It is kept with your name.",
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, trainer: EventTrainer, data: Any = None) -> None:
        """Filled with what is said of them; their agency can stay, and their account, whatever became of those."""
        super().__init__(data, initial=_as_said(trainer) | {"seen": trainers.edition(trainer)})
        self._was = trainer
        agencies: Any = self.fields["agency"]
        if trainer.agency_id:
            agencies.queryset = agencies.queryset | Agency.objects.filter(pk=trainer.agency_id)

    def clean_email(self) -> str:
        """Nobody's e-mail would take the account off by a slip of the pen: it is refused."""
        email = super().clean_email()
        was = self._was.user
        if was and email.lower() == was.email:
            self.user = was
        if self.is_unknown:
            raise forms.ValidationError("Nobody signs in with that e-mail. Leave it empty until somebody does")
        return email


class TakeOffForm(ReasonForm):
    """Why somebody is taken off, and what the page said of them."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)


def _as_said(trainer: EventTrainer) -> dict[str, Any]:
    lived = {said: name for name, said in LIVED.items()}
    return {
        "name": trainer.name,
        "email": trainer.user.email if trainer.user else "",
        "agency": trainer.agency_id,
        "days": trimmed(trainer.days),
        "lived_experience": "" if trainer.lived_experience is None else lived[trainer.lived_experience],
    }
