"""Every address as axe-core sees it, in a real browser: no violation, no sideways scroll, and no template unseen.

Axe judges what a page is built of, so that in the suite a page that is built like those before it is not looked at.
"""

import logging
import os
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path

import pytest
from django.utils import timezone

from tests.access.answers import undone
from tests.access.world import build, build_empty
from tests.fit.pages import Album, Shown
from tests.fit.screen import NARROW, WIDE, screen
from tests.fit.shape import Shape

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
WHOLE = "TURNOUT_EVERY_PAGE" in os.environ
TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
ELSEWHERE = {
    "letters, and what is read in place of a letter's plain text": "account/email/ mail/",
    "what a provider's strangers are told, in tests/people/test_single_sign_on.py": "account/signup_closed.html",
    "what a fault of the server or of a browser leads to": "403_csrf.html 429.html 500.html",
    "steps of signing in and up, walked through in tests/journeys": "account/base_confirm_code.html"
    " account/confirm_email_verification_code.html account/confirm_login_code.html"
    " account/confirm_password_reset_code.html account/verification_sent.html mfa/ allauth/ socialaccount/",
    "the report in a file of its own, judged in tests/reports/drawing": "reports/standalone.html",
    "a copy of what is held about somebody, a file too, looked through in tests/config": "copies/standalone.html",
}
"""Templates that draw none of these pages, by why not."""


def test_nothing_stands_in_anybodys_way(
    caplog: pytest.LogCaptureFixture, record_property: Callable[[str, object], None]
) -> None:
    """In the suite every way in which a page of any address is built, by turns narrow and wide; else all, at both."""
    caplog.set_level(logging.CRITICAL, "django.request")
    album = _album()
    looks = list(_looks(album))
    with screen() as window:
        faults = [fault for page, widths in looks for fault in window.faults(page, *widths)]
    unseen = _unseen(album)
    figures = _figures(album) | {
        "pages looked at, by width": sum(len(widths) for _, widths in looks),
        "violations": len(faults),
        "templates not visited": len(unseen),
    }
    for name, figure in figures.items():
        record_property(name, figure)
    assert not faults, "\n".join(faults)
    assert unseen == []


@pytest.mark.parametrize(
    ("body", "fault"),
    [('<main><img src="/static/turnout.svg"></main>', "image-alt"), ('<main class="wide">-</main>', "wider than")],
)
def test_what_stands_in_the_way_is_told(body: str, fault: str) -> None:
    html = f"<html lang=en><title>-</title><style>.wide {{ width: 2000px }}</style><h1>-</h1>{body}</html>"
    with screen() as window:
        told = window.faults(Shown("/", "nobody", "made up", html, {"Content-Type": "text/html"}), NARROW)
    assert any(fault in each for each in told)


def test_a_field_that_looks_words_up_is_named_however_late_it_is_drawn() -> None:
    """On the reference pages: their library draws it at a moment of its own, also after the page has loaded."""
    html = """<html lang=en><title>-</title><script src=/static/reference.js defer></script><h1>-</h1><main>
        <label for=course>Course</label><select class=admin-autocomplete id=course hidden></select></main>"""
    drawn = """<span><span role=combobox tabindex=0 aria-expanded=false aria-labelledby=select2-course-container>
        <span id=select2-course-container role=textbox></span></span></span>"""
    with screen() as window:
        window.faults(Shown("/", "nobody", "made up", html, {"Content-Type": "text/html"}), NARROW)
        window.page.evaluate("drawn => document.querySelector('select').insertAdjacentHTML('afterend', drawn)", drawn)
        assert window.page.get_by_role("combobox", name="Course").count() == 1


def _album() -> Album:
    """The pages of a small county; in the whole form, those of one in which nothing was planned yet as well."""
    album = Album(everybody=WHOLE)
    if WHOLE:
        with undone():
            album.fill(build_empty(timezone.now()), "in an empty county")
    world = build(timezone.now())
    album.fill(world, "in a small county")
    album.go_further(world)
    return album


def _looks(album: Album) -> Iterator[tuple[Shown, tuple[int, ...]]]:
    """The pages to look at, and how wide: all of them, or in the suite the fewest in which everything stands once."""
    if WHOLE:
        yield from ((page, (NARROW, WIDE)) for page in album.pages)
        return
    new = [(page, Shape(page.html).places) for page in album.pages]
    for width in cycle((NARROW, WIDE)):
        page, seen = max(new, key=lambda each: len(each[1]))
        if not seen:
            return
        yield page, (width,)
        new = [(other, places - seen) for other, places in new]


def _figures(album: Album) -> dict[str, int]:
    """What there is to tell of its pages."""
    return {
        "addresses": len({page.address for page in album.pages}),
        "pages that differ": len(album.pages),
        "states": len({page.state for page in album.pages}),
        "roles": len({page.role for page in album.pages}),
    }


def _unseen(album: Album) -> list[str]:
    """The templates that drew none of the pages, and are not said to be seen elsewhere."""
    ours = {str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html")}
    elsewhere = tuple(" ".join(ELSEWHERE.values()).split())
    return sorted(name for name in ours - album.templates if not name.startswith(elsewhere))
