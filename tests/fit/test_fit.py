"""Every address as axe-core sees it, in a real browser: no violation, no sideways scroll; templates unseen are told."""

import logging
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone

from tests.access.world import build
from tests.fit.pages import Album, Shown
from tests.fit.screen import NARROW, WIDE, screen

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
WHOLE = "TURNOUT_EVERY_PAGE" in os.environ
TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
ELSEWHERE = {
    "letters, and what is read in place of a letter's plain text": "account/email/ mail/",
    "what a fault of the server or of a browser leads to": "403_csrf.html 429.html 500.html",
    "steps of signing in and up, walked through in tests/journeys": "account/base_confirm_code.html"
    " account/confirm_email_verification_code.html account/confirm_login_code.html"
    " account/confirm_password_reset_code.html account/verification_sent.html mfa/ allauth/ socialaccount/",
    "the report in a file of its own, judged in tests/reports/drawing": "reports/standalone.html",
}
"""Templates that draw none of these pages, by why not."""


def test_nothing_stands_in_anybodys_way(
    caplog: pytest.LogCaptureFixture, record_property: Callable[[str, object], None]
) -> None:
    """In the suite every address as one of those who may open it, by turns narrow and wide; else as all, at both."""
    caplog.set_level(logging.CRITICAL, "django.request")
    album = Album(everybody=WHOLE)
    album.fill(build(timezone.now()), "in a small county")
    asked = [(page, width) for number, page in enumerate(album.pages) for width in _widths(number)]
    record_property("pages", len(album.pages))
    with screen() as window:
        faults = [fault for page, width in asked for fault in window.faults(page, width)]
    assert not faults, "\n".join(faults)
    record_property("templates that drew none", " ".join(_unseen(album)))


@pytest.mark.parametrize(
    ("body", "fault"),
    [('<main><img src="/static/turnout.svg"></main>', "image-alt"), ('<main class="wide">-</main>', "wider than")],
)
def test_what_stands_in_the_way_is_told(body: str, fault: str) -> None:
    html = f"<html lang=en><title>-</title><style>.wide {{ width: 2000px }}</style><h1>-</h1>{body}</html>"
    with screen() as window:
        told = window.faults(Shown("/", "nobody", "made up", html, {"Content-Type": "text/html"}), NARROW)
    assert any(fault in each for each in told)


def _widths(number: int) -> tuple[int, ...]:
    return (NARROW, WIDE) if WHOLE else ((NARROW, WIDE)[number % 2],)


def _unseen(album: Album) -> list[str]:
    """The templates that drew none of the pages, and are not said to be seen elsewhere."""
    ours = {str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html")}
    elsewhere = tuple(" ".join(ELSEWHERE.values()).split())
    return sorted(name for name in ours - album.templates if not name.startswith(elsewhere))
