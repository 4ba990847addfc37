"""Access: every address of ours says in its urls.py who may open it."""

from django.urls import resolve

from tests.resolver import addresses, path_to

NOT_OURS = ("accounts/", "reference/")


def test_every_address_carries_its_rule() -> None:
    ours = [(path, entry) for path, entry in addresses() if not path.startswith(NOT_OURS)]
    assert len(ours) > 2
    assert [path for path, entry in ours if not hasattr(entry.callback, "access")] == []


def test_a_path_is_known_to_every_address() -> None:
    assert [path for path, entry in addresses() if resolve(path_to(path)).func is not entry.callback] == []
