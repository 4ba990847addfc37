"""Somebody at a browser: one session, and forms sent back with the token they came with."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlencode

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@dataclass(frozen=True)
class Answer:
    """What came back, and how long it took; status 0 is no answer at all."""

    status: int
    seconds: float
    location: str = ""
    body: str = ""


@dataclass
class Booker:
    """A signed-in browser; `session` is the key of a session that is in the database."""

    port: int
    session: str
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""

    def __post_init__(self) -> None:
        self.cookies.setdefault("sessionid", self.session)

    def get(self, path: str) -> "Asked":
        """Ask for a page; the token in its form is kept."""
        return Asked(self, self._request("GET", path))

    def post(self, path: str, **form: str) -> "Asked":
        """Send a form."""
        body = urlencode(form | {"csrfmiddlewaretoken": self.token})
        kind = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        return Asked(self, self._request("POST", path, kind, body))

    def _request(self, method: str, path: str, headers: str = "", body: str = "") -> bytes:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        host = f"Host: 127.0.0.1:{self.port}\r\nCookie: {cookies}\r\n"
        return f"{method} {path} HTTP/1.1\r\n{host}{headers}\r\n{body}".encode()


@dataclass(frozen=True)
class Asked:
    """A request, as the bytes that are sent, and whose it is."""

    who: Booker
    request: bytes

    def answered(self, heard: bytes, seconds: float) -> Answer:
        """The answer that those bytes are; its cookies and its token are kept."""
        head, _, body = heard.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        words, location = first.split(), ""
        if len(words) < 2 or not is_whole(heard):
            return Answer(0, seconds, body=f"hung up after {heard[:200]!r}")
        for name, _, value in (line.partition(": ") for line in lines):
            if name.lower() == "set-cookie":
                cookie, _, content = value.partition(";")[0].partition("=")
                self.who.cookies[cookie] = content
            elif name.lower() == "location":
                location = value
        page = body.decode(errors="replace")
        found = TOKEN.search(page)
        if found:
            self.who.token = found[1]
        return Answer(int(words[1]), seconds, location, page)


def is_whole(heard: bytes) -> bool:
    """Whether all of an answer is there; the house says of every page how long it is."""
    head, end, body = heard.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)\r\ncontent-length: *(\d+)", head)
    return bool(end and length) and len(body) >= int(length[1] if length else 0)
