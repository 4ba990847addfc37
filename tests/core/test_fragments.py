"""Remembered pieces of pages: drawn once for the same values, anew for others, and from nothing but the values."""

from core import fragments

BREADCRUMBS = "core/breadcrumbs.html"


def trail(*labels: str) -> str:
    return fragments.drawn(BREADCRUMBS, trail=tuple((label, "") for label in labels))


def test_the_same_values_are_drawn_once_and_others_anew() -> None:
    drawn_before = fragments.drawn.cache_info().misses
    first, again, other = trail("Neglect"), trail("Neglect"), trail("Harm")
    assert fragments.drawn.cache_info().misses == drawn_before + 2
    assert first is again
    assert "Neglect" in first
    assert "Harm" in other
    assert "Neglect" not in other


def test_values_are_escaped() -> None:
    assert "&lt;b&gt;" in trail("<b>")


def test_no_more_are_remembered_than_there_is_room_for() -> None:
    assert fragments.drawn.cache_info().maxsize == fragments.REMEMBERED
