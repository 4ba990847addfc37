"""The forms in which a manager says who the places of an event are for."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any, cast

from django import forms
from django.db.models import Q

from core.forms import DayField
from events.models import MixRule
from people.models import Agency, Sector

ANY_AGENCY = "any"


def whom_choices(rules: Iterable[MixRule]) -> list[Any]:
    """Any one agency, the sectors, and under their sectors today's agencies and those that the rules speak of."""
    agencies = Agency.objects.filter(Q(successor=None) | Q(pk__in=[rule.agency_id for rule in rules]))
    by_sector = [
        (sector.name, [(_key(agency=agency.pk), agency.name) for agency in theirs])
        for sector, theirs in groupby(
            agencies.select_related("sector").order_by("sector__name", "name"), key=lambda agency: agency.sector
        )
    ]
    sectors = [(_key(sector=sector.pk), f"{sector.name}, all of it") for sector in Sector.objects.order_by("name")]
    return [("", "Choose from the list"), (ANY_AGENCY, "Any one agency"), ("Sectors", sectors), *by_sector]


def _key(*, agency: int | None = None, sector: int | None = None) -> str:
    """How the form names whom a rule is for; `_whom` reads it."""
    return f"agency-{agency}" if agency else f"sector-{sector}" if sector else ANY_AGENCY


def _whom(key: str) -> dict[str, int]:
    kind, _, pk = key.partition("-")
    return {f"{kind}_id": int(pk)} if pk else {}


class MixForm(forms.Form):
    """Whom places prefer that come free."""

    prefers_mix = forms.BooleanField(
        required=False,
        label="Places that come free go first to the agency that holds the fewest",
        help_text="Otherwise they go to whoever has waited longest.",
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)


class MixRuleForm(forms.Form):
    """Places that are kept for some, or the most that some may hold."""

    kind = forms.ChoiceField(choices=[("", "Choose from the list"), *MixRule.Kind.choices], label="Rule")
    whom = forms.ChoiceField(label="Agency or sector")
    places = forms.IntegerField(min_value=0, max_value=5000)
    until = DayField(label="Last day", required=False, help_text="Leave it empty if it holds until the event begins.")

    def __init__(self, *args: Any, whom: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["whom"].choices = whom  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Places are kept for somebody by name, and at least one; a cap leaves any one agency at least one."""
        super().clean()
        said = self.cleaned_data
        keeps, any_one = said.get("kind") == MixRule.Kind.RESERVE, said.get("whom") == ANY_AGENCY
        if keeps and any_one:
            self.add_error("whom", "Choose the agency or the sector that places are kept for")
        if said.get("places") == 0 and (keeps or any_one):
            self.add_error("places", "Enter 1 place or more")
        return said

    @property
    def rule(self) -> MixRule:
        """The rule as said, not kept yet."""
        said = self.cleaned_data
        return MixRule(kind=said["kind"], places=said["places"], until=said["until"], **_whom(said["whom"]))


class MixRules(forms.BaseFormSet[MixRuleForm]):
    """The rules of one event, with room for two more; one is taken away by a tick."""

    row_name = "Rule"

    @classmethod
    def about(cls, rules: Iterable[MixRule], data: Any = None) -> MixRules:
        """The forms as these rules stand, or with `data` just sent."""
        rules = list(rules)
        known = [
            {
                "kind": rule.kind,
                "whom": _key(agency=rule.agency_id, sector=rule.sector_id),
                "places": rule.places,
                "until": rule.until,
            }
            for rule in rules
        ]
        made = forms.formset_factory(MixRuleForm, cls, extra=2, max_num=20, can_delete=True, can_delete_extra=False)
        return cast(MixRules, made(data, initial=known, form_kwargs={"whom": whom_choices(rules)}))

    def add_fields(self, form: MixRuleForm, index: int | None) -> None:
        """Django's, with the tick in our words."""
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = "Take this rule away"

    @property
    def rules(self) -> list[MixRule]:
        """Those that were said and not taken away."""
        return [form.rule for form in self.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]
