"""Rows stand in the order of the reference data, with what nobody knows any more after it and blanks last."""

from reports.counting.reference import in_order

LABELS = {"b": "First", "a": "Second", "c": "Third"}


def test_known_codes_keep_their_order_and_get_their_labels() -> None:
    assert list(in_order({"a", "b"}, LABELS).items()) == [("b", "First"), ("a", "Second")]


def test_unknown_codes_follow_by_the_alphabet_under_their_own_name_and_blanks_come_last() -> None:
    codes = {"not-recorded", "zoo", "Ant", "bee", "a"}
    assert list(in_order(codes, LABELS).items()) == [
        ("a", "Second"),
        ("Ant", "Ant"),
        ("bee", "bee"),
        ("zoo", "zoo"),
        ("not-recorded", "Not recorded"),
    ]
