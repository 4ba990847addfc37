"""A browser that shows pages which the site has drawn already, and says what stands in somebody's way there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT
from django.contrib.staticfiles import finders
from playwright.sync_api import BrowserContext, Page, Route, sync_playwright

from tests.fit.pages import Shown
from tests.journeys.conftest import CHROMIUM, QUIETLY

HOST = "http://turnout.test"
NARROW, WIDE = 320, 1280
AXE = """axe.run({resultTypes: ["violations"]}).then(
    found => found.violations.map(each => [each.id, each.help, each.nodes.map(node => node.html)])
)"""
OUTER = "document.documentElement.scrollWidth > window.innerWidth"


@dataclass
class Screen:
    """A window in which pages are shown one after another."""

    page: Page
    shown: Shown | None = None

    def faults(self, shown: Shown, *widths: int) -> list[str]:
        """What axe-core finds on that page at those widths, and whether it must be scrolled sideways."""
        self.shown = shown
        self.page.set_viewport_size({"width": widths[0], "height": 900})
        self.page.goto(f"{HOST}{shown.address}", wait_until="load")
        self.page.evaluate(AXE_SCRIPT)
        return [fault for width in widths for fault in self._faults_at(width)]

    def _faults_at(self, width: int) -> list[str]:
        self.page.set_viewport_size({"width": width, "height": 900})
        found = [f"{rule}: {help_}: {json.dumps(nodes[:3])}" for rule, help_, nodes in self.page.evaluate(AXE)]
        if self.page.evaluate(OUTER):
            found.append("wider than the screen")
        return [f"{self.shown} at {width}: {fault}" for fault in found]

    def answer(self, route: Route) -> None:
        """Answer the browser: the page with its own headers, and what it asks for from the static files."""
        address = route.request.url.removeprefix(HOST)
        if self.shown and address == self.shown.address:
            route.fulfill(status=200, headers=self.shown.headers, body=self.shown.html)
        elif found := _static(address):
            route.fulfill(path=found)
        else:
            route.fulfill(status=404, body="")


@contextmanager
def screen() -> Iterator[Screen]:
    """A window in Debian's chromium, which asks nobody but us for anything."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIETLY.split())
        context: BrowserContext = browser.new_context()
        made = Screen(context.new_page())
        context.route("**/*", made.answer)
        yield made
        browser.close()


def _static(address: str) -> Path | None:
    """The static file that is asked for there, if there is one."""
    name = address.removeprefix("/static/")
    found = finders.find(name) if name != address else None
    return Path(str(found)) if found else None
