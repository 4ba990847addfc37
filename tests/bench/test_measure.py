"""A figure is the median of ratios taken round by round, and none where an answer was wrong."""

from functools import partial

import pytest

from tools.bench.measure import Goal, Line, Samples, Void, alternate, compared, counted, demand, ratio, table


def hear(words: str) -> None:
    """Nobody listens."""


def test_a_ratio_is_taken_round_by_round() -> None:
    ours, theirs = Samples((1, 10, 6)), Samples((2, 10, 2))
    found = ratio(ours, theirs)
    assert (found.median, found.least, found.greatest) == (1, 0.5, 3)
    assert str(found) == "1.00 (0.50 to 3.00)"


def test_subjects_take_turns_and_the_round_that_warms_is_not_kept() -> None:
    asked: list[tuple[str, int]] = []

    def subject(name: str, number: int) -> float:
        asked.append((name, number))
        return 10 * number + len(name)

    found = alternate({name: partial(subject, name) for name in ("a", "bb")}, rounds=2, say=hear)
    assert asked == [("a", 0), ("bb", 0), ("a", 1), ("bb", 1), ("a", 2), ("bb", 2)]
    assert (found["a"].values, found["bb"].values) == ((11, 21), (12, 22))


def test_without_time_there_is_one_round_and_it_is_whole() -> None:
    found = alternate({"a": float, "b": float}, rounds=5, say=hear, within=0)
    assert (found["a"].values, found["b"].values) == ((1,), (1,))


def test_a_wrong_answer_voids_its_subject_and_no_other() -> None:
    def wrong_at_last(number: int) -> float:
        demand(number < 2, f"round {number} was answered wrongly")
        return number

    found = alternate({"wrong": wrong_at_last, "right": float}, rounds=3, say=hear)
    assert (found["wrong"].void, found["right"].void) == ("round 2 was answered wrongly", "")
    assert found["right"].values == (1, 2, 3)
    line = compared(2, "Booking", found["wrong"], found["right"], unit="a second", beside="bare", goal=Goal(least=0))
    assert (line.measured, line.ratio, line.met) == ("void: round 2 was answered wrongly", "", False)
    assert line == compared(2, "Booking", found["right"], found["wrong"], unit="a second", beside="bare")


def test_what_is_as_it_must_be_is_no_void() -> None:
    demand(True, "never said")
    with pytest.raises(Void, match="said"):
        demand(False, "said")


@pytest.mark.parametrize(
    ("goal", "met", "said"),
    [
        (Goal(least=0.5), True, ">= 0.5"),
        (Goal(least=0.51), False, ">= 0.51"),
        (Goal(most=0.5), True, "<= 0.5"),
        (Goal(most=0.49), False, "<= 0.49"),
        (None, None, ""),
    ],
)
def test_a_goal_includes_its_limit(goal: Goal | None, met: bool | None, said: str) -> None:
    line = compared(2, "Booking", Samples((1,)), Samples((2,)), unit="a second", beside="bare", goal=goal)
    assert (line.met, line.goal, line.measured) == (met, said, "1 a second; bare 2")


def test_the_table_is_in_the_order_of_the_rows_and_says_which_goals_are_met() -> None:
    lines = [counted(3, "Third", 1234, unit="ms", goal=Goal(most=1000)), Line(2, "Second", "5", goal="all", met=True)]
    assert table(lines).splitlines()[2:] == [
        "| 2 | Second | 5 |  | all | met |",
        "| 3 | Third | 1,234 ms |  | <= 1000 | not met |",
    ]
