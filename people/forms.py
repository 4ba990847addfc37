"""The forms of the people floor: what somebody says about their work."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils.safestring import SafeString

from core.forms import with_hint
from people import persons
from people.models import Agency, Person, Role, TargetGroup


class GroupedBySector(ModelChoiceIterator):
    """The choices of a list of agencies, under the names of their sectors."""

    def __iter__(self) -> Iterator[Any]:
        yield ("", self.field.empty_label)
        for sector, agencies in groupby(self.queryset, key=lambda agency: agency.sector.name):
            yield (sector, [self.choice(agency) for agency in agencies])


class AgencyField(forms.ModelChoiceField[Agency]):
    """One of today's agencies, looked for under its sector."""

    iterator = GroupedBySector

    def __init__(self, **kwargs: Any) -> None:
        agencies = Agency.objects.current().select_related("sector").order_by("sector__name", "name")
        super().__init__(agencies, empty_label="Choose from the list", **kwargs)


class TargetGroupField(forms.ModelChoiceField[TargetGroup]):
    """One group of the classification in use, each with the words that say who is in it; or none, if that has a name.

    Radio buttons can't be unchosen: only what has a name can be chosen again.
    """

    def __init__(self, *, none: str | None = None, **kwargs: Any) -> None:
        groups = TargetGroup.objects.filter(scheme__is_current=True)
        super().__init__(groups, widget=forms.RadioSelect, empty_label=none, blank=none is not None, **kwargs)

    def label_from_instance(self, obj: TargetGroup) -> SafeString:
        """The group's name, and under it who belongs to it."""
        return with_hint(obj, obj.description)


class NamesakeAsked(forms.Form):
    """A form that puts somebody on record; a namesake in the same agency is put on record on purpose only."""

    is_another = forms.BooleanField(required=False, label="They are somebody else than the person of the same name")
    says_who = "Somebody of that name is on record with that agency: say that this is another"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound or not self.has_namesake():
            del self.fields["is_another"]

    def clean(self) -> dict[str, Any]:
        """Nobody is put on record twice by mistake."""
        said = super().clean() or {}
        if not said.pop("is_another", True):
            self.add_error("is_another", self.says_who)
        return said

    def agency_meant(self) -> str:
        """The number of the agency that they are to be of, as it was sent; "" where it isn't for this user to ask."""
        return str(self.data.get("agency", ""))

    def has_namesake(self) -> bool:
        """Whether somebody of that name is on record with that agency."""
        first, last = (str(self.data.get(name, "")) for name in ("first_name", "last_name"))
        agency = self.agency_meant()
        return agency.isdecimal() and len(agency) < 19 and persons.namesakes(first, last, int(agency)).exists()


def _line(autocomplete: str) -> forms.TextInput:
    return forms.TextInput(attrs={"autocomplete": autocomplete})


class AboutWorkForm(forms.Form):
    """Who somebody is at work; people/persons.py keeps what it holds."""

    first_name = forms.CharField(
        max_length=100, widget=_line("given-name"), error_messages={"required": "Enter your first name"}
    )
    last_name = forms.CharField(
        max_length=100, widget=_line("family-name"), error_messages={"required": "Enter your last name"}
    )
    agency = AgencyField(
        label="Your agency",
        help_text="Who you work or volunteer for. If it isn’t in the list, ask the training team to add it.",
    )
    job_title = forms.CharField(max_length=200, required=False, widget=_line("organization-title"))
    role = forms.ModelChoiceField(Role.objects.all(), widget=forms.RadioSelect, empty_label=None, label="Your role")
    target_group = TargetGroupField(
        label="Your contact with children",
        help_text="Choose the group that fits your own work best, whoever you work for.",
    )
    works_with = forms.ChoiceField(
        choices=Person.WorksWith.choices, widget=forms.RadioSelect, label="Who you work with"
    )
    manager_email = forms.EmailField(
        required=False,
        label="Your line manager’s e-mail",
        help_text="We tell them when you have a place, when it changes, and when it ends. Leave it blank if you have"
        " no manager, or nobody needs to be told.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    @classmethod
    def about(cls, person: Person | None, data: Any = None) -> AboutWorkForm:
        """The form as `person` filled it in before, or with `data` just sent."""
        known = {name: getattr(person, name) for name in persons.ABOUT_WORK} if person else {}
        return cls(data, initial=known)
