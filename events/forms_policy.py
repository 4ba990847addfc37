"""The form in which a manager says what the board decided about notice, prices and charges, and from which day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms

from core.forms import DayField
from events import policies
from events.forms_manage import Section
from events.models import Policy, PriceTier
from people.models import AgencyKind
from training.models import Course

MOST = 100_000
NEVER_BOOKED = {Course.Kind.PERFORMANCE, Course.Kind.E_LEARNING}
KINDS = [choice for choice in Course.Kind.choices if choice[0] not in NEVER_BOOKED]
CANCELLING = ("notice_days", "in_working_days", "hours_after_news", "late_charge", "late_share")


class PoundsField(forms.DecimalField):
    """A sum in pounds and pence, with or without its sign."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"class": "govuk-input--width-5", "inputmode": "decimal"})
        super().__init__(min_value=0, max_value=MOST - 1, decimal_places=2, widget=widget, **kwargs)

    def to_python(self, value: Any) -> Any:
        """Without the sign and the commas that people write."""
        return super().to_python(value.replace("£", "").replace(",", "") if isinstance(value, str) else value)


class PolicyForm(forms.Form):
    """A new policy; the fields of the last one are its beginning. `tiers` has a price for each kind of organisation."""

    starts_on = DayField(label="First day", help_text="It holds for what is booked from then on. For example, 1 4 2027")
    place_price = PoundsField(label="Price of a day", help_text="In pounds. 0 if nobody pays.")
    half_day_price = PoundsField(
        label="Price of half a day", required=False, help_text="Of four hours or less. Leave it empty if it is a day’s."
    )
    free_kinds = forms.MultipleChoiceField(
        choices=KINDS, required=False, widget=forms.CheckboxSelectMultiple, label="Free for everybody"
    )
    notice_days = forms.IntegerField(
        label="Days of notice", min_value=0, max_value=365, help_text="Who gives a place back later than that is late."
    )
    in_working_days = forms.BooleanField(label="Count working days only", required=False)
    hours_after_news = forms.IntegerField(
        label="Hours after news",
        min_value=0,
        max_value=999,
        help_text="So long a place from the waiting list, or on an event that was put off, may be given back in time.",
    )
    late_charge = PoundsField(label="Charge for giving a place back late", help_text="In pounds, whoever pays.")
    late_share = forms.IntegerField(
        label="Or a share of its price",
        min_value=0,
        max_value=100,
        required=False,
        help_text="Per cent, instead of a sum.",
    )
    absence_charge = PoundsField(
        label="Charge for not coming", help_text="In pounds, without apologies, whoever pays for places."
    )
    suspends_after = forms.IntegerField(
        label="Absences that suspend booking",
        min_value=1,
        max_value=100,
        required=False,
        help_text="In 12 months. Leave it empty if nobody is suspended.",
    )
    places_per_trainer_day = forms.IntegerField(
        label="Places for a trainer’s day",
        min_value=0,
        max_value=1000,
        required=False,
        help_text="How many an agency earns by lending a trainer for a day. Leave it empty if none.",
    )

    def __init__(self, data: Any, *, last: Policy | None, at: datetime) -> None:
        super().__init__(data, initial=_said_by(last))
        self.at = at
        self.kinds = list(AgencyKind.objects.all())
        for kind in self.kinds:
            self.fields[f"day_{kind.pk}"] = PoundsField(label=f"{kind}: a day", required=False)
            self.fields[f"half_{kind.pk}"] = PoundsField(label=f"{kind}: half a day", required=False)
        # An error summary tells the mistakes in the order of the page.
        self.order_fields([name for _, names, _ in self._layout for name in names])

    @property
    def _layout(self) -> Sequence[tuple[str, tuple[str, ...], str]]:
        tiers = tuple(f"{part}_{kind.pk}" for kind in self.kinds for part in ("day", "half"))
        return (
            ("From when on", ("starts_on",), ""),
            (
                "What a place costs",
                ("place_price", "half_day_price", "free_kinds"),
                "Agencies that contribute to the board pay nothing. All others pay this.",
            ),
            (
                "Other prices by kind of organisation",
                tiers,
                "Leave empty what costs the same as for all others. 0 is free.",
            ),
            ("Giving a place back", CANCELLING, "A place passed on to a colleague in time costs nothing."),
            ("Not coming", ("absence_charge", "suspends_after"), ""),
            ("Trainers lent", ("places_per_trainer_day",), ""),
        )

    @property
    def sections(self) -> list[Section]:
        """The fields under their headings."""
        return [Section(heading, [self[name] for name in names], about) for heading, names, about in self._layout]

    def clean(self) -> dict[str, Any]:
        """A late place costs a sum or a share; half a day of a kind has a price only beside a whole one."""
        super().clean()
        said = self.cleaned_data
        if said.get("late_charge") and said.get("late_share"):
            self.add_error("late_share", "Enter a sum or a share for a place given back late, not both")
        for kind in self.kinds:
            day, half = said.get(f"day_{kind.pk}"), said.get(f"half_{kind.pk}")
            if half is not None and day is None and f"day_{kind.pk}" not in self.errors:
                self.add_error(f"day_{kind.pk}", f"Enter what a day costs a {str(kind).lower()} too")
        if "starts_on" in said and (refusal := policies.why_not_adopt(said["starts_on"], at=self.at)):
            self.add_error("starts_on", refusal.sentence)
        return said

    @property
    def policy(self) -> Policy:
        """The policy as said, not kept yet."""
        tiers = {name for kind in self.kinds for name in (f"day_{kind.pk}", f"half_{kind.pk}")}
        said = {name: value for name, value in self.cleaned_data.items() if name not in tiers}
        for name in ("late_share", "places_per_trainer_day"):
            said[name] = said[name] or 0
        return Policy(**said)

    @property
    def tiers(self) -> list[PriceTier]:
        """The prices of the kinds that have their own, not kept yet."""
        said = self.cleaned_data
        return [
            PriceTier(kind=kind, day_price=said[f"day_{kind.pk}"], half_day_price=said[f"half_{kind.pk}"])
            for kind in self.kinds
            if said[f"day_{kind.pk}"] is not None
        ]


def _said_by(last: Policy | None) -> dict[str, Any]:
    """What the form begins with: what held last, and its tiers."""
    policy = last or Policy()
    names = [name for name in PolicyForm.base_fields if name != "starts_on"]
    known = {name: getattr(policy, name) for name in names}
    for tier in last.tiers.all() if last else ():
        known |= {f"day_{tier.kind_id}": tier.day_price, f"half_{tier.kind_id}": tier.half_day_price}
    return known
