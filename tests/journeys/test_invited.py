"""From a lead's invitation to an account with a duty: the letter, the password, the second step, the pages beyond."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Site, Visitor, press
from tests.journeys.test_accessible_pages import demand_fit

pytestmark = pytest.mark.browser
ADDRESS = "zoe.evans@example.org"
PASSWORD = "three words together"


def link_to(site: Site, address: str) -> str:
    """The path of the link in the invitation that the worker sends to that address."""
    for _ in range(120):
        for letter in site.var.glob("mail/*"):
            text = letter.read_text()
            if f"To: {address}" in text and (found := re.search(r"(/invitations/\S+)", text)):
                return found[1]
        time.sleep(0.5)
    pytest.fail("No invitation was sent within a minute.")


def sign_in(page: Page) -> None:
    page.get_by_label("E-mail address").fill(ADDRESS)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page.get_by_role("button", name="Sign in", exact=True))


def put_on_record_and_invite(lead: Page) -> None:
    lead.goto("/team/add/")
    lead.get_by_label("First name").fill("Zoë")
    lead.get_by_label("Last name").fill("Évans")
    lead.get_by_label("E-mail").fill(ADDRESS)
    lead.get_by_role("group", name="Role").get_by_label("Practitioner").check()
    lead.get_by_role("group", name="Contact with children").get_by_role("radio").nth(2).check()
    lead.get_by_label("Invite them to have an account").check()
    press(lead.get_by_role("button", name="Put them on record"))
    expect(lead.get_by_text("They are invited")).to_be_visible()


def make_a_trainer_of_them(administrator: Page) -> None:
    administrator.goto("/duties/")
    administrator.get_by_role("searchbox").fill("zoe.evans")
    press(administrator.get_by_role("button", name="Show"))
    press(administrator.get_by_role("link", name=ADDRESS))
    press(administrator.get_by_role("button", name="Give a duty"))
    administrator.get_by_label("Trainer").check()
    administrator.get_by_label("Reason").fill("Trained as a trainer")
    press(administrator.get_by_role("button", name="Give the duty"))
    expect(administrator.get_by_role("link", name="Take away Trainer")).to_be_visible()
    demand_fit(administrator)


def set_up_an_app(colleague: Page) -> None:
    press(colleague.get_by_role("button", name="Set up an authenticator app"))
    colleague.get_by_label("Password", exact=True).fill(PASSWORD)
    press(colleague.get_by_role("button", name="Continue"))
    demand_fit(colleague)
    secret = colleague.locator("code").inner_text()
    colleague.get_by_label("code").fill(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
    press(colleague.get_by_role("button", name="Turn it on"))
    expect(colleague.get_by_role("heading", level=1)).to_have_text("Your recovery codes")


def test_a_colleague_is_invited_and_later_becomes_a_trainer(site: Site, visit_as: Visitor) -> None:
    put_on_record_and_invite(visit_as("lead"))
    colleague = visit_as("")
    colleague.goto(link_to(site, ADDRESS))
    expect(colleague.get_by_role("heading", level=1)).to_have_text("Welcome to Turnout, Zoë Évans")
    demand_fit(colleague)
    colleague.get_by_label("Password", exact=True).fill(PASSWORD)
    press(colleague.get_by_role("button", name="Make my account"))
    sign_in(colleague)
    expect(colleague.get_by_role("heading", level=1)).to_have_text("My training")

    make_a_trainer_of_them(visit_as("admin"))
    colleague.goto("/my/")
    expect(colleague.get_by_text("your account needs a second step")).to_be_visible()
    demand_fit(colleague)
    set_up_an_app(colleague)
    press(colleague.get_by_role("button", name="I have kept them: go on"))
    expect(colleague.get_by_role("heading", level=1)).to_have_text("Your events as a trainer")
