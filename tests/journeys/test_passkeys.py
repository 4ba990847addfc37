"""Passkeys in a real browser, with an authenticator that the browser plays: added, used alone, used as second step."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PASSWORD, Site, Visitor, press
from tests.journeys.test_accessible_pages import demand_fit

pytestmark = pytest.mark.browser
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def give_authenticator(page: Page) -> None:
    """Something in the browser that makes and keeps passkeys, and always finds its owner present."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})


def test_a_passkey_signs_in_alone_and_as_the_second_step(visit_as: Visitor) -> None:
    page = visit_as("practitioner")
    give_authenticator(page)
    page.goto("/accounts/2fa/")
    demand_fit(page)
    press(page.get_by_role("button", name="Add a passkey"))
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page.get_by_role("button", name="Continue"))
    demand_fit(page)
    press(page.get_by_role("button", name="Add the passkey"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Your recovery codes")
    demand_fit(page)
    page.goto("/accounts/2fa/webauthn/")
    expect(page.get_by_text("Signs you in without your password.")).to_be_visible()
    demand_fit(page)

    press(page.get_by_role("button", name="Sign out"))
    press(page.get_by_role("link", name="Sign in"))
    press(page.get_by_role("button", name="Use a passkey instead"))
    expect(page.get_by_role("heading", level=1)).to_have_text("My training")

    press(page.get_by_role("button", name="Sign out"))
    press(page.get_by_role("link", name="Sign in"))
    page.get_by_label("E-mail").fill("practitioner@turnout.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page.get_by_role("button", name="Sign in", exact=True))
    expect(page.get_by_role("heading", level=1)).to_have_text("The second step")
    demand_fit(page)
    press(page.get_by_role("button", name="Use a passkey"))
    expect(page.get_by_role("heading", level=1)).to_have_text("My training")

    page.goto("/accounts/2fa/webauthn/")
    press(page.get_by_role("link", name="Remove"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirm that it is you")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page.get_by_role("button", name="Continue"))
    press(page.get_by_role("button", name="Remove it"))
    expect(page.get_by_text("You have no passkey yet.")).to_be_visible()


def test_what_a_browser_refuses_is_said_in_words(site: Site, visit_as: Visitor) -> None:
    page = visit_as("")
    page.goto(f"{site.url.replace('localhost', '127.0.0.1')}/accounts/login/")
    page.get_by_role("button", name="Use a passkey instead").click()
    expect(page.get_by_role("heading", name="Passkeys can’t be used at this address")).to_be_visible()
    demand_fit(page)
