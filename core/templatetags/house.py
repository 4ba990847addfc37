"""The house's words as template filters, and the way back: `{% load house %}`."""

import datetime as dt

from django import template

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
def ordinal(number: int) -> str:
    """`{{ position|ordinal }}`: `2nd`."""
    return words.ordinal(number)


@register.filter
def day(value: dt.date | None) -> str:
    """`{{ event.starts_on|day }}`: `Wednesday 26 June 2013`; nothing for None."""
    return words.day(value) if value else ""


@register.filter
def clock(value: dt.time | dt.datetime | None) -> str:
    """`{{ event.starts_at|clock }}`: `9:30am`; nothing for None."""
    return "" if value is None else words.clock(value)


@register.filter
def choice_kind(template_name: str) -> str:
    """`radios` or `checkboxes`, for a widget that offers several inputs to choose from."""
    return "radios" if "radio" in template_name else "checkboxes"


@register.inclusion_tag("core/breadcrumbs.html")
def breadcrumbs(*parts: str) -> dict[str, list[tuple[str, str]]]:
    """The way back, `{% breadcrumbs "Programme" programme_url "This page" %}`; a label without address is this page."""
    labels, urls = parts[::2], [*parts[1::2], ""]
    return {"trail": list(zip(labels, urls, strict=False))}
