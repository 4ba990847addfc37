"""One way through the whole house: a practitioner books and evaluates, a manager marks and compiles, a board reads."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.conftest import Site, Visitor, press

pytestmark = pytest.mark.browser

BEGUN = "Domestic abuse: the child in the next room"


def choose(page: Page, question: str, answer: str) -> None:
    """Choose one of a question's answers."""
    page.get_by_role("group", name=question).get_by_label(answer, exact=True).check()


def test_a_newcomer_signs_up_and_books(site: Site, visit_as: Visitor) -> None:
    page = visit_as("")
    page.goto("/accounts/signup/")
    page.get_by_label("E-mail").fill("zoe.oneill@example.org")
    page.get_by_label("Password", exact=True).fill("a long enough password")
    press(page.get_by_role("button", name="Create an account"))
    page.get_by_label("Code").fill(site.code_sent())
    press(page.get_by_role("button", name="Continue"))

    page.goto("/programme/")
    page.get_by_role("searchbox", name="Search").fill("neglect")
    press(page.get_by_role("button", name="Search"))
    press(page.get_by_role("link", name="Neglect: putting the pieces together"))
    press(page.get_by_role("button", name="Book a place"))

    page.get_by_label("First name").fill("Zoë")
    page.get_by_label("Last name").fill("O’Neill")
    page.get_by_label("Your agency").select_option(label="Schools and colleges")
    choose(page, "Your role", "Practitioner")
    page.get_by_role("group", name="Your contact with children").get_by_role("radio").nth(2).check()
    choose(page, "Who you work with", "Children")
    press(page.get_by_role("button", name="Save and continue"))

    press(page.get_by_role("button", name="Book this place"))
    expect(page.get_by_role("heading", level=1)).to_have_text("You’re booked")
    page.goto("/my/")
    expect(page.get_by_role("link", name="Neglect: putting the pieces together", exact=True)).to_be_visible()


def test_a_booking_is_given_up_and_whoever_waits_has_it(visit_as: Visitor) -> None:
    manager = visit_as("manager")
    manager.goto("/manage/")
    press(manager.get_by_role("link", name="Child sexual abuse in the family"))
    press(manager.get_by_role("button", name="Change"))
    manager.get_by_label("Places").fill("15")
    press(manager.get_by_role("button", name="Save the changes"))
    expect(manager.get_by_text("The event is changed.")).to_be_visible()

    practitioner = visit_as("practitioner")
    practitioner.goto("/my/")
    expect(practitioner.get_by_text("On the waiting list")).to_have_count(0)
    press(practitioner.get_by_role("link", name=re.compile("^Cancel.*Child sexual abuse in the family")))
    press(practitioner.get_by_role("button", name="Cancel the booking"))
    practitioner.goto("/my/")
    expect(practitioner.get_by_text("Cancelled", exact=True)).to_be_visible()


def test_from_the_register_through_the_evaluation_to_the_report(visit_as: Visitor) -> None:
    manager = visit_as("manager")
    press(manager.get_by_role("link", name=BEGUN))
    people = manager.locator("fieldset")
    for number in range(people.count()):
        people.nth(number).get_by_label("Attended", exact=True).check()
    press(manager.get_by_role("button", name="Save the register"))
    expect(manager.get_by_text("The register is saved.")).to_be_visible()
    press(manager.get_by_role("button", name="Close the register"))
    expect(manager.get_by_text("The register is closed.")).to_be_visible()

    practitioner = visit_as("practitioner")
    practitioner.goto("/evaluations/mine/")
    press(practitioner.get_by_role("link", name=BEGUN))
    for group in practitioner.get_by_role("group").all():
        if group.get_by_role("radio").count():
            group.get_by_role("radio").first.check()
    practitioner.get_by_label("What will you do differently?").fill("I shall ask how the child is, each time.")
    press(practitioner.get_by_role("button", name="Send your evaluation"))
    expect(practitioner.get_by_role("heading", level=1)).to_have_text("Thank you")

    manager.goto("/reports/")
    manager.get_by_label("Reporting year").select_option(index=0)
    press(manager.get_by_role("button", name="Compile"))
    expect(manager.get_by_role("heading", level=1)).to_contain_text("Workforce training report", timeout=60_000)
    expect(manager.get_by_role("heading", name="Training courses").first).to_be_visible()
    with manager.expect_download() as download:
        manager.get_by_role("link", name=re.compile("PDF")).first.click()
    assert download.value.path().read_bytes().startswith(b"%PDF-")

    board = visit_as("board")
    press(board.get_by_role("link", name="2013-14").first)
    expect(board.get_by_text("764").first).to_be_visible()


def test_a_file_that_takes_a_moment_says_so_and_whoever_is_signed_out_is_asked_to_sign_in(visit_as: Visitor) -> None:
    board, held = visit_as("board"), list[Route]()
    press(board.get_by_role("link", name="2013-14").first)

    def hold(route: Route) -> None:
        held.append(route)

    board.route("**/*.pdf", hold)
    link = board.get_by_role("link", name=re.compile("PDF")).first
    link.click()
    expect(board.get_by_role("status").filter(has_text="The file is being made…")).to_be_visible()
    link.click()
    assert len(held) == 1
    with board.expect_download() as download:
        held[0].continue_()
    assert re.fullmatch(r"workforce-report-2013-14-v\d+\.pdf", download.value.suggested_filename)
    expect(board.get_by_role("status").filter(has_text="Here it is.")).to_be_visible()

    board.unroute("**/*.pdf")
    board.context.clear_cookies()
    link.click()
    expect(board.get_by_role("heading", level=1)).to_have_text("Sign in")
