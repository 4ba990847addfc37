"""Pages are sent packed to whoever can unpack them, and how long they are then tells nothing."""

import gzip
from typing import Any

import pytest
from django.test import Client

from people.models import User
from tests.makers import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.once]
UNPACKS = {"Accept-Encoding": "gzip, br"}


def test_a_page_is_the_same_packed_and_as_it_is(client: Client) -> None:
    plain, packed = client.get("/accessibility/"), client.get("/accessibility/", headers=UNPACKS)
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < len(plain.content) / 2
    assert "Content-Encoding" not in plain
    assert "Accept-Encoding" in plain["Vary"]


def test_who_has_a_packed_page_is_not_sent_it_again(client: Client) -> None:
    had = client.get("/accessibility/", headers=UNPACKS)["ETag"]
    assert client.get("/accessibility/", headers={**UNPACKS, "If-None-Match": had}).status_code == 304


def test_how_long_a_page_is_differs_by_chance(client: Client) -> None:
    lengths = {len(client.get("/accessibility/", headers=UNPACKS).content) for _ in range(8)}
    assert len(lengths) > 1


@pytest.mark.parametrize(("kind", "is_packed"), [("csv", True), ("xlsx", False)])
def test_lists_are_packed_as_text_and_workbooks_are_already(
    client: Client, manager: User, kind: str, is_packed: bool
) -> None:
    make_person(last_name="Wójcik")
    answer: Any = client.get(f"/manage/people/?download={kind}", headers=UNPACKS)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert (answer.get("Content-Encoding") == "gzip") == is_packed
    if is_packed:
        assert "Wójcik" in gzip.decompress(content).decode()
    else:
        assert content.startswith(b"PK")
