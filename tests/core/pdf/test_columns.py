"""Column widths: together the page's, wide enough for words, shares kept."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.pdf.columns import Column, column_widths, fill
from core.pdf.lines import Typesetter
from core.pdf.tables import setting_of
from core.pdf.theme import Look

LONG = "Working together to safeguard children and young people in every place where they live and learn"


USUAL = setting_of(Look(), fine=False)


def test_short_columns_get_all_they_need_and_long_ones_share_the_rest(typesetter: Typesetter) -> None:
    columns = [Column("Date"), Column("Event"), Column("Venue"), Column("Came", align="right")]
    widths = column_widths(columns, [["11 May 2013", LONG, LONG, "20"]] * 3, typesetter, USUAL)
    style = typesetter.look.style("cell")
    assert sum(widths) == pytest.approx(typesetter.look.width)
    assert widths[0] - 2 * USUAL.across >= typesetter.width("11 May 2013", style)
    assert widths[1] == pytest.approx(widths[2], rel=0.25)


def test_spare_width_goes_to_words_and_not_to_numbers(typesetter: Typesetter) -> None:
    columns = [Column("Agency"), Column("Came", align="right"), Column("Went", align="right")]
    widths = column_widths(columns, [["Police", "61", "60"]], typesetter, USUAL)
    assert sum(widths) == pytest.approx(typesetter.look.width)
    assert widths[1] < 50
    assert widths[2] < 50


def test_a_heading_is_broken_before_the_cells_below_it(typesetter: Typesetter) -> None:
    columns = [Column("Agency", width=0.4), *(Column("Did not attend it at all", align="right") for _ in range(4))]
    few = "fewer than 5"
    widths = column_widths(columns, [["Police", few, few, few, few], ["All", "1", "2", "3", "4"]], typesetter, USUAL)
    assert min(widths[1:]) - 2 * USUAL.across >= typesetter.width(few, USUAL.cell)
    assert widths[1] - 2 * USUAL.across < typesetter.width("Did not attend it at all", USUAL.strong)


def test_shares_are_kept(typesetter: Typesetter) -> None:
    widths = column_widths([Column("A", width=0.25), Column("B", width=0.75)], [["x", LONG]], typesetter, USUAL)
    assert [width / typesetter.look.width for width in widths] == pytest.approx([0.25, 0.75])


@given(st.lists(st.text("ab mW", max_size=400), min_size=1, max_size=14))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_columns_fill_the_page_and_each_has_some_of_it(typesetter: Typesetter, cells: list[str]) -> None:
    widths = column_widths([Column("Name") for _ in cells], [cells], typesetter, USUAL)
    assert sum(widths) == pytest.approx(typesetter.look.width)
    assert min(widths) > 2 * USUAL.across


@settings(deadline=None)
@given(st.floats(0, 1000), st.lists(st.floats(0, 500), max_size=8))
def test_room_is_shared_out_fairly(room: float, wants: list[float]) -> None:
    given = fill(room, wants)
    assert sum(given) == pytest.approx(min(room, sum(wants)), abs=0.001)
    assert all(got <= want for got, want in zip(given, wants, strict=True))
    short = [got for got, want in zip(given, wants, strict=True) if got < want - 0.001]
    assert short == pytest.approx([max(given, default=0)] * len(short))
