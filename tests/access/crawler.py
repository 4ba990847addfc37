"""A crawler: follows every link, and sends every form that is sent by GET, as somebody who clicks on everything."""

from __future__ import annotations

import io
import zipfile
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from django.urls import Resolver404, resolve
from pypdf import PdfReader

from tests.access.answers import Browser
from tests.access.canaries import COMMON

ENOUGH = {"page": 10, "sorted or filtered": 2, "file": 2}
"""How many pages of one pattern of addresses are opened because a link leads there, and how many ways of having them.

What a page shows of one it shows of another, and its ways come back to the same rows. Where it matters of whom or what
it is, the address is among those that the crawl begins with.
"""


class Page(HTMLParser):
    """The links of a page, and what its forms ask for."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self._form: tuple[str, list[tuple[str, str]]] | None = None
        self._select = ""
        self._choices: list[tuple[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what is a link, or a part of a form."""
        said = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in said:
            self.links.append(said["href"])
        elif tag == "form":
            self._form = (said.get("action", ""), []) if said.get("method", "get").lower() == "get" else None
            self._choices = []
        elif self._form and tag == "select":
            self._select = said["name"]
        elif self._form and tag == "option":
            self._choices.append((self._select, said.get("value", "")))
        elif self._form and tag == "input" and "name" in said:
            self._form[1].append((said["name"], said.get("value") or COMMON))

    def handle_endtag(self, tag: str) -> None:
        """A form that ends becomes the links that sending it leads to: as it is, and with each of its choices."""
        if tag == "form" and self._form:
            action, fields = self._form
            for more in [[], fields, *([choice] for choice in self._choices), *([*fields, c] for c in self._choices)]:
                self.links.append(f"{action}?{urlencode(more)}")
            self._form = None


@dataclass
class Crawl:
    """What somebody came upon: the text of every page and file, by its address; and links that lead nowhere."""

    browser: Browser
    texts: dict[str, str] = field(default_factory=dict)
    broken: dict[str, str] = field(default_factory=dict)
    _asked: set[str] = field(default_factory=set)
    _linked: Counter[tuple[str, str]] = field(default_factory=Counter)

    def follow(self, seeds: Iterable[str]) -> Crawl:
        """Open all of these, and go on from them until there is nothing new."""
        due = deque((address, "") for address in seeds)
        while due:
            address, found_on = due.popleft()
            if self._is_new(address) and not (found_on and self._is_enough(address)):
                due.extend((link, address) for link in self._visit(address, found_on))
        return self

    def _is_new(self, address: str) -> bool:
        path = urlsplit(address).path
        if address in self._asked or not path.startswith("/") or path.startswith("/static/"):
            return False
        self._asked.add(address)
        return True

    def _is_enough(self, address: str) -> bool:
        path, query = urlsplit(address)[2:4]
        kind = "file" if "download=" in query else "sorted or filtered" if query else "page"
        way = _pattern(path), kind
        self._linked[way] += 1
        return self._linked[way] > ENOUGH[kind]

    def _visit(self, address: str, found_on: str) -> Iterator[str]:
        answer = self.browser.ask("GET", address)
        if answer.status_code in {301, 302}:
            yield _without_fragment(urljoin(address, answer.headers["Location"]))
        elif answer.status_code == 200:
            self.texts[address] = text_of(answer)
            if "html" in answer.headers["Content-Type"]:
                yield from (_without_fragment(urljoin(address, link)) for link in Page(self.texts[address]).links)
        elif found_on:
            self.broken[address] = f"{answer.status_code}, linked from {found_on}"


def text_of(answer: Any) -> str:
    """What can be read in an answer, whatever kind of file it is."""
    kind, content = answer.headers["Content-Type"], b"".join(answer)
    if "pdf" in kind:
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return "\n".join(parts.read(name).decode(errors="replace") for name in parts.namelist())
    return str(content.decode()).replace("\r\n ", "")


def _pattern(path: str) -> str:
    """The pattern of addresses that the path belongs to; a path that leads nowhere has one of its own."""
    try:
        return str(resolve(path).route)
    except Resolver404:
        return path


def _without_fragment(address: str) -> str:
    found = urlsplit(address)
    ours = not found.netloc and found.scheme in {"", "http", "https"}
    return found._replace(fragment="").geturl() if ours else ""
