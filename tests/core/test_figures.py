"""Percentages: rounded half up from the exact fraction, and none without a base."""

from fractions import Fraction
from math import floor

from hypothesis import given
from hypothesis import strategies as st

from core.figures import Rate, half_up, percent_change


def test_the_seed_s_take_up() -> None:
    assert Rate(764, 829).as_data() == {"numerator": 764, "base": 829, "percent": 76400 / 829, "rounded": 92}


def test_halves_go_up_where_floating_point_would_not() -> None:
    assert Rate(1, 200).rounded == 1
    assert Rate(29, 200).rounded == 15
    assert (half_up(2.5), half_up(-2.5), half_up(0.4999)) == (3, -3, 0)


def test_without_a_base_there_is_no_percentage() -> None:
    assert (Rate(0, 0).percent, Rate(3, 0).rounded, percent_change(4, 0)) == (None, None, None)


def test_changes_are_of_the_year_before() -> None:
    assert percent_change(15, 10) == 50
    assert percent_change(89, 100) == -11


@given(st.integers(0, 10**7), st.integers(1, 10**7))
def test_rounding_agrees_with_exact_fractions(numerator: int, base: int) -> None:
    assert Rate(numerator, base).rounded == floor(Fraction(100 * numerator, base) + Fraction(1, 2))
