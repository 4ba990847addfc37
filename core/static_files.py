"""Static files as pages name them: the icons of the reference data pages are drawn in the page that shows them."""

from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

ICONS = "admin/img/"


class PlainStaticFiles(StaticFilesStorage):
    """By their own names; the address of an icon of Django's is its drawing, so that no browser asks for it."""

    def url(self, name: str | None, *args: Any, **kwargs: Any) -> str:
        """Where that file is, or what it shows."""
        drawing = _drawing(name) if name and name.startswith(ICONS) else ""
        return drawing or super().url(name, *args, **kwargs)


class StaticFiles(PlainStaticFiles, CompressedManifestStaticFilesStorage):
    """Packed, and by names that change with what is in them."""


@cache
def _drawing(name: str) -> str:
    """Found and read once, for every page of a list asks for several; "" where there is none of that name."""
    path = finders.find(name)
    return f"data:image/svg+xml,{quote(Path(path).read_text())}" if path else ""
