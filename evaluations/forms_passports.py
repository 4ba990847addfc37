"""The form above a list of refreshers."""

from collections.abc import Iterable
from typing import Any

from django import forms

from core.forms import FilterForm
from core.search import words_in
from events.refreshers import Refresher, Standing
from people import persons
from people.models import Agency, PersonQuerySet
from training.models import Course


class RefreshersForm(FilterForm):
    """A part of somebody's name, a course, an agency where there are several, and how urgent it is."""

    name = forms.CharField(label="Name", required=False, max_length=100)
    course = forms.ModelChoiceField(
        Course.objects.filter(refresh_after_months__isnull=False).order_by("title"),
        to_field_name="code",
        label="Course",
        required=False,
        empty_label="All courses",
    )
    agency = forms.ModelChoiceField(
        Agency.objects.none(), to_field_name="code", label="Agency", required=False, empty_label="All agencies"
    )
    standing = forms.ChoiceField(label="Standing", required=False)

    def __init__(self, data: Any, *, agencies: Any) -> None:
        super().__init__(data)
        self.fields["agency"].queryset = agencies.order_by("name")  # type: ignore[attr-defined]
        if len(agencies) < 2:
            del self.fields["agency"]
        urgent = ("urgent", "Due or overdue")
        self.fields["standing"].choices = [("", "All"), urgent, *Standing.choices]  # type: ignore[attr-defined]

    def people(self, people: PersonQuerySet) -> PersonQuerySet:
        """Those of the people whom name and agency fit."""
        if agency := self.cleaned_data.get("agency"):
            people = people.filter(agency=agency)
        return people.filter(words_in(persons.FOUND_BY[:2], self.cleaned_data["name"]))

    def fitting(self, refreshers: Iterable[Refresher]) -> list[Refresher]:
        """Those of the refreshers whose course and standing were asked for."""
        course, standing = self.cleaned_data["course"], self.cleaned_data["standing"]
        wanted = {"urgent": {Standing.DUE, Standing.OVERDUE}, "": set(Standing)}.get(standing, {standing})
        return [each for each in refreshers if each.standing in wanted and course in {None, each.course}]
