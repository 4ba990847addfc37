"""Sentences about none, one and many."""

import pytest

from core.figures import Rate, percent_change
from reports.drawing.blocks import Cell, Unit, Value
from reports.drawing.phrases import against, counted, in_sentence, listed, moves, part_of, sentence, share_of
from reports.drawing.source import Compared


@pytest.mark.parametrize(
    ("items", "said"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_lists(items: list[str], said: str) -> None:
    assert listed(items) == said


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "no courses were held"),
        (1, "1 course was held"),
        (2, "2 courses were held"),
        (1200, "1,200 courses were held"),
    ],
)
def test_counts(number: int, said: str) -> None:
    assert counted(number, "course", verb="held") == said


@pytest.mark.parametrize(
    ("this", "before", "said"),
    [
        (764, 732, "32 more than in 2012-13 (+4%)"),
        (531, 611, "80 fewer than in 2012-13 (−13%)"),
        (57, 57, "as many as in 2012-13"),
        (0, 0, "as many as in 2012-13"),
        (5, 0, "5 more than in 2012-13"),
        (0, 4, "4 fewer than in 2012-13 (−100%)"),
        (1003, 1000, "3 more than in 2012-13 (under 1%)"),
        (111.5, 101, "10.5 more than in 2012-13 (+10%)"),
    ],
)
def test_comparisons(this: float, before: float, said: str) -> None:
    figure = Compared(this, before, this - before, percent_change(this, before))
    assert against(figure, "2012-13") == said


def test_shares_name_their_base_or_say_that_there_is_none() -> None:
    third, none = Rate(1, 3).as_data(), Rate(0, 0).as_data()
    assert share_of(third, "3 places") == "33% of 3 places"
    assert part_of(third, "place") == "1 of 3 places (33%)"
    assert part_of(none, "place") == "no base"


def test_what_rose_and_fell() -> None:
    rows = [
        {"label": name, "change": change, "percent_change": share}
        for name, change, share in [("Schools", 3, 30.0), ("Police", -2, None), ("Health", 0, 0.0), ("Faith", 9, 4.0)]
    ]
    assert moves(rows) == (
        "The largest rises were Faith (+9, or +4%) and Schools (+3, or +30%). The largest fall was Police (−2)."
    )
    assert moves(rows[2:3]) == ""


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (1234, Unit.COUNT, "1,234"),
        (111.5, Unit.COUNT, "111.5"),
        (None, Unit.COUNT, "no base"),
        (-17, Unit.CHANGE, "−17"),
        (0, Unit.CHANGE, "no change"),
        (92.5, Unit.PERCENT, "93%"),
        (None, Unit.PERCENT, "no base"),
        (0.4, Unit.PERCENT_CHANGE, "under 1%"),
        (0.0, Unit.PERCENT_CHANGE, "no change"),
        (5.65, Unit.MEAN, "5.7"),
        (1.8, Unit.MEAN_CHANGE, "+1.8"),
        (-0.04, Unit.MEAN_CHANGE, "0.0"),
        (-0.25, Unit.MEAN_CHANGE, "−0.3"),
        ("=1", Unit.TEXT, "=1"),
        (None, Unit.POUNDS, "not given"),
    ],
)
def test_cells_in_words(value: Value, unit: Unit, text: str) -> None:
    assert Cell(value, unit).text == text


def test_sentences_begin_and_end_as_they_should() -> None:
    assert sentence("nobody came") == "Nobody came."
    assert sentence("“Why?”") == "“Why?”."
    assert in_sentence("Training courses") == "training courses"
    assert in_sentence("Local Practice Groups") == "Local Practice Groups"
    assert in_sentence("E-learning") == "e-learning"
