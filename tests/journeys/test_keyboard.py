"""The main journeys by keyboard alone: each stop shows that it has the focus, and nothing lies over it.

People book and mark at the width of a phone, managers plan and publish at that of a desk.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys import ground
from tests.journeys.conftest import PASSWORD, ROOT, Site, Visitor, press
from tests.journeys.keyboard import Keyboard

pytestmark = pytest.mark.browser
AtKeyboard = Callable[[str], Keyboard]
AT_A_DESK = {"manager"}
"""Whoever works at a wide screen, where the menu lies open."""


@pytest.fixture(scope="module")
def prepared(site: Site, own_database: str) -> None:
    """What is walked through is there."""
    environment = os.environ | {"DATABASE_URL": own_database, "TURNOUT_VAR": str(site.var)}
    words = f"from tests.journeys.ground import prepare; prepare({PASSWORD!r})"
    subprocess.run([sys.executable, "manage.py", "shell", "-v0", "-c", words], cwd=ROOT, env=environment, check=True)


@pytest.fixture
def keys_of(prepared: None, visit_as: Visitor) -> AtKeyboard:
    """Somebody at the keyboard, who has signed in by it; "" is a visitor."""

    def sit_down(account: str) -> Keyboard:
        page = visit_as("")
        page.emulate_media(reduced_motion="reduce")
        if account in AT_A_DESK:
            page.set_viewport_size({"width": 1280, "height": 800})
        keys = Keyboard(page)
        keys.settle()
        if account:
            sign_in(keys, account)
        return keys

    return sit_down


def sign_in(keys: Keyboard, account: str) -> None:
    keys.follow(keys.page.get_by_role("link", name="Sign in"))
    keys.fill(keys.page.get_by_label("E-mail"), f"{account}@turnout.example")
    keys.fill(keys.page.get_by_label("Password", exact=True), PASSWORD)
    keys.enter()


def button(keys: Keyboard, name: str) -> None:
    """Go to the button of that name and press it."""
    keys.follow(keys.page.get_by_role("button", name=name))


def link(keys: Keyboard, name: str | re.Pattern[str]) -> None:
    """Go to the first link of that name and follow it."""
    keys.follow(keys.page.get_by_role("link", name=name).first)


def menu(keys: Keyboard, name: str) -> None:
    """Follow the menu's link of that name; on a small screen the menu is shut, and opened first."""
    opener = keys.page.get_by_role("button", name="Menu")
    if opener.is_visible():
        keys.to(opener)
        keys.page.keyboard.press("Space")
    link(keys, name)


def heading(keys: Keyboard, words: str) -> None:
    expect(keys.page.get_by_role("heading", level=1)).to_contain_text(words)


def to_content(keys: Keyboard) -> None:
    """Past the menu by the link that is the first stop of every page."""
    keys.to(keys.page.get_by_role("link", name="Skip to main content"))
    keys.page.keyboard.press("Enter")


def test_sign_up(site: Site, keys_of: AtKeyboard) -> None:
    keys = keys_of("")
    link(keys, "Sign up")
    keys.fill(keys.page.get_by_label("E-mail"), "kit.board@example.org")
    keys.fill(keys.page.get_by_label("Password", exact=True), "a long enough password")
    button(keys, "Create an account")
    keys.fill(keys.page.get_by_label("Code"), site.code_sent())
    button(keys, "Continue")
    heading(keys, "About your work")
    keys.fill(keys.page.get_by_label("First name"), "Kit")
    keys.fill(keys.page.get_by_label("Last name"), "Board")
    keys.pick(keys.page.get_by_label("Your agency"), "Schools and colleges")
    for question in ("Your role", "Your contact with children", "Who you work with"):
        keys.choose(keys.page.get_by_role("group", name=question).get_by_role("radio").nth(1))
    button(keys, "Save")
    heading(keys, "My training")


def test_find_and_book(keys_of: AtKeyboard) -> None:
    keys = keys_of(ground.PRACTITIONER.name)
    menu(keys, "Programme")
    to_content(keys)
    keys.fill(keys.page.get_by_role("searchbox", name="Search"), ground.TO_BOOK)
    keys.enter()
    to_content(keys)
    link(keys, ground.TO_BOOK)
    button(keys, "Book a place")
    button(keys, "Book this place")
    heading(keys, "You’re booked")


def test_wait_and_accept_an_offer(keys_of: AtKeyboard, visit_as: Visitor) -> None:
    keys = keys_of(ground.PRACTITIONER.name)
    menu(keys, "Programme")
    to_content(keys)
    keys.fill(keys.page.get_by_role("searchbox", name="Search"), ground.FULL)
    keys.enter()
    link(keys, ground.FULL)
    button(keys, "Join the waiting list")
    button(keys, "Join the waiting list")
    heading(keys, "You’re on the waiting list, 1st")
    give_up(visit_as(ground.RIVAL.name))
    menu(keys, "My training")
    to_content(keys)
    link(keys, re.compile("^Answer by"))
    button(keys, "Take the place")
    heading(keys, "You’re booked")


def give_up(rival: Page) -> None:
    """Whoever has the place gives it up; how is not what this is about."""
    rival.goto("/my/")
    press(rival.get_by_role("link", name=re.compile(f"^Cancel.*{ground.FULL}")))
    press(rival.get_by_role("button", name="Cancel the booking"))


def test_cancel(keys_of: AtKeyboard) -> None:
    keys = keys_of(ground.PRACTITIONER.name)
    link(keys, re.compile(f"^Cancel.*{ground.TO_CANCEL}"))
    button(keys, "Cancel the booking")
    expect(keys.page.get_by_text("Cancelled", exact=True).first).to_be_visible()


def test_evaluate(keys_of: AtKeyboard) -> None:
    keys = keys_of(ground.PRACTITIONER.name)
    link(keys, "Your evaluations")
    link(keys, f"Evaluate {ground.ATTENDED}")
    for group in keys.page.get_by_role("group").all():
        if group.get_by_role("radio").count():
            keys.choose(group.get_by_role("radio").nth(1))
    keys.fill(keys.page.get_by_label("What will you do differently?"), "Ask how the child is.")
    button(keys, "Send your evaluation")
    heading(keys, "Thank you")


def test_mark_a_register(keys_of: AtKeyboard) -> None:
    keys = keys_of(ground.TRAINER.name)
    link(keys, re.compile(ground.BEGUN))
    for name, mark in zip(ground.PEOPLE, ("Attended", "Apologies", "Attended"), strict=True):
        keys.choose(keys.page.get_by_role("group", name=name).get_by_label(mark, exact=True))
    button(keys, "Save the register")
    expect(keys.page.get_by_text("The register is saved.")).to_be_visible()
    keys.to(keys.page.get_by_role("button", name="Close the register"))
    keys.to(keys.page.get_by_role("button", name="Save the register"), "Shift+Tab")


def test_plan_an_event(keys_of: AtKeyboard) -> None:
    keys = keys_of("manager")
    to_content(keys)
    button(keys, "Plan an event")
    keys.pick(keys.page.get_by_label("Course", exact=True), ground.COURSE)
    day = keys.page.get_by_role("group", name="Day", exact=True)
    for part, number in (("Day", "14"), ("Month", "6"), ("Year", "2027")):
        keys.fill(day.get_by_label(part, exact=True), number)
    keys.fill(keys.page.get_by_label("Start time"), "9:30")
    keys.fill(keys.page.get_by_label("End time"), "16:30")
    keys.fill(keys.page.get_by_label(re.compile("^Places")), "12")
    button(keys, "Keep as a draft")
    heading(keys, ground.COURSE)


def test_publish_a_report(keys_of: AtKeyboard) -> None:
    keys = keys_of("manager")
    menu(keys, "Reports")
    to_content(keys)
    link(keys, re.compile(ground.PERIOD))
    button(keys, "Publish this version")
    button(keys, "Publish the report")
    expect(keys.page.get_by_text(re.compile("^Published on"))).to_be_visible()


PLAIN = "<style>body {{ margin: 0 }} {}</style><body class=js-enabled><a href='/'>First</a><p><button>Second</button>{}"


@pytest.mark.parametrize(
    ("style", "more", "fault"),
    [
        ("button:focus { outline: 3px solid }", "", ""),
        ("button:focus { outline: none }", "", "not to be told from others"),
        ("button:focus { outline: 3px solid transparent }", "", "not to be told from others"),
        ("div { position: fixed; inset: 1.2em 0 0; background: #fff }", "<div>A bar</div>", "covered"),
        ("button { position: fixed; top: -99px }", "", "covered"),
    ],
)
def test_a_stop_that_cannot_be_seen_ends_the_journey(browser: Browser, style: str, more: str, fault: str) -> None:
    page = browser.new_page()
    page.set_content(PLAIN.format(style, more))
    if fault:
        with pytest.raises(pytest.fail.Exception, match=fault):
            Keyboard(page).to(page.get_by_role("button"))
    else:
        Keyboard(page).to(page.get_by_role("button"))
    page.close()


def test_what_no_key_reaches_ends_the_journey(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(PLAIN.format("", "<button tabindex=-1>Third</button>"))
    with pytest.raises(pytest.fail.Exception, match="is not reached"):
        Keyboard(page).to(page.get_by_role("button", name="Third"))
    page.close()
