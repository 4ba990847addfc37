"""The inputs that Django has not: a date asked for as day, month and year, and radios with a hint each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

PARTS = (("day", "Day", 2, "numeric"), ("month", "Month", 2, "text"), ("year", "Year", 4, "numeric"))


class DateInput(forms.Widget):
    """Three short inputs named `…_day`, `…_month` and `…_year`; its value is a date or the three texts as typed."""

    template_name = "forms/date_input.html"
    use_fieldset = True

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[str] | None:
        """The three texts as typed, or those of `name=2013-06-26` from a link; None where nothing was sent."""
        if any(f"{name}_{part}" in data for part, *_ in PARTS):
            return [str(data.get(f"{name}_{part}", "")).strip() for part, *_ in PARTS]
        year, month, day = [*str(data.get(name, "")).split("-", 2), "", "", ""][:3]
        return [day, month, year] if year else None

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return name not in data and all(f"{name}_{part}" not in data for part, *_ in PARTS)

    def id_for_label(self, id_: str | None, index: str | None = None) -> str:
        """The first part's id, where a link to the field should lead."""
        return f"{id_}_day" if id_ else ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        texts = texts_of(value)
        marked = faulty_parts(texts) if context["widget"]["attrs"].get("aria-invalid") else set()
        id_ = context["widget"]["attrs"].get("id")
        context["widget"]["parts"] = [
            {
                "name": f"{name}_{part}",
                "id": f"{id_}_{part}" if id_ else "",
                "label": label,
                "width": width,
                "inputmode": inputmode,
                "value": text,
                "faulty": part in marked,
                "disabled": context["widget"]["attrs"].get("disabled", False),
            }
            for (part, label, width, inputmode), text in zip(PARTS, texts, strict=True)
        ]
        return context


def texts_of(value: dt.date | Sequence[str] | None) -> list[str]:
    """The three texts to show for a date, for three texts or for nothing."""
    if isinstance(value, dt.date):
        return [str(value.day), str(value.month), str(value.year)]
    return [*(value or []), "", "", ""][:3]


def faulty_parts(texts: Sequence[str]) -> set[str]:
    """Which parts of a refused date to mark: those left blank where others are filled in, otherwise all three."""
    blank = {part for (part, *_), text in zip(PARTS, texts, strict=True) if not text}
    return blank if 0 < len(blank) < len(PARTS) else {part for part, *_ in PARTS}


class HintedRadioSelect(forms.RadioSelect):
    """Radios of which some have a hint; `hints` are given by their values, as text, where the choices are."""

    hints: Mapping[str, str] = {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        option["hint"] = self.hints.get(str(value), "")
        if option["hint"] and "id" in option["attrs"]:
            option["attrs"]["aria-describedby"] = f"{option['attrs']['id']}_hint"
        return option
