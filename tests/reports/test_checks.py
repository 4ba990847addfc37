"""A year whose figures contradict each other is refused, with the contradiction in a sentence."""

from datetime import UTC, datetime

import pytest

from core.years import parse_period
from reports.checks import DoesNotClose, demand_that_it_closes
from reports.counting.tallies import Counts
from reports.counting.window import Span, Window
from reports.measures import BREAKDOWNS

WINDOW = Window(parse_period("2013-14"), datetime(2015, 1, 1, tzinfo=UTC))
CLOSING = [6, 4, 1, 1, 1, 1]
"""Booked, attended, cancelled, did not attend, unscheduled, not recorded."""


def counts(counted: list[int], span: Span = Span.THIS) -> Counts:
    """Counts of a course year in which every table says the same."""
    made = Counts()
    for scope in ("courses", "all"):
        made.totals[span, scope].add(counted)
    for breakdown in BREAKDOWNS:
        made.add(breakdown.name, span, "course", "some", counted)
    return made


def test_what_closes_is_let_through() -> None:
    demand_that_it_closes(counts(CLOSING), WINDOW)
    demand_that_it_closes(Counts(), WINDOW)


@pytest.mark.parametrize("place", range(6))
def test_one_person_too_many_anywhere_is_refused(place: int) -> None:
    counted = [count + (position == place) for position, count in enumerate(CLOSING)]
    with pytest.raises(DoesNotClose, match=r"^The figures of 2013-14 do not close, .* Training courses: "):
        demand_that_it_closes(counts(counted), WINDOW)


def test_the_year_before_must_close_too() -> None:
    with pytest.raises(DoesNotClose, match="figures of 2012-13 do not close"):
        demand_that_it_closes(counts([6, 5, 1, 1, 1, 1], Span.BEFORE), WINDOW)


def test_the_sentence_tells_the_sum() -> None:
    with pytest.raises(DoesNotClose) as refused:
        demand_that_it_closes(counts([7, 4, 1, 1, 1, 1]), WINDOW)
    assert refused.value.sentence == (
        "The figures of 2013-14 do not close, so nothing was stored. Training courses: 4 attended, but 7 booked, "
        "less 1 cancelled, 1 who did not attend and 1 not recorded, with 1 who came without a booking, make 5."
    )


def test_a_table_that_disagrees_with_the_figures_is_refused() -> None:
    made = counts(CLOSING)
    made.add("by_sex", Span.THIS, "course", "female", [1, 1, 0, 0, 0, 0])
    with pytest.raises(DoesNotClose, match="by sex 7 booked, in all 6"):
        demand_that_it_closes(made, WINDOW)


def test_reasons_are_only_of_those_who_missed_it() -> None:
    made = counts(CLOSING)
    made.add("by_reason", Span.THIS, "course", "Sickness", [1, 0, 1, 0, 0, 0])
    demand_that_it_closes(made, WINDOW)
