"""Every page that somebody may come upon, as the site draws it: by address, role and state, each different one once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.test.signals import template_rendered

from tests.access.answers import Browser, undone
from tests.access.table import Row, rows
from tests.access.world import ROLES, World
from tests.fit.further import Visit, visits

CHANGING = re.compile(r'(?:nonce=|name="(?:once|csrfmiddlewaretoken)" value=)"[^"]*"|"X-CSRFToken": "[^"]*"')
"""What differs each time that a page is drawn."""
MISTAKES = "an empty form"


class Asked(NamedTuple):
    """What is asked for, and what is so meanwhile."""

    method: str
    address: str
    state: str


@dataclass(frozen=True)
class Shown:
    """One page: where it is, who saw it first, what they had done, and what came back."""

    address: str
    role: str
    state: str
    html: str
    headers: dict[str, str]

    def __str__(self) -> str:
        return f"{self.address} as {self.role}, {self.state}"


@dataclass
class Album:
    """The pages that differ, in the order in which they were come upon, and the templates that drew them.

    With `everybody`, every role that may open an address does; else the last of the table's that may.
    """

    everybody: bool = False
    pages: list[Shown] = field(default_factory=list)
    templates: set[str] = field(default_factory=set)
    _known: set[str] = field(default_factory=set)

    def fill(self, world: World, state: str) -> None:
        """Keep every page of the access table as that world has it, and what is said of forms that are sent empty."""
        browsers = {role: world.browser(role) for role in ROLES}
        with _noticing(self.templates):
            for row in rows():
                if address := _address(row, world):
                    self._keep_all(Asked("GET", address, state), row.get, browsers)
                    self._keep_all(Asked("POST", address, f"{state}, {MISTAKES}"), row.post, browsers)

    def go_further(self, world: World) -> None:
        """Keep the pages that show more than the table's rows come by."""
        with _noticing(self.templates), undone():
            for visit in visits(world):
                self._keep(_answer_to(visit, world), visit.address, visit.role, visit.state)

    def _keep_all(self, asked: Asked, letters: str, browsers: dict[str, Browser]) -> None:
        """What those are told who may open it; or who are refused, where nobody may."""
        by_letter = {
            wanted: [role for role, each in zip(browsers, letters, strict=True) if each == wanted] for wanted in "ox"
        }
        roles = by_letter["o"] or by_letter["x"]
        for role in roles if self.everybody else roles[-1:]:
            self._keep(browsers[role].ask(asked.method, asked.address), asked.address, role, asked.state)

    def _keep(self, answer: Any, address: str, role: str, state: str) -> None:
        """Keep what was answered, unless it is no page or the same page is kept already."""
        if not answer.headers.get("Content-Type", "").startswith("text/html"):
            return
        html = answer.content.decode()
        same = CHANGING.sub("", html)
        if same not in self._known and "<html" in html:
            self._known.add(same)
            self.pages.append(Shown(address, role, state, html, dict(answer.headers)))


@contextmanager
def _noticing(templates: set[str]) -> Iterator[None]:
    """Keep the names of the templates that are drawn within."""

    def notice(template: Any, **_: Any) -> None:
        templates.add(template.name or "")

    template_rendered.connect(notice)
    yield
    template_rendered.disconnect(notice)


def _answer_to(visit: Visit, world: World) -> Any:
    """What that visitor is answered: to a form, if they send one."""
    browser = world.browser(visit.role)
    if visit.sent is None:
        return browser.ask("GET", visit.address)
    with undone():
        return browser.post(visit.address, visit.sent)


def _address(row: Row, world: World) -> str:
    """Where that row's page is in that world, or nothing where it has no such thing."""
    try:
        return row.address(world)
    except (KeyError, AttributeError):
        return ""
