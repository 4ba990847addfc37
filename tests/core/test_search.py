"""Looking for people by what somebody typed."""

import pytest

from core.search import plain


@pytest.mark.parametrize(
    "typed", ["Zoë O’Neill-Brown", "zoe o'neill brown", " ZOE  ONEILL BROWN", "Zoe\u0308 O'Neill‑Brown"]
)
def test_names_are_compared_by_their_letters(typed: str) -> None:
    assert plain(typed) == "zoeoneillbrown"


def test_letters_of_other_scripts_count() -> None:
    assert plain("Юлия") != plain("Юля")
    assert plain("Юлия") == plain("ЮЛИЯ")
