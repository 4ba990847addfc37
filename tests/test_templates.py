"""What holds for every template: nothing that the content security policy refuses. And what the shared pieces say."""

import re
from pathlib import Path

import pytest
from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.template.loader import render_to_string
from django.test import override_settings

TEMPLATES = Path(__file__).parents[1] / "templates"
PAGES = sorted(TEMPLATES.rglob("*.html"))
REFUSED = {
    "an inline style": re.compile(r"\sstyle\s*=|<style"),
    "an inline script": re.compile(r"<script(?![^>]*(\ssrc=|type=\"application/json\"))"),
    "an inline handler": re.compile(r"\son[a-z]+\s*=\s*[\"']"),
    "a script address": re.compile(r"javascript:"),
    "a piece of another site": re.compile(r"(src|<link[^>]* href)=\"(https?:)?//"),
}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(TEMPLATES).as_posix())
def test_nothing_in_it_needs_a_laxer_policy(page: Path) -> None:
    found = {what: pattern.search(page.read_text()) for what, pattern in REFUSED.items()}
    assert {what for what, match in found.items() if match} == set()


def test_the_rules_find_what_they_look_for() -> None:
    bad = '<p style="x"><script>1</script><a onclick="x" href="javascript:1"><img src="//elsewhere/x">'
    assert all(pattern.search(bad) for pattern in REFUSED.values())


POINT_BEHIND_A_PIECE = re.compile(r"{% include [^%]*%}({% (if|endif|with|endwith)[^%]*%})*[.,;:!?)]")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(TEMPLATES).as_posix())
def test_no_comma_stands_apart_from_its_word(page: Path) -> None:
    """A piece ends with a new line, which a browser shows as a space."""
    assert POINT_BEHIND_A_PIECE.search(page.read_text()) is None


@pytest.mark.parametrize("name", ["500.html", "403_csrf.html"])
def test_the_pages_of_last_resort_need_nothing_from_the_request(name: str) -> None:
    with override_settings(ROOT_URLCONF="no_such_module"):
        page = render_to_string(name)
    assert page.count("<h1") == 1
    assert 'href="#main-content"' in page
    assert "Sign in" not in page
    assert re.search("<title>[A-Z][^<]+ – Turnout</title>", page)


def test_a_refusal_is_said_in_its_own_words() -> None:
    assert "The event is full." in render_to_string("core/refused.html", {"refusal": "The event is full."})


class NameForm(forms.Form):
    name = forms.CharField()


def test_the_title_begins_with_error_when_the_form_has_errors() -> None:
    page = render_to_string("allauth/layouts/base.html", {"form": NameForm({})})
    assert re.search(r"<title>Error: \s*– Turnout</title>", page)
    assert "There is a problem" in page
    fresh = render_to_string("allauth/layouts/base.html", {"form": NameForm()})
    assert "Error:" not in fresh
    assert "There is a problem" not in fresh


@pytest.mark.parametrize(
    ("level", "heading", "role"),
    [
        (constants.SUCCESS, "Done", "alert"),
        (constants.ERROR, "Not done", "alert"),
        (constants.WARNING, "Please note", "region"),
        (constants.INFO, "For your information", "region"),
    ],
)
def test_a_message_says_in_words_what_kind_it_is(level: int, heading: str, role: str) -> None:
    banner = render_to_string("core/messages.html", {"messages": [Message(level, "All <said>")]})
    assert f'id="message-1">{heading}</h2>' in banner
    assert f'role="{role}" aria-labelledby="message-1"' in banner
    assert "All &lt;said&gt;" in banner
