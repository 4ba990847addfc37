"""Pieces of pages, drawn once for the values that they show and remembered: as nothing else gets in, none grows old."""

from collections.abc import Hashable
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

# Of a kilobyte or so each, in every process; whatever was not asked for longest is forgotten.
REMEMBERED = 4_000


@lru_cache(maxsize=REMEMBERED)
def drawn(template_name: str, **shown: Hashable) -> SafeString:
    """The template with these values; it knows neither who asks nor anything that a value could lead to.

    Values are plain data: what compares as equal must look the same, which a row of the database doesn't promise.
    """
    return render_to_string(template_name, shown)
