"""The forms of those who plan events and keep registers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from django import forms
from django.forms.boundfield import BoundField

from core.forms import ClockField, DayField, FilterForm, as_typed
from core.words import count_noun
from events import programme
from events.models import Area, Event, EventDate, Venue
from people import persons
from people.forms import AgencyField, NamesakeAsked
from people.models import Person
from training.models import Course

# The page's headings, what is asked under each, in this order, and a word about it.
SECTIONS = (
    ("What", ("course", "title"), ""),
    ("When", ("starts_on", "starts_time", "ends_time", "ends_on"), ""),
    ("Where", ("area", "venue_name", "joining_instructions"), ""),
    ("Places and waiting", ("places", "minimum", "decide_on", "offer_hours", "cut_off_hours"), ""),
    ("Who may come", ("for_agency", "opens_on", "closes_on", "approval_hours", "if_unanswered"), ""),
    ("What counts as attended", ("grace_minutes", "enough_dates"), ""),
    (
        "Money",
        (),
        "A place costs what the board’s policy says on the day on which it is booked. The policy also says which kinds "
        "of event are free for everybody.",
    ),
)
USUAL_GRACE = Event._meta.get_field("grace_minutes").default


class Section(NamedTuple):
    """Fields of a long form under one heading."""

    heading: str
    fields: list[BoundField]
    about: str


class EventForm(forms.Form):
    """What a manager says of an event; events/programme.py keeps it.

    The venue is written, so that a new one needs no page of its own.
    """

    # By the sections: an error summary tells the mistakes in the order of the page.
    field_order = tuple(name for _, names, _ in SECTIONS for name in names)

    course = forms.ModelChoiceField(
        Course.objects.exclude(kind=Course.Kind.E_LEARNING).order_by("title"),
        empty_label="Choose from the list",
    )
    title = forms.CharField(max_length=200, required=False, help_text="Only where it differs from the course’s.")
    starts_on = DayField(label="Day")
    starts_time = ClockField(label="Start time")
    ends_time = ClockField(label="End time")
    ends_on = DayField(label="Last day", required=False, help_text="Only if it ends on another day.")
    area = forms.ModelChoiceField(Area.objects.all(), required=False, empty_label="Choose from the list")
    venue_name = forms.CharField(label="Venue", max_length=200, required=False)
    places = forms.IntegerField(
        min_value=0, max_value=5000, required=False, help_text="Leave it empty where places are not limited."
    )
    for_agency = AgencyField(
        label="Only for one agency", required=False, help_text="For a bespoke session. Nobody else can book it."
    )
    minimum = forms.IntegerField(
        label="Fewest people",
        min_value=1,
        max_value=5000,
        required=False,
        help_text="With fewer it may not take place.",
    )
    decide_on = DayField(
        label="Day of decision", required=False, help_text="From then on you are told if fewer have booked."
    )
    opens_on = DayField(label="Booking opens", required=False, help_text="Leave it empty to open it at once.")
    closes_on = DayField(
        label="Booking closes",
        required=False,
        help_text="The last day. Leave it empty if that is when the event begins.",
    )
    approval_hours = forms.IntegerField(
        label="Hours to approve a booking",
        min_value=1,
        max_value=24 * 28,
        required=False,
        help_text="For so long the agency’s lead may approve or decline it. Leave it empty if none is needed.",
    )
    if_unanswered = forms.ChoiceField(
        label="If nobody answers in time",
        choices=Event.IfUnanswered.choices,
        required=False,
        widget=forms.RadioSelect,
        initial=Event.IfUnanswered.ASK_MANAGER,
    )
    offer_hours = forms.IntegerField(
        label="Hours to answer an offer",
        min_value=1,
        max_value=24 * 14,
        required=False,
        help_text="A place that comes free is offered to who waits for so long. Leave it empty to book them at once.",
    )
    cut_off_hours = forms.IntegerField(
        label="Hours before, when the list stops",
        min_value=0,
        max_value=24 * 28,
        required=False,
        help_text="From then on you decide who comes. Leave it empty if it moves until the event begins.",
    )
    grace_minutes = forms.IntegerField(
        label="Minutes of grace",
        min_value=0,
        max_value=240,
        required=False,
        initial=USUAL_GRACE,
        help_text="Who misses no more than this of a date, late or early, attended all of it.",
    )
    enough_dates = forms.IntegerField(
        label="Dates to attend",
        min_value=1,
        required=False,
        help_text="Of several dates, on how many somebody attends who attended it. Leave it empty for all of them.",
    )
    joining_instructions = forms.CharField(
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Sent to everybody who books: parking, lunch, what to bring.",
    )

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    @classmethod
    def about(cls, event: Event, data: Any = None) -> EventForm:
        """The form as the event stands, or with `data` just sent. Its course stays; further dates have their own."""
        known = {name: getattr(event, name) for name in programme.CHANGEABLE} | {"seen": programme.edition(event)}
        known["ends_on"] = event.ends_on if event.ends_on != event.starts_on and not event.meets_on else None
        for first in event.meets_on[:1]:
            known["ends_time"] = first.ends_time
        known["venue_name"] = event.venue.name if event.venue else ""
        form = cls(data, initial=known)
        form.fields.pop("course", None)
        if held := event.bookings.holding_places().count():
            usual = form.fields["places"].help_text
            form.fields["places"].help_text = f"{usual} {count_noun(held, 'place')} taken: no fewer than that."
        return form

    def clean(self) -> dict[str, Any]:
        """The last day is the first unless another is given; the event ends after it starts."""
        super().clean()
        said = self.cleaned_data
        if said.get("grace_minutes") is None and "grace_minutes" not in self.errors:
            said["grace_minutes"] = USUAL_GRACE
        said["if_unanswered"] = said.get("if_unanswered") or Event.IfUnanswered.ASK_MANAGER
        for name, other in (("minimum", "decide_on"), ("decide_on", "minimum")):
            if said.get(name) and not said.get(other) and other not in self.errors:
                self.add_error(other, "The fewest people and the day of decision go together: enter both or neither")
        if said.get("opens_on") and said.get("closes_on") and said["closes_on"] < said["opens_on"]:
            self.add_error("closes_on", "Booking must not close before it opens")
        if not {"starts_on", "starts_time", "ends_time"} <= said.keys():
            return said
        said["ends_on"] = said.get("ends_on") or said["starts_on"]
        if said["ends_on"] < said["starts_on"]:
            self.add_error("ends_on", "The last day must not be before the first")
        elif said["ends_on"] == said["starts_on"] and said["ends_time"] <= said["starts_time"]:
            self.add_error("ends_time", "The end time must be after the start time")
        return said

    @property
    def sections(self) -> list[Section]:
        """The fields under their headings; a heading with neither fields nor words is left out."""
        each = [
            Section(name, [self[field] for field in fields if field in self.fields], about)
            for name, fields, about in SECTIONS
        ]
        return [section for section in each if section.fields or section.about]

    def as_typed(self) -> EventForm:
        """The same form with what was typed, not judged yet."""
        form = type(self)(initial=as_typed(self))
        form.fields = {name: field for name, field in form.fields.items() if name in self.fields}
        return form

    @property
    def first_date(self) -> EventDate:
        """Its day and times, which are the first date's where there are several."""
        said = self.cleaned_data
        return EventDate(held_on=said["starts_on"], starts_time=said["starts_time"], ends_time=said["ends_time"])

    @property
    def values(self) -> dict[str, Any]:
        """The values for the event's fields; a venue of a new name is not on record yet."""
        no_fields = {"venue_name", "course", "seen"}
        values = {name: value for name, value in self.cleaned_data.items() if name not in no_fields}
        name = " ".join(self.cleaned_data["venue_name"].split())
        return {**values, "venue": (Venue.objects.filter(name=name).first() or Venue(name=name)) if name else None}


class WalkInForm(forms.Form):
    """Somebody who came without a booking and isn't found: a name and an agency; the address if they give one."""

    says_optional = False

    first_name = forms.CharField(max_length=100, required=False)
    last_name = forms.CharField(max_length=100, required=False)
    agency = AgencyField(label="Agency", required=False)
    email = forms.EmailField(
        required=False, label="E-mail, if they give it", help_text="If we know it, the rest can be left out."
    )

    def clean(self) -> dict[str, Any]:
        """Either an address that says who it is, or a name and an agency."""
        super().clean()
        said = self.cleaned_data
        reached = list(Person.objects.reached_at(said["email"])[:2]) if said.get("email") else []
        self.known = reached[0] if len(reached) == 1 else None
        if self.known is None:
            for name, what in (("first_name", "a first name"), ("last_name", "a last name"), ("agency", "an agency")):
                if not said.get(name) and name not in self.errors:
                    found = "Several people have that e-mail" if reached else "We don’t know that e-mail"
                    self.add_error(name, f"{found}: enter {what}" if said.get("email") else f"Enter {what}")
        return said

    @property
    def who_came(self) -> Person:
        """Whoever is known by that address; else somebody not on record yet."""
        return self.known or Person(**self.cleaned_data)


class WalkInAskedForm(NamesakeAsked, WalkInForm):
    """The same where somebody can be asked back: those whom it may be on record are told, to be chosen from first."""

    is_another = forms.BooleanField(required=False, label="They are somebody else than those above")
    says_who = "Somebody of that name or e-mail is on record: choose them, or say that this is somebody else"
    alike: Sequence[Person] = ()

    field_order = ("first_name", "last_name", "agency", "email", "is_another")

    def has_namesake(self) -> bool:
        """An address of one person says who is meant; one that several share tells whom it may be."""
        first, last, address = (str(self.data.get(name, "")) for name in ("first_name", "last_name", "email"))
        agency, reached = self.agency_meant(), persons.at_the_door(address) if "@" in address else []
        number = int(agency) if agency.isdecimal() and len(agency) < 19 else None
        named = persons.of_that_name_at_the_door(first, last, number)
        self.alike = (reached if len(reached) > 1 else []) if reached else named
        return bool(self.alike)


class FindAtTheDoorForm(FilterForm):
    """A few letters to find somebody by who stands there."""

    q = forms.CharField(
        max_length=200,
        label="Name or e-mail",
        help_text="Three letters are enough, of an e-mail address all of it.",
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "spellcheck": "false"}),
    )


class FindForm(FilterForm):
    """Words to find anything by."""

    q = forms.CharField(
        max_length=200,
        label="Find a person, event, course or agency",
        widget=forms.TextInput(attrs={"type": "search"}),
        error_messages={"required": "Enter a name, an e-mail, a title or a code"},
    )


class FindPersonForm(FilterForm):
    """Words to find somebody by."""

    q = forms.CharField(
        max_length=200, label="Name, e-mail or agency", widget=forms.TextInput(attrs={"type": "search"})
    )


class OverruleForm(forms.Form):
    """A manager's reason for booking somebody against what the rules say; asked for only where they say anything."""

    overrule = forms.CharField(
        max_length=300,
        label="Why they are booked all the same",
        help_text="The reason is kept with your name.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any, *, wanted: bool) -> None:
        super().__init__(data)
        if not wanted:
            del self.fields["overrule"]


class WaitingForm(forms.Form):
    """What a manager does with somebody on the waiting list, and why."""

    PLACE, POSITION = "place", "position"

    what = forms.ChoiceField(
        choices=[(PLACE, "Give them a place that is free"), (POSITION, "Move them to another position")],
        widget=forms.RadioSelect,
        label="What is to be done?",
    )
    position = forms.IntegerField(min_value=1, required=False, help_text="1 is the next in turn.")
    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}), max_length=500, label="Reason", help_text="It is kept with your name."
    )

    def __init__(self, data: Any, *, free: int | None) -> None:
        """Where no place is `free` the form says so, instead of offering one; a page sent later is told why."""
        super().__init__(data)
        if free == 0 and not self.is_bound:
            moved = self.fields["what"].choices[1:]  # type: ignore[attr-defined]
            self.fields["what"].choices = moved  # type: ignore[attr-defined]
            self.fields["what"].initial = self.POSITION
            self.fields["what"].help_text = "No place is free to give them: add places to the event first."

    def clean(self) -> dict[str, Any]:
        """A move says where to."""
        super().clean()
        if self.cleaned_data.get("what") == self.POSITION and not self.cleaned_data.get("position"):
            self.add_error("position", "Enter the position to move them to")
        return self.cleaned_data
