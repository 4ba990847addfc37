"""The forms of conferences: planning a workshop, saying how delegates choose, choosing, and ranking."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.safestring import SafeString

from core import words
from core.forms import DayField, FilterForm, with_hint
from events.browsing_workshops import Slot
from events.choices import MOST_RANKED
from events.forms_manage import EventForm
from events.models import Booking, Event

NONE = "none"
NOT_THERE = {"invalid_choice": "That workshop is not at this time any more: choose again"}
WAITING_MEANS = "You keep the workshop chosen above until a place comes free, and then have that one instead."


class WorkshopForm(EventForm):
    """What a manager says of a workshop; its course is the conference's."""

    ASKED = (
        "title",
        "starts_on",
        "starts_time",
        "ends_time",
        "venue_name",
        "places",
        "cut_off_hours",
        "joining_instructions",
        "seen",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {name: self.fields[name] for name in self.ASKED}
        self.fields["title"].required = True
        self.fields["title"].help_text = ""
        self.fields["venue_name"].label = "Room or venue"
        self.fields["joining_instructions"].help_text = "Sent to everybody who has a place in it."

    @classmethod
    def within(cls, conference: Event, data: Any = None) -> WorkshopForm:
        """The form for a new workshop of that conference: on its first day, where it takes place."""
        venue = conference.venue.name if conference.venue else ""
        return cls(data, initial={"starts_on": conference.starts_on, "venue_name": venue})


class ChoosingForm(forms.Form):
    """How the delegates of a conference choose their workshops, and until when."""

    workshop_choice = forms.ChoiceField(
        choices=Event.Choosing.choices, widget=forms.RadioSelect, label="How do delegates choose?"
    )
    choose_by = DayField(
        label="Last day",
        required=False,
        help_text="Ranked choices are allotted after it. Otherwise it may be left empty.",
    )

    def clean(self) -> dict[str, Any]:
        """Ranked choices are allotted after a day."""
        super().clean()
        said = self.cleaned_data
        if said.get("workshop_choice") == Event.Choosing.RANKED and not said.get("choose_by") and not self.errors:
            self.add_error("choose_by", "Enter the last day for ranking: the places are allotted after it")
        return said


class ChooseForm(forms.Form):
    """Which workshop a delegate goes to at each time of day, and which full one they wait for."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, *, slots: Sequence[Slot], seen: str = "", for_manager: bool = False) -> None:
        super().__init__(data, initial={"seen": seen})
        self.slots = slots
        for slot in slots:
            self._ask_place(slot, for_manager)
            self._ask_wait(slot)
        if for_manager:
            self.fields["overrule"] = forms.CharField(
                max_length=300,
                required=False,
                label="Why, if this goes past a rule or past those who wait",
                help_text="The reason is kept with your name.",
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    def _ask_place(self, slot: Slot, for_manager: bool) -> None:
        shown = _free(slot, for_manager)
        self.fields[f"place-{slot.key}"] = _choice(slot, shown, slot.place, "No workshop", f"Workshop at {slot.name}")

    def _ask_wait(self, slot: Slot) -> None:
        """Asked unseen where nothing is full: what was full when the page was drawn may be no more."""
        shown = _full(slot)
        asked = _choice(slot, shown, slot.wait, "None", f"Waiting list at {slot.name}")
        asked.required, asked.help_text = False, WAITING_MEANS
        if not shown:
            asked.widget = forms.HiddenInput()
        self.fields[f"wait-{slot.key}"] = asked

    def chosen(self, what: str) -> list[Event]:
        """The workshops to have a place in, or to wait for."""
        answers = {answer for name, answer in self.cleaned_data.items() if name.startswith(f"{what}-")}
        return [event for slot in self.slots for event in slot.workshops if str(event.pk) in answers]


class RankForm(forms.Form):
    """Which workshops a delegate would like at each time of day, the dearest first."""

    def __init__(self, data: Any, *, slots: Sequence[Slot]) -> None:
        super().__init__(data)
        self.slots = slots
        for slot in slots:
            ranked = {choice.rank: choice.workshop_id for choice in slot.ranked}
            listed = [(str(event.pk), f"{event.name} ({_times(event)})") for event in slot.workshops]
            for rank in range(1, min(MOST_RANKED, len(slot.workshops)) + 1):
                self.fields[f"rank-{slot.key}-{rank}"] = forms.ChoiceField(
                    choices=[("", "No choice"), *listed],
                    required=False,
                    widget=forms.Select(attrs={"class": "govuk-!-width-full"}),
                    label=f"{words.ordinal(rank)} choice at {slot.name}",
                    initial=str(ranked.get(rank, "")),
                    error_messages=NOT_THERE,
                )

    def clean(self) -> dict[str, Any]:
        """Each workshop once at each time of day."""
        super().clean()
        for slot in self.slots:
            before: set[str] = set()
            for name in self._fields_of(slot):
                answer = self.cleaned_data.get(name) or ""
                if answer and answer in before:
                    self.add_error(name, "You have chosen that workshop already: choose another, or none")
                before.add(answer)
        return self.cleaned_data

    @property
    def wishes(self) -> list[list[Event]]:
        """For each time of day the workshops, the dearest first; a rank that was left out closes up."""
        return [
            [by_id[self.cleaned_data[name]] for name in self._fields_of(slot) if self.cleaned_data[name]]
            for slot in self.slots
            for by_id in [{str(event.pk): event for event in slot.workshops}]
        ]

    def _fields_of(self, slot: Slot) -> list[str]:
        return [name for name in self.fields if name.startswith(f"rank-{slot.key}-")]


class FindDelegateForm(FilterForm):
    """Whether to show only those without a workshop at some time of day; before places are allotted, without ranks."""

    without = forms.BooleanField(required=False)

    def __init__(self, data: Any, *, ranked: bool) -> None:
        super().__init__(data)
        lacking = "have not ranked workshops" if ranked else "have no workshop at some time of day"
        self.fields["without"].label = f"Only those who {lacking}"


def _choice(slot: Slot, shown: Sequence[Event], has: Booking | None, none: str, label: str) -> forms.ChoiceField:
    """Any workshop of that time is an answer, so that one that filled up meanwhile is refused in its own words."""
    asked = forms.ChoiceField(
        choices=[(NONE, none), *((str(event.pk), event.name) for event in slot.workshops)],
        widget=forms.RadioSelect,
        label=label,
        initial=str(has.event_id) if has else NONE,
        error_messages=NOT_THERE,
    )
    asked.widget.choices = [*((str(event.pk), _described(event, slot)) for event in shown), (NONE, none)]
    return asked


def _free(slot: Slot, for_manager: bool) -> list[Event]:
    """Those with a place for who comes now, and the one that the delegate has; for a manager any free place counts."""
    has = slot.place.event_id if slot.place else None
    return [event for event in slot.workshops if _has_place(event, for_manager) or event.pk == has]


def _full(slot: Slot) -> list[Event]:
    """Those whose waiting list one may join."""
    has = slot.place.event_id if slot.place else None
    return [event for event in slot.workshops if not _has_place(event) and event.pk != has]


def _has_place(event: Any, past_others: bool = False) -> bool:
    return bool(event.has_place or (past_others and event.places_left))


def _times(event: Event) -> str:
    return f"{words.clock(event.starts_time)} to {words.clock(event.ends_time)}"


def _described(event: Any, slot: Slot) -> SafeString:
    """Its name, and under it when and where it is, and how it stands with its places."""
    where = f", {event.venue.name}" if event.venue else ""
    return with_hint(event.name, f"{_times(event)}{where}. {_standing(event, slot)}")


def _standing(event: Any, slot: Slot) -> str:
    if slot.place and slot.place.event_id == event.pk:
        return "You have a place"
    if slot.wait and slot.wait.event_id == event.pk and slot.position:
        return f"You are {words.ordinal(slot.position)} on the waiting list"
    if not event.has_place:
        return f"Full, {words.count_noun(event.people_waiting, 'person,people')} waiting"
    return "Places not limited" if event.places_left is None else f"{words.count_noun(event.places_left, 'place')} left"
