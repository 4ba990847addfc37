"""The main pages of the demonstration as each role has them: no sideways scroll, however long its names and words are.

How pages are built is judged in tests/fit; here axe-core judges those that somebody comes upon by working with them.
"""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visitor, press

pytestmark = pytest.mark.browser

PAGES = {
    "": [
        "/programme/",
        "/programme/?q=nothing+like+it",
        "/programme/month/",
        "/courses/",
        "/programme/month/?q=nothing+like+it",
        "/check-in/?code=K7M2QP",
        "/accounts/login/",
        "/accounts/signup/",
        "/no-such-page/",
        "/help/",
        "/accessibility/",
        "/privacy/",
    ],
    "practitioner": [
        "/my/",
        "/my/calendar/",
        "/passports/mine/",
        "/me/",
        "/evaluations/mine/",
        "/accounts/email/",
        "/accounts/password/change/",
        "/accounts/2fa/",
        "/accounts/sessions/",
    ],
    "trainer": ["/teaching/"],
    "admin": ["/duties/", "/duties/1/", "/duties/1/give/", "/duties/1/close/"],
    "lead": ["/team/", "/team/add/", "/refreshers/team/", "/uptake/"],
    "manager": [
        "/manage/",
        "/manage/events/",
        "/manage/events/plan/",
        "/manage/comments/",
        "/manage/themes/",
        "/manage/theme/venue/",
        "/disclosures/",
        "/reports/",
        "/people/without-account/",
    ],
}
FIRST_LINK = {"manager": "/manage/", "board": "/reports/", "practitioner": "/my/", "trainer": "/teaching/"}


def demand_no_scroll(page: Page) -> None:
    """Nothing is wider than the screen, on a desk or on a small phone."""
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{page.url} at {width}"


def demand_fit(page: Page) -> None:
    """That, and no violation by axe on the phone."""
    demand_no_scroll(page)
    found = Axe().run(page)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"


@pytest.mark.parametrize("account", PAGES)
def test_no_page_scrolls_sideways(visit_as: Visitor, account: str) -> None:
    page = visit_as(account)
    for path in PAGES[account]:
        page.goto(path)
        demand_no_scroll(page)


@pytest.mark.parametrize("account", FIRST_LINK)
def test_what_the_first_link_of_a_list_leads_to_fits_everybody(visit_as: Visitor, account: str) -> None:
    page = visit_as(account)
    page.goto(FIRST_LINK[account])
    press(page.locator("main li a, main td a, main tbody a").first)
    expect(page).not_to_have_url(re.compile(f"{FIRST_LINK[account]}$"))
    page.wait_for_load_state("networkidle")
    demand_fit(page)


def test_ranking_allotting_and_placing_fit_everybody(visit_as: Visitor) -> None:
    manager = visit_as("manager")
    manager.goto("/manage/events/?q=early+help")
    press(manager.get_by_role("link", name=re.compile("^Early help: what works when")).first)
    press(manager.get_by_role("button", name="Allot the places"))
    expect(manager.get_by_role("heading", level=1)).to_contain_text("Allot workshops")
    demand_fit(manager)
    press(manager.get_by_role("link", name="Not yet"))
    press(manager.get_by_role("link", name="Delegates and their workshops"))
    demand_fit(manager)
    press(manager.locator("main tbody a").first)
    expect(manager.get_by_role("heading", level=1)).to_contain_text("Workshops of")
    demand_fit(manager)
    delegate = visit_as("practitioner")
    delegate.goto("/my/")
    press(delegate.get_by_role("link", name="Early help: what works when").first)
    press(delegate.get_by_role("button", name="Rank workshops"))
    expect(delegate.get_by_role("heading", level=1)).to_contain_text("Which workshops would you like?")
    demand_fit(delegate)


def test_a_form_with_mistakes_fits_everybody(visit_as: Visitor) -> None:
    page = visit_as("manager")
    page.goto("/manage/events/plan/")
    press(page.get_by_role("button", name="Keep as a draft"))
    expect(page).to_have_title(re.compile("^Error: "))
    demand_fit(page)
