"""Why the API doesn't give what it was asked for: each a problem as RFC 9457 has it, with a sentence and what helps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from django.http import JsonResponse
from django.urls import reverse

from core.addresses import on_this_site

CONTENT_TYPE = "application/problem+json"
ASK_FOR_KEY = MappingProxyType({"WWW-Authenticate": 'Bearer realm="Turnout"'})
KEY_IS_NO_GOOD = MappingProxyType({"WWW-Authenticate": 'Bearer realm="Turnout", error="invalid_token"'})


@dataclass(frozen=True)
class Kind:
    """One kind of problem: its code in the documentation, its status, its title, and what whoever meets it does."""

    code: str
    status: int
    title: str
    remedy: str
    headers: Mapping[str, str] = field(default_factory=dict)


NOT_UNDERSTOOD = Kind(
    "not-understood", 400, "The request can’t be understood", "Correct the part of the address that the sentence names."
)
NO_KEY = Kind(
    "no-key",
    401,
    "There is no key with the request",
    "Send the header “Authorization: Bearer”, a space, and the key.",
    ASK_FOR_KEY,
)
UNKNOWN_KEY = Kind(
    "unknown-key",
    401,
    "There is no such key",
    "See that the whole key is sent. If it is, ask a lead of the agency for a new one.",
    KEY_IS_NO_GOOD,
)
ENDED_KEY = Kind(
    "ended-key",
    401,
    "The key was ended, or its time is over",
    "Ask a lead of the agency for a new one.",
    KEY_IS_NO_GOOD,
)
STOPPED_KEY = Kind(
    "stopped-key",
    403,
    "The key opens nothing any more",
    "Its agency is part of another by now, or whoever made it doesn’t lead the agency any more: ask whoever does for a"
    " new one.",
)
NOTHING_HERE = Kind(
    "nothing-here", 404, "There is nothing at this address", "Compare it with this page; addresses end with a slash."
)
ONLY_READ = Kind(
    "only-read", 405, "Nothing is changed here", "Ask by GET or HEAD.", MappingProxyType({"Allow": "GET, HEAD"})
)
ONLY_JSON = Kind(
    "only-json", 406, "There is only JSON", "Let the header “Accept” allow application/json, or leave it out."
)
TOO_MANY = Kind("too-many", 429, "Too many requests", "Wait for as many seconds as the header “Retry-After” says.")

KINDS = (NOT_UNDERSTOOD, NO_KEY, UNKNOWN_KEY, ENDED_KEY, STOPPED_KEY, NOTHING_HERE, ONLY_READ, ONLY_JSON, TOO_MANY)


class Problem(Exception):
    """A problem of that kind, in a sentence of its own."""

    def __init__(self, kind: Kind, detail: str, **headers: str) -> None:
        super().__init__(detail)
        self.kind, self.detail = kind, detail
        self.headers = {**kind.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}

    @property
    def said(self) -> dict[str, object]:
        """What whoever asked is told."""
        return {
            "type": f"{on_this_site(reverse('api'))}#{self.kind.code}",
            "title": self.kind.title,
            "status": self.kind.status,
            "detail": self.detail,
        }

    def answer(self) -> JsonResponse:
        """The answer that says so; nobody keeps it for later."""
        headers = {**self.headers, "Cache-Control": "no-store"}
        words = {"ensure_ascii": False}
        return JsonResponse(
            self.said,
            status=self.kind.status,
            content_type=CONTENT_TYPE,
            headers=headers,
            json_dumps_params=words,
        )


def example() -> dict[str, object]:
    """What a problem looks like."""
    return Problem(NOT_UNDERSTOOD, "“sinse” can’t be asked here. What can: since, limit, after.").said


SCHEMA = {
    "type": "object",
    "description": "Why there is no answer (RFC 9457).",
    "properties": {
        "type": {"type": "string", "format": "uri", "description": "Where this kind of problem is told of."},
        "title": {"type": "string", "description": "The kind of problem, in words."},
        "status": {"type": "integer", "description": "The status of the answer."},
        "detail": {"type": "string", "description": "What is wrong with this request, in a sentence."},
    },
    "required": ["type", "title", "status", "detail"],
}
