"""Every page's help link leads to the part of the help that is about it."""

import re
from pathlib import Path

import pytest

from config.navigation import HELP, NO_HELP, help_at
from tests.resolver import addresses

pytestmark = pytest.mark.once
GUIDE = Path(__file__).parents[2] / "templates" / "information" / "help.html"


def test_every_part_that_is_led_to_is_there_and_the_other_way_round() -> None:
    parts = re.findall(r'<h2 class="govuk-heading-m" id="([a-z-]+)"', GUIDE.read_text())
    assert {part for part, _ in HELP} == set(parts) - {"waiting"}  # which is read after booking


def test_every_address_has_its_part_or_is_said_to_have_none() -> None:
    without = [f"/{path}" for path, _ in addresses() if not help_at(f"/{path}")]
    assert [path for path in without if path != "/" and not path.startswith(tuple(NO_HELP.split()))] == []


def test_each_page_leads_to_its_part() -> None:
    pages = {
        "/programme/month/": "booking", "/refreshers/team/": "leads", "/manage/events/": "managers",
        "/bookings/7/": "cannot-come", "/healthz": "", "/me/": "account", "/me/data/": "about-you",
        "/manage/people/7/": "managers", "/manage/people/7/erase/": "asked", "/duties/retention/": "administrators",
    }  # fmt: skip
    assert {page: help_at(page) for page in pages} == pages
