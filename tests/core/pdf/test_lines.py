"""Setting lines: none too wide, no word lost or split without need, and in time proportional to the text."""

import time
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from core.pdf.fonts import Face
from core.pdf.lines import Line, Typesetter
from core.pdf.text import Strong


def said(lines: list[Line]) -> str:
    """What the lines say, words split over lines made whole again."""
    return "".join("".join(piece.text for piece in line.pieces) + " " * line.whole for line in lines).rstrip(" ")


def test_words_go_on_the_next_line_when_they_don_t_fit(typesetter: Typesetter) -> None:
    style = typesetter.look.style("body")
    wide = typesetter.width("one two", style)
    lines = typesetter.lines(["one two three"], style, wide + 0.01)
    assert [said([line]) for line in lines] == ["one two", "three"]
    assert lines[0].width == pytest.approx(wide)
    lines = typesetter.lines(["one two three"], style, wide - 0.01)
    assert [said([line]) for line in lines] == ["one", "two", "three"]


def test_a_line_end_ends_the_line(typesetter: Typesetter) -> None:
    lines = typesetter.lines(["one\ntwo three\n"], typesetter.look.style("body"), 400)
    assert [said([line]) for line in lines] == ["one", "two three"]


def test_strong_words_are_bold_and_touch_what_they_touched(typesetter: Typesetter) -> None:
    [line] = typesetter.lines(["a ", Strong("b c"), ", d"], typesetter.look.style("body"), 400)
    assert [(piece.text, piece.face) for piece in line.pieces] == [
        ("a ", Face.REGULAR),
        ("b c", Face.BOLD),
        (", d", Face.REGULAR),
    ]


def test_a_word_wider_than_the_line_is_split_without_a_space(typesetter: Typesetter) -> None:
    lines = typesetter.lines(["see " + "m" * 100 + " end"], typesetter.look.style("body"), 100)
    assert said(lines) == "see " + "m" * 100 + " end"
    assert [line.whole for line in lines] == [True, *[False] * 9, True, True]
    assert max(line.width for line in lines) <= 100


def test_a_column_narrower_than_a_letter_still_ends(typesetter: Typesetter) -> None:
    lines = typesetter.lines(["words"], typesetter.look.style("body"), -5)
    assert said(lines) == "words"
    assert len(lines) == 5


def test_no_words_no_lines(typesetter: Typesetter) -> None:
    assert typesetter.lines([" ", "", "\n"], typesetter.look.style("body"), 100) == [
        *typesetter.lines([], typesetter.look.style("body"), 100)
    ]


@given(
    st.lists(
        st.text("abc ilm\n.", max_size=60).flatmap(lambda text: st.sampled_from([text, Strong(text)])), max_size=5
    ),
    st.integers(20, 300),
)
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example([Strong("aa"), Strong("aaaa"), Strong("a. c"), Strong("a. ccm")], 59)
def test_no_line_is_too_wide_and_no_letter_is_lost(typesetter: Typesetter, parts: list[str], width: int) -> None:
    style = replace(typesetter.look.style("body"), size=12)
    lines = typesetter.lines(parts, style, width)
    assert all(line.width <= width + 0.001 for line in lines)
    assert said(lines).split() == "".join(parts).split()


@pytest.mark.parametrize("text", ["m" * 200_000, "m " * 100_000, "\n" * 200_000], ids=["word", "words", "lines"])
def test_two_hundred_thousand_characters_are_set_in_a_few_seconds(typesetter: Typesetter, text: str) -> None:
    start = time.process_time()
    typesetter.lines([text], typesetter.look.style("body"), 300)
    assert time.process_time() - start < 5
