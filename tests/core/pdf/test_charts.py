"""Bar charts: axes from zero, bars as long as their values, labels whole, and nothing that a chart can't show."""

import math
from collections.abc import Callable, Sequence

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.pdf import Document, Series
from core.pdf.charts import Scale, shown
from tests.core.pdf.reading import Reading

Make = Callable[..., Document]


def chart(make: Make, labels: Sequence[str], *series: Series, unit: str = "") -> Reading:
    """A document with one chart and nothing else, read back."""
    document = make()
    document.bar_chart("Attendance", alt="Who came.", labels=labels, series=series, unit=unit)
    return Reading(document.render())


def bars(reading: Reading) -> list[tuple[float, float]]:
    """Left edge and length of each bar, from the top; the legend's squares and the white under figures left out."""
    [figure] = [one for one in reading.stretches if one.kind == "Figure"]
    return [(x, width) for x, _, width, height in figure.rectangles if height == 9][2::2]


def test_bars_begin_at_zero_and_are_as_long_as_their_values(make: Make) -> None:
    values = [700, 350, 690, 7]
    reading = chart(make, ["A", "B", "C", "D"], Series("2013–14", values[:2] * 2), Series("2012–13", values[2:] * 2))
    drawn = bars(reading)
    assert len(drawn) == 8
    assert {left for left, _ in drawn} == {drawn[0][0]}
    lengths = [length for _, length in drawn]
    expected = [values[0], values[2], values[1], values[3]] * 2
    assert [length / lengths[0] for length in lengths] == pytest.approx([n / 700 for n in expected], abs=0.001)


@settings(deadline=None)
@example([5e-324])
@given(st.lists(st.none() | st.floats(0, 1e9) | st.integers(0, 10**9), max_size=9))
def test_every_scale_starts_at_zero_and_holds_all_values(values: list[float | None]) -> None:
    scale = Scale.over([Series("2013–14", values)])
    assert scale.place(0) == 0
    assert scale.place(scale.step * scale.ticks) == pytest.approx(1)
    assert 1 <= scale.ticks <= 5
    assert all(scale.place(value) <= 1 + 1e-9 for value in values if value is not None)


@pytest.mark.parametrize(
    ("highest", "step", "ticks"),
    [(764, 200, 4), (100, 20, 5), (3, 1, 3), (1, 1, 1), (0, 1, 1), (61.5, 20, 4), (0.9, 0.2, 5), (101, 50, 3)],
)
def test_steps_are_round(highest: float, step: float, ticks: int) -> None:
    scale = Scale.over([Series("2013–14", [highest])])
    assert scale.step == pytest.approx(step)
    assert scale.ticks == ticks


@pytest.mark.parametrize("value", [-1, math.nan, math.inf])
def test_what_a_bar_can_t_show_is_refused(make: Make, value: float) -> None:
    with pytest.raises(ValueError, match="from zero up"):
        chart(make, ["A"], Series("2013–14", [value]))


@pytest.mark.parametrize("series", [[], [Series("a", [1, 2])], [Series("a", [1])] * 3])
def test_one_or_two_series_with_a_value_for_each_label(make: Make, series: list[Series]) -> None:
    with pytest.raises(ValueError, match="one or two series"):
        chart(make, ["A"], *series)


def test_the_figure_says_all_that_it_shows(make: Make) -> None:
    long = "Children’s Services, with early help, family support and everything else that the county does"
    reading = chart(make, [long, "Police"], Series("2013–14", [1764, 61]), Series("2012–13", [702.5, None]), unit="%")
    said = reading.text(reading.nodes("Figure")[0])
    for words in (long, "Police", "2013–14", "2012–13", "1,764%", "702.5%", "61%", "not shown", "0% 500% 1,000%"):
        assert words in said


def test_more_bars_than_a_page_holds_go_on_on_the_same_scale(make: Make) -> None:
    labels = [f"Agency {number}" for number in range(60)]
    reading = chart(make, labels, Series("2013–14", list(range(60))), Series("2012–13", [None] * 60))
    figures = reading.nodes("Figure")
    assert [str(figure.entry.Alt) for figure in figures] == [f"Who came. (part {n} of 3)" for n in (1, 2, 3)]
    said = [reading.text(figure) for figure in figures]
    assert all(text.endswith("0 20 40 60") or " 0 20 40 60 " in text for text in said)
    assert all(sum(f"{label} " in f"{text} " for text in said) == 1 for label in labels)
    assert len(reading.pdf.pages) == 3


def test_figures_are_shown_as_people_write_them() -> None:
    assert [shown(1234), shown(61.5, "%"), shown(0.25), shown(100.0), shown(10)] == [
        "1,234",
        "61.5%",
        "0.25",
        "100",
        "10",
    ]
