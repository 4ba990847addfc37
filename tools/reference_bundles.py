"""Makes one file of styles and one of scripts for the reference data pages that list, and so for those with a form.

Django's pages ask for each of its many pieces apart. Icons are put into the styles, so that no page asks for them. What
Django lets wait for the page (`defer`, `async`) waits for it here as well; all else runs at once, in Django's order.
"""

import re
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
DJANGO = Path((find_spec("django.contrib.admin") or sys.exit("Django is missing")).origin or "").parent / "static"
OURS = ROOT / "static"

FIRST_STYLES = ("admin/css/base.css", "admin/css/dark_mode.css", "admin/css/nav_sidebar.css")
WIDGETS = "admin/css/widgets.css"
SELECT2 = "admin/js/vendor/select2"
EVERY_PAGE = (
    "admin/js/vendor/jquery/jquery.min.js", "admin/js/jquery.init.js", "admin/js/theme.js", "admin/js/core.js",
    "admin/js/admin/RelatedObjectLookups.js", "admin/js/actions.js",
)  # fmt: skip
STYLES = {
    "list": (*FIRST_STYLES, "admin/css/changelists.css"),
    "form": (
        *FIRST_STYLES, WIDGETS, "admin/css/forms.css", "admin/css/vendor/select2/select2.min.css",
        "admin/css/autocomplete.css",
    ),
}  # fmt: skip
SCRIPTS = {
    "list": EVERY_PAGE,
    "form": (
        EVERY_PAGE[0], f"{SELECT2}/select2.full.min.js", f"{SELECT2}/i18n/en.js", *EVERY_PAGE[1:],
        "admin/js/calendar.js", "admin/js/admin/DateTimeShortcuts.js", "admin/js/inlines.js",
        "admin/js/autocomplete.js",
    ),
}  # fmt: skip
LATER = {
    "list": ("admin/js/nav_sidebar.js", "admin/js/filters.js"),
    "form": ("admin/js/nav_sidebar.js", "admin/js/change_form.js"),
}
LAST_STYLES = "admin/css/responsive.css"
OWN = "reference"
IMPORTED = f"@import url('{Path(WIDGETS).name}');"
ICON = re.compile(r"url\(\.\./img/([\w-]+)\.svg\)")


def bundles(read: Callable[[Path], str]) -> dict[str, str]:
    """What each file is to hold, by its name; `read` reads a piece, or says that it is missing."""
    return {
        **{f"reference_{page}.css": _styles(page, read) for page in STYLES},
        **{f"reference_{page}.js": _scripts(page, read) for page in SCRIPTS},
    }


def _styles(page: str, read: Callable[[Path], str]) -> str:
    pieces = [DJANGO / name for name in STYLES[page]] + [OURS / f"{OWN}.css", DJANGO / LAST_STYLES]
    # What is imported is a piece of its own: an import counts in the first place of a file alone.
    css = "\n".join(read(piece) for piece in pieces).replace(IMPORTED, "")
    icons = {icon: quote(read(DJANGO / f"admin/img/{icon}.svg")) for icon in sorted(set(ICON.findall(css)))}
    drawn = "".join(f'--icon-{icon}:url("data:image/svg+xml,{drawing}");' for icon, drawing in icons.items())
    return f":root{{{drawn}}}\n" + ICON.sub(r"var(--icon-\1)", css)


def _scripts(page: str, read: Callable[[Path], str]) -> str:
    at_once = [read(DJANGO / name) for name in SCRIPTS[page]]
    later = [read(DJANGO / name) for name in LATER[page]] + [read(OURS / f"{OWN}.js")]
    return "".join(f"{script};\n" for script in (*at_once, *map(_once_the_page_is_there, later)))


def _once_the_page_is_there(script: str) -> str:
    return f'document.addEventListener("DOMContentLoaded", () => {{\n{script}\n}})'
