"""The form of an event's further dates, as many as somebody asks for, beside the form of the event itself."""

from __future__ import annotations

from typing import Any, Self, cast

from django import forms
from django.core.exceptions import ValidationError

from core.forms import ClockField, DayField, as_typed
from core.words import count_noun
from events.forms_manage import EventForm
from events.models import Event, EventDate

MOST = 60
AS_ON_THE_FIRST = "Leave it empty if it is as on the first date."
MESSAGES = {
    "missing_management_form": "Part of the form is missing. Nothing was kept: open the page again.",
    "too_many_forms": f"An event has at most {MOST} further dates",
}


class FurtherDateForm(forms.Form):
    """One further date; its times are those of the first unless it has its own."""

    says_optional = False  # what asks for a date may always be left empty

    held_on = DayField(required=False)
    starts_time = ClockField(required=False, help_text=AS_ON_THE_FIRST)
    ends_time = ClockField(required=False, help_text=AS_ON_THE_FIRST)

    def clean(self) -> dict[str, Any]:
        """Times belong to a day; without any of them the date is left out."""
        super().clean()
        said = self.cleaned_data
        if not said.get("held_on") and (said.get("starts_time") or said.get("ends_time")) and not self.errors:
            self.add_error("held_on", f"Enter {str(self.fields['held_on'].label).lower()}, or leave its times out too")
        return said

    def date_beside(self, first: EventDate) -> EventDate | None:
        """The date that was asked for, with the first one's times where it has none; None where it is left out."""
        said = self.cleaned_data
        if not said.get("held_on") or said.get(forms.formsets.DELETION_FIELD_NAME):
            return None
        starts, ends = said.get("starts_time") or first.starts_time, said.get("ends_time") or first.ends_time
        return EventDate(held_on=said["held_on"], starts_time=starts, ends_time=ends)


class BaseFurtherDates(forms.BaseFormSet[FurtherDateForm]):
    """The dates after the first, whose day and times the event's own form asks for."""

    def __init__(self, data: Any = None, *, beside: EventForm, initial: Any = (), more: int = 0) -> None:
        self.beside, self.extra = beside, more
        super().__init__(data, initial=list(initial), prefix="dates", error_messages=MESSAGES)

    @classmethod
    def about(cls, event: Event, data: Any, *, beside: EventForm) -> Self:
        """The form as the event stands, or with `data` just sent."""
        facts = ("held_on", "starts_time", "ends_time")
        known = [{name: getattr(date, name) for name in facts} for date in event.meets_on[1:]]
        return cls(data, beside=beside, initial=known)

    def with_another(self) -> Self:
        """The same as typed, not judged yet, less what was ticked for removal, and with room for one more."""
        typed = [as_typed(form) for form in self.forms]
        kept = [texts for texts in typed if not texts.get(forms.formsets.DELETION_FIELD_NAME)]
        return type(self)(beside=self.beside, initial=kept, more=1)

    def add_fields(self, form: Any, index: int | None) -> None:
        """Name each field after its date, so that a message says which one it means; the event's own is the first."""
        super().add_fields(form, index)
        number = (index or 0) + 2
        form.fields["held_on"].label = f"Date {number}"
        form.fields["starts_time"].label = f"Start of date {number}"
        form.fields["ends_time"].label = f"End of date {number}"
        if removal := form.fields.get(forms.formsets.DELETION_FIELD_NAME):
            removal.label = f"Remove date {number}"

    def clean(self) -> None:
        """No two on one day, none that ends before it starts, and no last day of one stretch beside them."""
        first = self.beside.first_date if self.beside.is_valid() else None
        if first is None or any(self.errors):
            return
        taken = {first.held_on}
        for form in self.forms:
            date = form.date_beside(first)
            if date is None:
                continue
            if date.held_on in taken:
                form.add_error("held_on", f"{form.fields['held_on'].label} is on a day that is there already")
            elif date.ends_time <= date.starts_time:
                form.add_error("ends_time", f"{form.fields['ends_time'].label} must be after its start")
            taken.add(date.held_on)
        if len(taken) > 1 and self.beside.cleaned_data["ends_on"] != first.held_on:
            raise ValidationError("An event has either a last day or further dates: leave one of them empty")
        enough = self.beside.cleaned_data["enough_dates"] or 0
        if enough and len(taken) == 1:
            self.beside.add_error("enough_dates", "It meets once: leave this empty, or add further dates")
        elif enough > len(taken):
            self.beside.add_error("enough_dates", f"There are only {count_noun(len(taken), 'date')} to attend")

    @property
    def meets_on(self) -> list[EventDate]:
        """All dates of an event that has several; none of one that has one."""
        first = self.beside.first_date
        further = [date for form in self.forms if (date := form.date_beside(first))]
        return [first, *further] if further else []


FurtherDates = cast(
    type[BaseFurtherDates],
    forms.formset_factory(
        FurtherDateForm,
        formset=BaseFurtherDates,
        extra=0,
        max_num=MOST,
        absolute_max=MOST,
        validate_max=True,
        can_delete=True,
        can_delete_extra=False,
    ),
)
