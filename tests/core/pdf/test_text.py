"""Raw text: whatever was typed comes out clean, bounded and soon, and ordinary text comes out as it was."""

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.pdf.text import ELLIPSIS, MARKS_PER_LETTER, safe_text


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Zoë Ó Briain & Łucja <b>Nowak</b>", "Zoë Ó Briain & Łucja <b>Nowak</b>"),
        ("&amp; <img src='file:///etc/passwd'/> {{ x }} %s", "&amp; <img src='file:///etc/passwd'/> {{ x }} %s"),
        ("  two \t spaces \n and lines ", "two spaces and lines"),
        ("bell\x07 null\x00 escape\x1b[31m", "bell null escape[31m"),
        ("right\u202eto\u2066left\u200f", "righttoleft"),
        ("soft\u00adhyphen zero\u200bwidth\ufeff", "softhyphen zerowidth"),
        ("10\u202f000\u00a0km", "10\u00a0000\u00a0km"),
        ("a\u2009thin\u3000space", "a thin space"),
        ("half \ud83d emoji", "half \ufffd emoji"),
        ("never a letter \uffff", "never a letter \ufffd"),
        ("heart \u2764\ufe0f", "heart \u2764"),
        ("e\u0301", "é"),
        ("one\r\ntwo\x85three\u2028four\x0cfive", "one two three four five"),
        ("\x00\x01\u202e", ""),
        ("", ""),
    ],
)
def test_what_is_typed_and_what_is_printed(typed: str, printed: str) -> None:
    assert safe_text(typed) == printed


def test_line_ends_stay_where_they_are_wanted() -> None:
    assert safe_text(" one \r\n\n\n two\u2029three\n", lines=True) == "one\ntwo\nthree"


def test_what_is_too_long_ends_in_an_ellipsis() -> None:
    assert safe_text("abcdef", limit=6) == "abcdef"
    assert safe_text("abcdefg", limit=6) == "abcde" + ELLIPSIS
    assert safe_text("abcd efgh", limit=6) == "abcd" + ELLIPSIS


def test_marks_don_t_pile_up_on_a_letter() -> None:
    piled = safe_text("q" + "\u0317\u0301" * 500 + "o")
    assert piled.startswith("q")
    assert piled.endswith("o")
    assert len(piled) <= MARKS_PER_LETTER + 2


@pytest.mark.parametrize("unit", ["a", "\u0317\u0301", "\u202e", " ", "\n ", "<b>", "\ud83d", "\U0001f600", "ﷺ"])
def test_a_flood_of_text_costs_no_more_than_the_limit(unit: str) -> None:
    flood = unit * (3_000_000 // len(unit))
    start = time.process_time()
    assert len(safe_text(flood, limit=2000, lines=True)) <= 2000
    assert time.process_time() - start < 0.1


@settings(deadline=None)
@given(st.text(st.characters(codec=None)), st.integers(1, 50), st.booleans())
def test_any_text_becomes_clean_and_bounded(text: str, limit: int, lines: bool) -> None:
    clean = safe_text(text, limit=limit, lines=lines)
    assert len(clean) <= limit
    assert clean == clean.strip(" \n")
    assert "  " not in clean
    categories = {unicodedata.category(character) for character in clean if character != "\n"}
    assert not categories & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert lines or "\n" not in clean
    clean.encode()


@settings(deadline=None)
@given(st.text(st.characters(codec=None)), st.booleans())
def test_clean_text_stays_as_it_is(text: str, lines: bool) -> None:
    clean = safe_text(text, lines=lines)
    assert safe_text(clean, lines=lines) == clean


@settings(deadline=None)
@given(st.lists(st.text("abcäöüßéŵłŻ&<>'\"(),.-–%£€0123456789", min_size=1), min_size=1))
def test_ordinary_text_is_left_alone(words: list[str]) -> None:
    text = " ".join(words)
    assert safe_text(text) == text
