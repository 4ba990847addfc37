"""What counts as attended, as tables."""

import pytest

from events.attendance import Mark, counted, in_all

ATTENDED, PART, ABSENT, APOLOGIES, NOT_RECORDED = "attended", "part", "absent", "apologies", ""


@pytest.mark.parametrize(
    ("mark", "counts_as"),
    [
        (Mark(ATTENDED), ATTENDED),
        (Mark(PART), PART),
        (Mark(ABSENT), ABSENT),
        (Mark(APOLOGIES), APOLOGIES),
        (Mark(), NOT_RECORDED),
        (Mark(ATTENDED, minutes_late=15), ATTENDED),
        (Mark(ATTENDED, minutes_late=16), PART),
        (Mark(PART, minutes_late=15), ATTENDED),
        (Mark(PART, minutes_early=16), PART),
        (Mark(ATTENDED, minutes_late=8, minutes_early=7), ATTENDED),
        (Mark(ATTENDED, minutes_late=8, minutes_early=8), PART),
        (Mark(minutes_late=15), ATTENDED),
        (Mark(minutes_early=240), PART),
    ],
)
def test_of_one_date_the_minutes_decide_where_they_are_known(mark: Mark, counts_as: str) -> None:
    made = counted(mark, grace=15)
    assert made.attendance == counts_as
    assert (made.minutes_late, made.minutes_early) == (mark.minutes_late, mark.minutes_early)
    assert counted(made, grace=15) == made


def test_with_no_grace_a_minute_is_a_part() -> None:
    assert counted(Mark(ATTENDED, minutes_late=1), grace=0).attendance == PART


@pytest.mark.parametrize(
    ("on_dates", "enough", "amounts_to"),
    [
        ([ATTENDED, ATTENDED, ATTENDED], None, ATTENDED),
        ([ATTENDED, ATTENDED, PART], None, PART),
        ([ATTENDED, ATTENDED, ABSENT], None, PART),
        ([ATTENDED, ATTENDED, ABSENT], 2, ATTENDED),
        ([ATTENDED, PART, PART], 2, PART),
        ([PART, PART, PART], 1, PART),
        ([PART, ABSENT, APOLOGIES], None, PART),
        ([ATTENDED, NOT_RECORDED, NOT_RECORDED], None, PART),
        ([ATTENDED, NOT_RECORDED, NOT_RECORDED], 1, ATTENDED),
        ([ABSENT, ABSENT, ABSENT], None, ABSENT),
        ([ABSENT, ABSENT, NOT_RECORDED], None, NOT_RECORDED),
        ([APOLOGIES, NOT_RECORDED, ABSENT], None, NOT_RECORDED),
        ([ABSENT, APOLOGIES, ABSENT], None, APOLOGIES),
        ([APOLOGIES, APOLOGIES], None, APOLOGIES),
        ([NOT_RECORDED, NOT_RECORDED], None, NOT_RECORDED),
        ([ATTENDED, ATTENDED], 3, ATTENDED),
    ],
)
def test_of_several_dates_enough_attended_are_all_of_it(
    on_dates: list[str], enough: int | None, amounts_to: str
) -> None:
    assert in_all(on_dates, enough=enough) == amounts_to
