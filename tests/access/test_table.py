"""The access table: what everybody is answered at every address, by every method, is what table.txt says."""

import logging
from collections import Counter

import pytest
from django.template.backends.django import Template

from tests.access.answers import Browser, changes, letter
from tests.access.table import NOTHING, Row, rows
from tests.access.world import ROLES, World
from tests.resolver import addresses

pytestmark = pytest.mark.django_db
PARTS = {"the house": "/", "the account library": "/accounts/", "the reference data": "/reference/"}
HOW = "Say in tests/access/table.txt who may open these: a line each, with a thing of the world that the address is\
 asked of, and what each role is answered to GET and to POST, which test_everybody_… then demands:\n"


@pytest.fixture
def blank_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who is answered what is asked here; test_canaries.py draws each page, as everybody who may open it."""
    monkeypatch.setattr(Template, "render", lambda *given, **named: "")


def part_of(path: str) -> str:
    return next(name for name, prefix in reversed(PARTS.items()) if path.startswith(prefix))


def test_every_address_is_classified() -> None:
    there, said = {f"/{path}" for path, _ in addresses()}, {row.path for row in rows()}
    new = [str(Row(path, NOTHING, "." * len(ROLES), "." * len(ROLES))) for path in sorted(there - said)]
    assert not new, HOW + "\n".join(new)
    assert not said - there, f"There is no such address any more: take it out of table.txt: {sorted(said - there)}"
    assert [row for row, times in Counter((row.path, row.thing) for row in rows()).items() if times > 1] == []


def test_every_line_has_a_letter_for_every_role() -> None:
    assert [row.path for row in rows() if {len(row.get), len(row.post)} != {len(ROLES)}] == []


def test_no_form_comes_from_elsewhere() -> None:
    assert [path for path, entry in addresses() if getattr(entry.callback, "csrf_exempt", False)] == []


@pytest.mark.once
@pytest.mark.usefixtures("blank_pages")
@pytest.mark.parametrize("part", PARTS)
def test_everybody_is_answered_what_the_table_says(world: World, part: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL, "django.request")
    browsers = {role: world.browser(role) for role in ROLES}
    said = [row for row in rows() if part_of(row.path) == part]
    found = [_found(row, world, browsers) for row in said]
    wrong = [f"says  {row}\nfound {true}" for row, true in zip(said, found, strict=True) if row != true]
    assert not wrong, "\n".join([f"The roles: {', '.join(ROLES)}", *wrong])


def _found(row: Row, world: World, browsers: dict[str, Browser]) -> Row:
    """The row as it is; a GET that changes anything, or a HEAD that is answered otherwise, is a fault."""
    address = row.address(world)
    with changes() as written:
        get = {role: letter(browser.ask("GET", address)) for role, browser in browsers.items()}
        one_of_each = {by: role for role, by in get.items()}
        head = {by: letter(browsers[role].ask("HEAD", address)) for by, role in one_of_each.items()}
    assert not written, f"GET {address} changes {written}"
    assert all(by == answered for by, answered in head.items()), (address, head)
    post = [letter(browser.ask("POST", address)) for browser in browsers.values()]
    return Row(row.path, row.thing, "".join(get.values()), "".join(post))
