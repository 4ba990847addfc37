"""Where to go next: never to somebody else's site."""

import pytest
from django.test import RequestFactory

from core.addresses import safe_next


@pytest.mark.parametrize("wanted", ["/programme/", "/events/neglect-1/book/", "/programme/?q=a%20b&page=2"])
def test_an_address_of_ours_is_followed(wanted: str) -> None:
    assert safe_next(RequestFactory().get("/me/", {"next": wanted}), otherwise="home") == wanted
    assert safe_next(RequestFactory().post("/me/", {"next": wanted}), otherwise="home") == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        "",
        "https://evil.example/",
        "//evil.example/",
        "///evil.example/",
        "/\\evil.example/",
        "\\\\evil.example/",
        "/\t/evil.example/",
        "javascript:alert(1)",
        "http:evil.example",
        " /programme/",
        "programme/",
        "\x00/programme/",
    ],
)
def test_anything_else_leads_home(wanted: str) -> None:
    assert safe_next(RequestFactory().get("/me/", {"next": wanted}), otherwise="home") == "/"
