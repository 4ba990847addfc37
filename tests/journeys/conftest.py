"""The whole of Turnout as it runs, on PostgreSQL and a real Redis, and a real browser to walk through it."""

import os
import re
import secrets
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from tests.running import ENVIRONMENT, free_port, said

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 20_000
PASSWORD = secrets.token_urlsafe(12)
CHROMIUM = "/usr/bin/chromium"
QUIETLY = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync"
)


@dataclass(frozen=True)
class Site:
    """A running Turnout: its address and the folder of its files."""

    url: str
    var: Path

    def code_sent(self) -> str:
        """The code in the mail with one that was sent last."""
        sent = sorted((self.var / "mail").iterdir(), key=lambda file: file.stat().st_mtime)
        codes = re.findall(r"Subject: (\S+) is your Turnout code", "".join(file.read_text() for file in sent))
        return str(codes[-1])


@pytest.fixture(scope="session")
def own_database() -> Iterator[str]:
    """A database of the journeys' own on the PostgreSQL that the suite was given."""
    given = os.environ.get("DATABASE_URL", "")
    if not given.startswith("postgres"):
        pytest.fail("The journeys run on PostgreSQL: start them by `make test`, or under tools.with_services.")
    name = f"journey_{secrets.token_hex(4)}"
    with psycopg.connect(given, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield urlunsplit(urlsplit(given)._replace(path=f"/{name}"))
    with psycopg.connect(given, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def site(own_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Turnout with its worker, its schedule and the demonstration, as `make run` starts it, on a Redis of its own."""
    var, port = tmp_path_factory.mktemp("var"), free_port()
    environment = ENVIRONMENT | {
        "TURNOUT_VAR": str(var),
        "PORT": str(port),
        "TURNOUT_DEMO_PASSWORD": PASSWORD,
        "DATABASE_URL": own_database,
    }
    command = [sys.executable, "-m", "tools.serve"]
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as server:
        words = said(server)
        assert "Turnout is ready" in words, words
        # By name, for browsers know no passkeys for an address of numbers.
        yield Site(f"http://localhost:{port}", var)
        server.terminate()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's chromium."""
    if not Path(CHROMIUM).exists():
        pytest.fail("There is no chromium: on Debian, apt-get install chromium")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIETLY.split())
        yield browser
        browser.close()


def press(control: Locator) -> None:
    """Press a button or a link and wait for the page that it leads to, which most of a page's questions don't do."""
    with control.page.expect_event("domcontentloaded"):
        control.click()


Visitor = Callable[[str], Page]


@pytest.fixture
def visit_as(site: Site, browser: Browser) -> Iterator[Visitor]:
    """Sign in as one of the demonstration's accounts, in a browser window of its own; "" is a visitor."""
    contexts = []

    def visit(account: str) -> Page:
        context = browser.new_context(base_url=site.url, viewport={"width": 390, "height": 844})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto("/accounts/login/" if account else "/")
        if account:
            page.get_by_label("E-mail").fill(f"{account}@turnout.example")
            page.get_by_label("Password", exact=True).fill(PASSWORD)
            press(page.get_by_role("button", name="Sign in"))
        return page

    yield visit
    for context in contexts:
        context.close()
