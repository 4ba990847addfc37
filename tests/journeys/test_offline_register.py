"""The register without a signal: marked on two devices, loaded again, sent once, and differences put to somebody."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Request, expect

from tests.journeys.conftest import Site, Visitor, press

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]
PEOPLE = ("Ann Early", "Ben Between", "Cat Calm")
PREPARE = f"""
import secrets
import django
django.setup()
from django.utils import timezone
from events.models import EventTrainer
from people.models import User
from tests.makers import make_agency, make_booking, make_course, make_event, make_person
code = "far-" + secrets.token_hex(4)
agency, course = make_agency(code), make_course(code=code)
event = make_event(days=-1, at=timezone.now(), title="Far from any mast", code=code, course=course)
trainer = User.objects.get(email="trainer@turnout.example")
EventTrainer.objects.create(event=event, user=trainer, name="Marta", days=1)
for name in {PEOPLE}:
    first, last = name.split()
    make_booking(event, make_person(first_name=first, last_name=last, agency=agency))
print(event.code)
"""


@pytest.fixture
def register(site: Site, own_database: str) -> str:
    """The address of the register of an event of yesterday, with three people on it."""
    environment = os.environ | {
        "DATABASE_URL": own_database,
        "TURNOUT_VAR": str(site.var),
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    command = [sys.executable, "-c", PREPARE]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    return f"/registers/{done.stdout.split()[-1]}/"


def line(page: Page, name: str) -> Locator:
    """The part of the register that is about that person."""
    return page.locator("fieldset[data-booking]").filter(has_text=name)


def choose(page: Page, name: str, answer: str) -> None:
    line(page, name).get_by_label(answer, exact=True).check()


def chosen(page: Page, name: str, answer: str) -> None:
    expect(line(page, name).get_by_label(answer, exact=True)).to_be_checked()


def says(page: Page, words: str) -> None:
    """The line about what is not sent yet, which is always in sight."""
    status = page.locator("#offline-status")
    expect(status).to_be_visible()
    expect(status).to_have_attribute("role", "status")
    expect(status).to_contain_text(words)


def keep(page: Page) -> None:
    page.get_by_text("Use this register without a signal").click()
    page.get_by_role("button", name="Keep it on this device").click()
    says(page, "All marks are sent.")


def note_walk_in(page: Page, first: str, last: str) -> None:
    page.get_by_text("Note somebody without a booking").click()
    page.get_by_label("First name").fill(first)
    page.get_by_label("Last name").fill(last)
    page.get_by_label("Agency").select_option(index=1)
    page.get_by_role("button", name="Note that they came").click()


def save(page: Page) -> None:
    press(page.get_by_role("button", name="Save the register"))
    expect(page.get_by_text("The register is saved.")).to_be_visible()


def scripts_of(page: Page) -> list[str]:
    """The register's own scripts, as the page asks for them from now on."""
    asked: list[str] = []

    def notice(request: Request) -> None:
        if (name := request.url.rpartition("/")[2]).startswith("register") and name.endswith(".js"):
            asked.append(name)

    page.on("request", notice)
    return asked


def kept_on(page: Page) -> list[str]:
    """The names of whatever the browser keeps for pages of ours."""
    return page.evaluate(  # type: ignore[no-any-return]
        "async () => [...await caches.keys(), ...(await indexedDB.databases()).map((one) => one.name)]"
    )


def test_two_devices_mark_one_register_without_a_signal(visit_as: Visitor, register: str) -> None:
    trainer, manager = visit_as("trainer"), visit_as("manager")
    trainer.goto(register)
    keep(trainer)
    trainer.context.set_offline(True)
    choose(trainer, "Ann Early", "Attended")
    choose(trainer, "Ben Between", "Absent")
    says(trainer, "2 marks not sent yet. There is no signal.")

    trainer.reload()
    chosen(trainer, "Ann Early", "Attended")
    chosen(trainer, "Ben Between", "Absent")
    note_walk_in(trainer, "Dee", "Drop-In")
    says(trainer, "3 marks not sent yet. There is no signal.")
    expect(trainer.get_by_text("Dee Drop-In: noted as a walk-in, not sent yet.")).to_be_visible()

    manager.goto(register)
    choose(manager, "Ann Early", "Attended")
    choose(manager, "Ben Between", "Attended")
    choose(manager, "Cat Calm", "Apologies")
    save(manager)

    trainer.context.set_offline(False)
    says(trainer, "1 mark to be decided by you.")
    differs = "Ben Between is “Attended” on the register by now. This device says “Did not attend”."
    expect(trainer.get_by_text(differs)).to_be_visible()
    expect(trainer.get_by_text("Dee Drop-In is on the register, as attended: new on record.")).to_be_visible()
    chosen(trainer, "Cat Calm", "Apologies")
    trainer.get_by_role("button", name="Mark it as this device says").click()
    says(trainer, "All marks are sent.")
    trainer.reload()
    says(trainer, "All marks are sent.")

    manager.goto(register)
    assert [words.split("\n")[0] for words in manager.locator("fieldset legend").all_inner_texts()] == [
        "Ben Between", "Cat Calm", "Dee Drop-In", "Ann Early",
    ]  # fmt: skip
    chosen(manager, "Ann Early", "Attended")
    chosen(manager, "Ben Between", "Absent")
    chosen(manager, "Dee Drop-In", "Attended")


def test_a_register_closed_meanwhile_is_left_alone_and_signing_out_leaves_nothing(
    visit_as: Visitor, register: str
) -> None:
    trainer, manager = visit_as("trainer"), visit_as("manager")
    scripts = scripts_of(trainer)
    trainer.goto(register)
    trainer.wait_for_load_state("networkidle")
    assert scripts == []
    keep(trainer)
    assert {name.split(".")[0] for name in scripts} == {"register", "register_store", "register_lines"}
    assert kept_on(trainer) == ["turnout-registers", "turnout-registers"]
    trainer.context.set_offline(True)
    choose(trainer, "Ann Early", "In part")
    says(trainer, "1 mark not sent yet.")
    trainer.get_by_role("button", name="Close the register").click()
    expect(trainer.get_by_text("A register is closed where there is a signal")).to_be_visible()

    manager.goto(register)
    press(manager.get_by_role("button", name="Mark the rest as attended and save"))
    press(manager.get_by_role("button", name="Close the register"))
    trainer.context.set_offline(False)
    expect(trainer.get_by_text("is closed. Reopen it, with a reason, to change it.")).to_be_visible()
    trainer.get_by_role("button", name="Drop this mark").click()
    says(trainer, "All marks are sent.")
    chosen(trainer, "Ann Early", "Attended")

    press(trainer.get_by_role("button", name="Sign out"))
    assert kept_on(trainer) == []
    trainer.context.set_offline(True)
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        trainer.goto(register)
