"""The house's words as template filters, and the way back: `{% load house %}`."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core import once as forms_once
from core import words

register = template.Library()


@register.filter
def percent(value: float | None) -> str:
    """`{{ rate.percent|percent }}`: `92%`, or "no base" for None."""
    return words.percent(value)


@register.filter
def signed(value: float | None, unit: str = "") -> str:
    """`{{ change|signed }}`: `+5`, `−3`, `no change`; `{{ percent_change|signed:"%" }}`: `+3%`."""
    return words.signed(value, unit)


@register.filter
def count_noun(count: int, nouns: str) -> str:
    """`{{ left|count_noun:"place" }}`: `3 places`; `{{ people|count_noun:"person,people" }}`."""
    return words.count_noun(count, nouns)


@register.filter
def number(value: int) -> str:
    """`{{ due|number }}`: `1,858`."""
    return f"{value:,}"


@register.filter
def figure(value: Decimal) -> str:
    """`{{ course.hours|figure }}`: `6.5`."""
    return words.figure(value)


@register.filter
def pounds(value: Decimal) -> str:
    """`{{ charge|pounds }}`: `£1,250.00`."""
    return words.pounds(value)


@register.filter
def trimmed(value: Decimal) -> str:
    """`{{ places|trimmed }}`: `10`, or `2.5`."""
    return words.trimmed(value)


@register.filter
def ordinal(number: int) -> str:
    """`{{ position|ordinal }}`: `2nd`."""
    return words.ordinal(number)


@register.filter
def day(value: dt.date | None) -> str:
    """`{{ event.starts_on|day }}`: `Wednesday 26 June 2013`; nothing for None."""
    return words.day(value) if value else ""


@register.filter
def days(values: Iterable[dt.date]) -> str:
    """`{{ days_off|days }}`: `Mondays 3 and 10 March 2014`."""
    return words.days(values)


@register.filter
def clock(value: dt.time | dt.datetime | None) -> str:
    """`{{ event.starts_at|clock }}`: `9:30am`; nothing for None."""
    return "" if value is None else words.clock(value)


@register.filter
def choice_kind(template_name: str) -> str:
    """`radios` or `checkboxes`, for a widget that offers several inputs to choose from."""
    return "radios" if "radio" in template_name else "checkboxes"


@register.simple_tag(takes_context=True)
def once(context: Context) -> SafeString:
    """`{% once %}` beside `{% csrf_token %}`: the key by which a form that is sent twice is carried out once."""
    user = getattr(context.get("request"), "user", None)
    if user is None or not user.is_authenticated:
        return SafeString()
    key = forms_once.drawn_for(user, at=timezone.now())
    return format_html('<input type="hidden" name="{}" value="{}">', forms_once.FIELD, key)
