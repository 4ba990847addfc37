"""Access: every address of ours says in its urls.py who may open it."""

import pytest
from django.test import Client
from django.urls import resolve

from tests.resolver import addresses, path_to

NOT_OURS = ("accounts/", "reference/")


def test_every_address_carries_its_rule() -> None:
    ours = [(path, entry) for path, entry in addresses() if not path.startswith(NOT_OURS)]
    assert len(ours) > 2
    assert [path for path, entry in ours if not hasattr(entry.callback, "access")] == []


def test_a_path_is_known_to_every_address() -> None:
    assert [path for path, entry in addresses() if resolve(path_to(path)).func is not entry.callback] == []


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
@pytest.mark.parametrize("path", ["/programme/", "/accounts/login/", "/reference/", "/no-such-page/"])
def test_nothing_is_asked_for_by_any_other_method(client: Client, method: str, path: str) -> None:
    answer = client.generic(method, path)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD, POST")
