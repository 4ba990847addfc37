"""A client so lean that what is measured is the server: requests are written beforehand, answers hardly parsed."""

import socket
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier
from urllib.parse import urlencode

PATIENCE = 60.0
# Django compares the token of the form with that of the cookie; any that has the right length will do.
TOKEN = "t" * 32


@dataclass(frozen=True)
class Answer:
    """What came back, and after how long."""

    status: int
    seconds: float
    head: str
    body: bytes

    def header(self, name: str) -> str:
        """That header's value, or ""."""
        for line in self.head.split("\r\n")[1:]:
            found, _, value = line.partition(":")
            if found.lower() == name:
                return value.strip()
        return ""


def get(path: str, session: str = "", **headers: str) -> bytes:
    """The bytes that ask for a page."""
    return _request("GET", path, session, headers, "")


def post(path: str, session: str, form: Mapping[str, str]) -> bytes:
    """The bytes that send a form."""
    body = urlencode({**form, "csrfmiddlewaretoken": TOKEN})
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": str(len(body))}
    return _request("POST", path, session, headers, body)


def _request(method: str, path: str, session: str, headers: Mapping[str, str], body: str) -> bytes:
    cookies = f"csrftoken={TOKEN}; sessionid={session}" if session else ""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", *(["Cookie: " + cookies] if cookies else [])]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


class Client:
    """One connection that is kept."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._socket: socket.socket | None = None

    def ask(self, request: bytes) -> Answer:
        """Send it and read the answer; OSError where the server hung up, and a new connection for what follows."""
        began = time.perf_counter()
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self._port), timeout=PATIENCE)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            self._socket.sendall(request)
            head, body = self._read(self._socket)
        except OSError:
            self.close()
            raise
        if "\r\nconnection: close" in head.lower():
            self.close()
        return Answer(int(head[9:12]), time.perf_counter() - began, head, body)

    def close(self) -> None:
        """Hang up."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _read(self, connection: socket.socket) -> tuple[str, bytes]:
        data = bytearray()
        while (end := data.find(b"\r\n\r\n")) < 0:
            data += _more(connection)
        head, body = data[:end].decode("latin-1"), data[end + 4 :]
        lower = head.lower()
        if "\r\ntransfer-encoding: chunked" in lower:
            while not body.endswith(b"0\r\n\r\n"):
                body += _more(connection)
            return head, _unchunked(bytes(body))
        length = int(lower.partition("\r\ncontent-length:")[2].partition("\r\n")[0] or 0)
        while len(body) < length:
            body += _more(connection)
        return head, bytes(body)


def _more(connection: socket.socket) -> bytes:
    data = connection.recv(65536)
    if not data:
        raise ConnectionResetError("The server hung up.")
    return data


def _unchunked(body: bytes) -> bytes:
    parts, at = [], 0
    while size := int(body[at : (line := body.index(b"\r\n", at))], 16):
        parts.append(body[line + 2 : line + 2 + size])
        at = line + 2 + size + 2
    return b"".join(parts)


Act = Callable[[Client], list[Answer]]


@dataclass(frozen=True)
class Crowd:
    """What became of many acts done by several at once."""

    seconds: float
    answers: list[Answer]

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.answers) / self.seconds


def crowd(port: int, acts: Iterable[Act], *, clients: int) -> Crowd:
    """Do all acts, each client the next one that nobody has begun; the time is that from the first to the last."""
    waiting = deque(acts)
    start = Barrier(clients + 1)

    def work() -> list[Answer]:
        client, answers = Client(port), []
        start.wait()
        while waiting:
            try:
                act = waiting.popleft()
            except IndexError:
                break
            answers += act(client)
        client.close()
        return answers

    with ThreadPoolExecutor(clients) as pool:
        working = [pool.submit(work) for _ in range(clients)]
        start.wait()
        began = time.perf_counter()
        answers = [answer for each in working for answer in each.result()]
        return Crowd(time.perf_counter() - began, answers)


def asks(request: bytes) -> Act:
    """The act of sending one request."""
    return lambda client: [client.ask(request)]
