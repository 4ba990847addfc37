"""Somebody at a browser: one session, one connection that is kept, forms sent back with the token they came with."""

import re
import time
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from urllib.parse import urlencode

PATIENCE = 60.0
# The server hangs up on who is silent for two seconds; a browser would open a new connection too.
FRESH_FOR = 1.0
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@dataclass(frozen=True)
class Answer:
    """What came back, and how long it took; status 0 is no answer at all."""

    status: int
    seconds: float
    location: str = ""
    body: str = ""


class Booker:
    """A signed-in browser; `session` is the key of a session that is in the database."""

    def __init__(self, port: int, session: str) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self._cookies = {"sessionid": session}
        self._token = ""
        self._used = 0.0

    def other_tab(self) -> "Booker":
        """The same browser on a connection of its own."""
        tab = Booker(self._connection.port, self._cookies["sessionid"])
        tab._cookies, tab._token = self._cookies, self._token
        return tab

    def get(self, path: str) -> Answer:
        """Open a page; the token in its form is kept."""
        answer = self._ask("GET", path, None)
        found = TOKEN.search(answer.body)
        if found:
            self._token = found[1]
        return answer

    def post(self, path: str, **form: str) -> Answer:
        """Send a form."""
        return self._ask("POST", path, urlencode(form | {"csrfmiddlewaretoken": self._token}))

    def _ask(self, method: str, path: str, body: str | None) -> Answer:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.monotonic()
        if began - self._used > FRESH_FOR:
            self._connection.close()
        try:
            self._connection.request(method, path, body, headers)
            response = self._connection.getresponse()
            page = response.read().decode(errors="replace")
        except (OSError, HTTPException) as fault:
            self._connection.close()
            return Answer(0, time.monotonic() - began, body=repr(fault))
        self._used = time.monotonic()
        for cookie in response.headers.get_all("Set-Cookie") or ():
            self._cookies.update({name: morsel.value for name, morsel in SimpleCookie(cookie).items()})
        return Answer(response.status, self._used - began, response.headers.get("Location", ""), page)
