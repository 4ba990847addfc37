"""How every form is drawn and asked: the house's renderer, its bound field, and fields for days and times of day."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, NamedTuple

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import Input
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.widgets import PARTS, DateInput, faulty_parts, texts_of
from core.words import clock, in_sentence, stands_alone


class Look(NamedTuple):
    """What a kind of widget looks like: the kind's name, its classes, and the class that marks it as refused."""

    kind: str
    classes: str
    faulty: str


# The first class that fits decides; a derived class stands before the one it is derived from.
LOOKS: tuple[tuple[type[forms.Widget], Look], ...] = (
    (forms.CheckboxSelectMultiple, Look("checkboxes", "govuk-checkboxes__input", "")),
    (forms.RadioSelect, Look("radios", "govuk-radios__input", "")),
    (forms.CheckboxInput, Look("checkbox", "govuk-checkboxes__input", "")),
    (forms.Select, Look("select", "govuk-select", "govuk-select--error")),
    (forms.Textarea, Look("textarea", "govuk-textarea", "govuk-textarea--error")),
    (forms.FileInput, Look("file", "govuk-file-upload", "govuk-file-upload--error")),
    (forms.PasswordInput, Look("password", "govuk-input govuk-password-input__input", "govuk-input--error")),
    (forms.NumberInput, Look("number", "govuk-input govuk-input--width-5", "govuk-input--error")),
    (Input, Look("text", "govuk-input", "govuk-input--error")),
    (DateInput, Look("date", "", "")),
    (forms.Widget, Look("other", "", "")),
)
SCRIPTED = {"password": "govuk-js-password-input-input"}
COMPONENTS = {"password": "govuk-password-input"}


class HouseBoundField(BoundField):
    """A field that knows its look: the classes, the words and the links that the templates in templates/forms need."""

    def __init__(self, form: forms.BaseForm, field: forms.Field, name: str) -> None:
        """Bind as Django does, and let the field's own messages use its label: the field is this form's own copy."""
        super().__init__(form, field, name)
        field.label = self.label
        if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
            field.error_messages["required"] = required_message(str(self.label), self.kind)
        for code, message in limit_messages(str(self.label)).items():
            field.error_messages.setdefault(code, message)

    @property
    def kind(self) -> str:
        """What the field looks like: the kind in LOOKS."""
        return look_of(self.field.widget).kind

    @property
    def asks(self) -> str:
        """The label, saying "(optional)" where an answer may be left out and the form wants that said."""
        says_so = getattr(self.form, "says_optional", True) and not self.field.required
        return f"{self.label} (optional)" if says_so and "(optional)" not in str(self.label) else str(self.label)

    @property
    def most_characters(self) -> int | None:
        """The most characters that a long answer may have, counted down below it; None for every other field."""
        return getattr(self.field, "max_length", None) if self.kind == "textarea" else None

    @property
    def component(self) -> str:
        """The script that helps with the field as a whole, by its name in GOV.UK Frontend; "" for most."""
        return "govuk-character-count" if self.most_characters else COMPONENTS.get(self.kind, "")

    @property
    def error_anchor(self) -> str:
        """The id of the input that a link in the error summary leads to."""
        match self.kind:
            case "radios" | "checkboxes":
                return f"{self.auto_id}_0"
            case "date":
                faulty = faulty_parts(texts_of(self.value()))
                return f"{self.auto_id}_{next(part for part, *_ in PARTS if part in faulty)}"
            case _:
                return str(self.id_for_label)

    @property
    def aria_describedby(self) -> str | None:
        described = super().aria_describedby
        if described is None or not self.most_characters:
            return described
        return f"{described} {self.auto_id}-info".strip()

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Django's attributes with the house's classes before the widget's own.

        A placeholder is dropped: it vanishes when one types, and the label says it already.
        """
        widget = widget or self.field.widget
        built: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        if widget.is_hidden:
            return built
        look = look_of(widget)
        classes = [
            look.classes,
            SCRIPTED.get(look.kind, ""),
            "govuk-js-character-count" if self.most_characters else "",
            look.faulty if self.errors else "",
            attrs.get("class", ""),
            widget.attrs.get("class", ""),
        ]
        if together := " ".join(filter(None, classes)):
            built["class"] = together
        if look.kind in {"radios", "checkboxes", "checkbox"}:
            built.pop("aria-invalid", None)  # a single choice is never wrong: the group's message says what is
        if "placeholder" in widget.attrs:
            built["placeholder"] = False
        return built


def look_of(widget: forms.Widget) -> Look:
    """The look of a widget, by its class."""
    return next(look for cls, look in LOOKS if isinstance(widget, cls))


def required_message(label: str, kind: str) -> str:
    """What to say where an answer is missing: what to do, in the words of the question."""
    if label.endswith("?"):
        return f"Answer “{label}”"
    match kind:
        case "radios" | "checkboxes" | "select":
            return f"Select {in_sentence(label)}"
        case "checkbox":
            return f"Tick “{label}” to go on"
        case "file":
            return f"Choose a file for {in_sentence(label)}"
        case _:
            return f"Enter {in_sentence(label)}"


def limit_messages(label: str) -> dict[str, str]:
    """What to say of an answer that is too much or too little, by the validator's code: which it is, and the limit."""
    subject = (f"“{label}”" if stands_alone(label) or label.endswith("?") else label).replace("%", "%%")
    return {
        "min_value": f"{subject} must be %(limit_value)s or more",
        "max_value": f"{subject} must be %(limit_value)s or less",
        "max_length": f"{subject} must have at most %(limit_value)s characters (it has %(show_value)s)",
    }


class HouseRenderer(TemplatesSetting):
    """Draws every form of the site, the accounts' pages included, by the templates in templates/forms."""

    form_template_name = "forms/form.html"
    formset_template_name = "forms/formset.html"
    field_template_name = "forms/field.html"
    bound_field_class = HouseBoundField


def as_typed(form: forms.BaseForm) -> dict[str, Any]:
    """What was typed into a form, field by field, fit to be initial values: to show it again before it is judged."""
    return {
        name: field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
        for name, field in form.fields.items()
    }


def with_hint(label: object, hint: object) -> SafeString:
    """One choice of several, with what there is to say of it below its name."""
    words = '{}<span class="govuk-hint govuk-!-display-block govuk-!-margin-bottom-0">{}</span>'
    return format_html(words, label, hint)


class FilterForm(forms.Form):
    """A form above a list, where everything is optional and need not say so. Also fit for a FilterSet's Meta.form."""

    says_optional = False


class ReasonForm(forms.Form):
    """A reason that is kept, and shown to those it concerns."""

    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), max_length=500, label="Reason")


class DayField(forms.Field):
    """A day, asked for as day, month and year; refuses with a sentence that names the part that is missing or wrong."""

    widget = DateInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "help_text": kwargs.get("help_text") or "For example, 26 6 2013"})

    def to_python(self, value: Any) -> dt.date | None:
        if value is None or isinstance(value, dt.date):
            return value
        texts = [str(text).strip() for text in value]
        return self._date(texts) if any(texts) else None

    def _date(self, texts: list[str]) -> dt.date:
        missing = [part for (part, *_), text in zip(PARTS, texts, strict=True) if not text]
        if missing:
            raise forms.ValidationError(f"{self._name} must include a {' and a '.join(missing)}", code="incomplete")
        day, month, year = texts
        if not re.fullmatch("[0-9]{4}", year):
            raise forms.ValidationError(f"{self._name}: the year must have 4 numbers", code="year")
        try:
            return dt.date(int(year), _month_number(month), int(day))
        except ValueError:
            raise forms.ValidationError(f"{self._name} must be a real date", code="unreal") from None

    @property
    def _name(self) -> str:
        return str(self.label or "The date")

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except forms.ValidationError:
            return True


MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def _month_number(text: str) -> int:
    return int(text) if text.isdecimal() else MONTHS.index(text[:3].lower()) + 1


NAMED_TIMES = {"noon": dt.time(12), "midday": dt.time(12), "midnight": dt.time(0)}


class ClockField(forms.Field):
    """A time of day as people write it: 9.30am, 9:30 am, 9am, 09:30, 14:00, noon.

    An hour from 1 to 6 with neither am nor pm nor a nought before it is refused: nobody can tell which is meant.
    """

    widget = forms.TextInput(attrs={"class": "govuk-input--width-5", "autocomplete": "off"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "help_text": kwargs.get("help_text") or "For example, 9:30am or 14:00"})

    def prepare_value(self, value: Any) -> Any:
        return clock(value) if isinstance(value, dt.time) else value

    def to_python(self, value: Any) -> dt.time | None:
        if value is None or isinstance(value, dt.time):
            return value
        text = str(value).lower().replace(" ", "")
        if not text:
            return None
        if text in NAMED_TIMES:
            return NAMED_TIMES[text]
        match = re.fullmatch(r"(\d{1,2})(?:[.:]?(\d{2}))?(?:([ap])\.?m\.?)?", text)
        if not match or not (match[2] or match[3]):
            raise self._refusal()
        return self._time(match[1], int(match[2] or 0), match[3])

    def _time(self, hour_text: str, minute: int, half: str | None) -> dt.time:
        hour = int(hour_text)
        if half is None and hour_text in {"1", "2", "3", "4", "5", "6"}:
            raise forms.ValidationError(
                f"Say whether {in_sentence(str(self.label or 'the time'))} is in the morning or the afternoon:"
                f" {hour}:{minute:02}am or {hour}:{minute:02}pm",
                code="half",
            )
        if half and not 1 <= hour <= 12:
            raise self._refusal()
        if half:
            hour = hour % 12 + (12 if half == "p" else 0)
        try:
            return dt.time(hour, minute)
        except ValueError:
            raise self._refusal() from None

    def _refusal(self) -> forms.ValidationError:
        return forms.ValidationError(f"{self.label or 'The time'} must be a time, like 9:30am or 14:00", code="unreal")

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except forms.ValidationError:
            return True
