"""The API described as OpenAPI 3.1 has it, made of the same lists that answer: the two can't disagree."""

from collections.abc import Sequence
from typing import Any

from core.api import problems
from core.api.lists import Listing, Parameter
from core.api.values import Schema, schemas_of

ABOUT = (
    "What agencies' own systems may read of Turnout: the programme, and with an agency's key its staff, their bookings,"
    " certificates and training passports. Nothing is changed by it. Days and times are those in Europe/London, moments"
    " with their offset. Every list can be read whole; there is no list of changes."
)
KEY = "key"


def openapi(lists: Sequence[Listing], *, version: str, server: str) -> dict[str, Any]:
    """The whole description."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Turnout", "version": version, "description": ABOUT},
        "servers": [{"url": server}],
        "paths": {f"/{each.name}/": {"get": _operation(each)} for each in lists},
        "components": {
            "schemas": {**schemas_of([each.record for each in lists]), **_pages(lists), "Problem": problems.SCHEMA},
            "responses": {_name(each): _problem(each) for each in problems.KINDS},
            "securitySchemes": {KEY: {"type": "http", "scheme": "bearer", "description": "A key of an agency."}},
        },
    }


def page_of(listing: Listing) -> str:
    """The name of a page of that list among the schemas."""
    return f"PageOf{listing.record.name}"


def _pages(lists: Sequence[Listing]) -> dict[str, Schema]:
    return {page_of(each): each.schema for each in lists}


def _operation(listing: Listing) -> dict[str, Any]:
    keys: list[dict[str, list[str]]] = [{KEY: []}] if listing.needs_key else [{}, {KEY: []}]
    return {
        "operationId": listing.name,
        "summary": listing.title,
        "description": listing.about,
        "security": keys,
        "parameters": [_parameter(each) for each in listing.parameters],
        "responses": {"200": _page(listing), "304": {"description": "It is as it was."}, **_refusals(listing)},
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    return {"name": parameter.name, "in": "query", "description": parameter.says, "schema": parameter.kind.schema}


def _page(listing: Listing) -> dict[str, Any]:
    tag = {"description": "Send it back as If-None-Match.", "schema": {"type": "string"}}
    content = {"schema": {"$ref": f"#/components/schemas/{page_of(listing)}"}, "example": example_of(listing)}
    return {"description": "One page.", "headers": {"ETag": tag}, "content": {"application/json": content}}


def example_of(listing: Listing) -> dict[str, Any]:
    """What its last page may look like."""
    return {"data": [listing.record.example], "next": None}


def _refusals(listing: Listing) -> dict[str, Any]:
    """What else it may answer, by status; of kinds that share one the first, for all look alike."""
    found: dict[str, Any] = {}
    for kind in problems.KINDS:
        if kind is not problems.NO_KEY or listing.needs_key:
            found.setdefault(str(kind.status), {"$ref": f"#/components/responses/{_name(kind)}"})
    return found


def _problem(kind: problems.Kind) -> dict[str, Any]:
    headers = {name: {"schema": {"type": "string"}} for name in _headers(kind)}
    schema = {"$ref": "#/components/schemas/Problem"}
    content = {problems.CONTENT_TYPE: {"schema": schema}}
    return {"description": f"{kind.title}. {kind.remedy}", "headers": headers, "content": content}


def _headers(kind: problems.Kind) -> list[str]:
    return [*kind.headers, *(["Retry-After"] if kind is problems.TOO_MANY else [])]


def _name(kind: problems.Kind) -> str:
    return "".join(part.capitalize() for part in kind.code.split("-"))
