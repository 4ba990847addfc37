"""Links in letters: unguessable, and good for one purpose only."""

from core import links


def test_a_token_is_never_the_same_and_its_hash_does_not_tell_it() -> None:
    tokens = {links.new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert min(map(len, tokens)) >= 32
    token = tokens.pop()
    assert token not in links.hashed("invitation", token)
    assert links.hashed("invitation", token) == links.hashed("invitation", token)


def test_a_link_for_one_purpose_is_none_for_another() -> None:
    token = links.new_token()
    assert links.hashed("invitation", token) != links.hashed("certificate", token)
