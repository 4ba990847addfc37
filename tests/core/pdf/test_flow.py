"""Laying out pages: in order, without overlap, headings with what they head, and no lonely lines."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.pdf.blocks import Block, Heading, PageBreak, Space, Text
from core.pdf.flow import lay_out
from core.pdf.lines import Typesetter
from core.pdf.structure import Element
from core.pdf.theme import Style

ROOM = 200.0


def text(typesetter: Typesetter, lines: int, **changes: object) -> Text:
    """A paragraph of so many lines, ten points each."""
    style = replace(Style(8, 10, "#000000"), **changes)  # type: ignore[arg-type]
    return Text(["\n".join(f"line {number}" for number in range(lines))], style, typesetter, Element("P"))


def shape(blocks: list[Block]) -> list[list[tuple[float, float]]]:
    """Where each block stands on each page, and how high it is."""
    return [[(placed.y, placed.block.height) for placed in page] for page in lay_out(blocks, ROOM)]


def test_blocks_follow_each_other_with_the_greater_white_between(typesetter: Typesetter) -> None:
    blocks = [text(typesetter, 2, after=9), text(typesetter, 1, before=5), text(typesetter, 1, before=30)]
    assert shape([*blocks]) == [[(0, 20), (29, 10), (69, 10)]]


def test_a_paragraph_is_split_with_two_lines_at_least_on_either_page(typesetter: Typesetter) -> None:
    assert shape([Space(150), text(typesetter, 9)]) == [[(0, 150), (150, 50)], [(0, 40)]]
    assert shape([Space(150), text(typesetter, 6)]) == [[(0, 150), (150, 40)], [(0, 20)]]
    assert shape([Space(185), text(typesetter, 9)]) == [[(0, 185)], [(0, 90)]]
    assert shape([Space(180), text(typesetter, 3)]) == [[(0, 180)], [(0, 30)]]


def test_a_paragraph_may_fill_many_pages(typesetter: Typesetter) -> None:
    assert shape([text(typesetter, 47)]) == [[(0, 200)], [(0, 200)], [(0, 70)]]


def test_a_heading_goes_with_the_first_lines_of_what_it_heads(typesetter: Typesetter) -> None:
    def heading() -> Heading:
        block = Heading(2, "Who came", "key", typesetter)
        block.height = block.least = 20
        block.before = block.after = 0
        return block

    assert shape([Space(160), heading(), text(typesetter, 9)]) == [[(0, 160), (160, 20), (180, 20)], [(0, 70)]]
    assert shape([Space(161), heading(), text(typesetter, 9)]) == [[(0, 161)], [(0, 20), (20, 90)]]
    assert shape([Space(161), heading(), heading(), text(typesetter, 1)])[0] == [(0, 161)]
    assert shape([Space(180), heading(), PageBreak(), Space(1)]) == [[(0, 180), (180, 20)], [(0, 1)]]


def test_page_breaks_make_no_empty_pages(typesetter: Typesetter) -> None:
    assert shape([PageBreak(), Space(10), PageBreak(), PageBreak(), Space(20), PageBreak()]) == [[(0, 10)], [(0, 20)]]


def test_a_page_that_is_mostly_free_may_be_gone_on_with() -> None:
    parts: list[Block] = [Space(80), PageBreak(unless=0.4), Space(10), PageBreak(unless=0.4), Space(20)]
    assert shape(parts) == [[(0, 80), (80, 10)], [(0, 20)]]
    assert shape([]) == [[]]


def test_what_is_higher_than_a_page_and_can_t_be_split_has_a_page_of_its_own() -> None:
    assert shape([Space(10), Space(500), Space(10)]) == [[(0, 10)], [(0, 500)], [(0, 10)]]


@pytest.mark.parametrize("keeps", [False, True])
@given(st.lists(st.integers(1, 60), max_size=12))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_line_stands_once_and_within_its_page(typesetter: Typesetter, keeps: bool, sizes: list[int]) -> None:
    blocks = [text(typesetter, size, before=3, after=7, keeps_next=keeps) for size in sizes]
    counts = dict.fromkeys((block.element for block in blocks), 0)
    for page in lay_out(blocks, ROOM):
        foot = 0.0
        for block, y in page:
            assert isinstance(block, Text)
            assert y >= foot
            foot = y + block.height
            assert foot <= ROOM
            counts[block.element] += len(block.lines)
    assert list(counts.values()) == sizes
