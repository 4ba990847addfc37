"""What the site answers to somebody's request, in one letter; whatever the request changed is undone again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.test import Client, RequestFactory
from django.test.client import ClientHandler
from django.urls import reverse

from people.models import User

LETTERS = {
    200: "o",  # the page
    404: ".",  # no such page
    405: "-",  # not by this method
    400: "x",  # refused
    401: "x",
    403: "x",
    409: "x",
    410: "x",
}
SIGN_IN, SET_UP, ELSEWHERE, FAULT = "i", "2", ">", "!"
WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)
MEMORY = {"django_session", "core_cache", "usersessions_usersession"}
"""Tables in which the site remembers who is here, and forgets who has gone: nobody would call that a change."""


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is done within is undone; acts that demand a transaction of their own get on with it, as in any test."""
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]
    with block:
        yield
        transaction.set_rollback(True)


@contextmanager
def changes() -> Iterator[set[str]]:
    """The tables that are written to within."""
    written: set[str] = set()

    def notice(execute: Any, sql: str, *rest: Any) -> Any:
        if (writes := WRITES.match(sql)) and writes[1] not in MEMORY:
            written.add(writes[1])
        return execute(sql, *rest)

    with connection.execute_wrapper(notice):
        yield written


class Browser(RequestFactory):
    """Somebody's browser, which stays as it is: what is answered changes no cookie, and a fault is an answer as well.

    Django's client would copy whatever is known to each template, for thousands of pages.
    """

    def __init__(self, user: User | None, *, key: str = "") -> None:
        """A key is sent with every request, as an HR system does; it signs nobody in."""
        super().__init__(headers={"Authorization": f"Bearer {key}"} if key else None)
        client = Client()
        if user:
            client.force_login(user)
        self.cookies, self._handler = client.cookies, ClientHandler(enforce_csrf_checks=False)

    def request(self, **asked: Any) -> Any:
        """The answer of the whole site, its middleware included."""
        return self._handler(self._base_environ(**asked))  # type: ignore[attr-defined]

    def ask(self, method: str, address: str) -> Any:
        """The answer, after which the database is as it was before."""
        with undone():
            return self.generic(method, address, content_type="application/x-www-form-urlencoded")


def letter(answer: Any) -> str:
    """The one letter for it."""
    if answer.status_code in {301, 302}:
        return _led_to(answer.headers["Location"])
    return LETTERS.get(answer.status_code, FAULT)


def _led_to(address: str) -> str:
    if address.startswith(reverse("account_login")):
        return SIGN_IN
    return SET_UP if address == reverse("mfa_index") else ELSEWHERE
