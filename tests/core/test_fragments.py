"""Remembered pieces of pages: drawn once for the same values, anew for others, and from nothing but the values."""

from core import fragments

EMPTY = "core/empty.html"


def nothing_here(text: str) -> str:
    return fragments.drawn(EMPTY, text=text)


def test_the_same_values_are_drawn_once_and_others_anew() -> None:
    drawn_before = fragments.drawn.cache_info().misses
    first, again, other = nothing_here("Neglect"), nothing_here("Neglect"), nothing_here("Harm")
    assert fragments.drawn.cache_info().misses == drawn_before + 2
    assert first is again
    assert "Neglect" in first
    assert "Harm" in other
    assert "Neglect" not in other


def test_values_are_escaped() -> None:
    assert "&lt;b&gt;" in nothing_here("<b>")


def test_no_more_are_remembered_than_there_is_room_for() -> None:
    assert fragments.drawn.cache_info().maxsize == fragments.REMEMBERED
