"""A comment as pages show it: escaped, its marks highlighted and said in words, with nothing that distorts a page."""

import re
from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from evaluations.details import Mark

_UNSEEN = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069\\ufeff]")
_MARK = '<mark class="turnout-mark">{}<span class="govuk-visually-hidden"> (possible {})</span></mark>'


def marked(text: str, marks: Iterable[Mark]) -> SafeString:
    """The text with each mark as an HTML <mark>; characters that steer instead of showing become a sign."""
    text, pieces, at = shown(text), list[tuple[SafeString | str]](), 0
    for mark in marks:
        pieces += [(text[at : mark.start],), (format_html(_MARK, text[mark.start : mark.end], mark.kind),)]
        at = mark.end
    return format_html_join("", "{}", [*pieces, (text[at:],)])


def shown(text: str) -> str:
    """As long as before, so that marks still fit: what can't be seen is shown as one sign each."""
    return _UNSEEN.sub("\N{REPLACEMENT CHARACTER}", text)
