"""What people read of the mix: whose turn is next, why they wait beside a free place, what can't all be so."""

from datetime import date
from typing import Any

import pytest

from events.mix import ANY_AGENCY, Path, Picture, Share
from events.mix_words import contradictions, who_is_next, why_not

HEALTH, TRUST, SURGERY, EDUCATION, SCHOOL = (1,), (1, 11), (1, 12), (2,), (2, 21)
UNTIL = date(2026, 3, 14)
FOR_EDUCATION = Share(3, EDUCATION, "Education", UNTIL)
ONE_SCHOOL = Share(1, SCHOOL, "The School")
ANY_THREE = Share(3, ANY_AGENCY, until=UNTIL)


@pytest.mark.parametrize(
    ("picture", "said"),
    [
        (Picture(9), "to whoever has waited longest"),
        (Picture(9, prefers_mix=True), "first to whoever’s agency holds the fewest places here, then to whoever has"),
        (
            Picture(9, kept=[FOR_EDUCATION]),
            "first to those for whom places are kept, then to whoever has waited longest",
        ),
        (
            Picture(9, kept=[FOR_EDUCATION], prefers_mix=True),
            "first to those for whom places are kept, then to whoever’s agency holds the fewest places here, then to",
        ),
        (Picture(9, is_ordered=True), "first in the order that the training team gave, then to whoever has waited"),
        (
            Picture(9, kept=[FOR_EDUCATION], prefers_mix=True, is_ordered=True),
            "first to those for whom places are kept, then in the order that the training team gave, then to whoever’s",
        ),
    ],
)
def test_the_rule_is_stated(picture: Picture, said: str) -> None:
    assert who_is_next(picture).startswith(f"Places that come free go {said}")
    assert who_is_next(picture).endswith("waited longest.")


WHY: list[tuple[Picture, Path, str]] = [
    (Picture(5), TRUST, ""),
    (Picture(5, {SCHOOL: 5}, kept=[FOR_EDUCATION]), TRUST, ""),
    (
        Picture(3, kept=[FOR_EDUCATION]),
        TRUST,
        "The 3 places left are kept for people from Education until Saturday 14 March 2026.",
    ),
    (Picture(3, {SCHOOL: 2}, kept=[ONE_SCHOOL]), TRUST, ""),
    (Picture(3, {TRUST: 2}, kept=[ONE_SCHOOL]), TRUST, "The last place is kept for people from The School."),
    (
        Picture(2, kept=[ONE_SCHOOL, Share(1, SURGERY, "The Surgery", UNTIL)]),
        TRUST,
        "The 2 places left are kept for people from The School"
        " and people from The Surgery until Saturday 14 March 2026.",
    ),
    (
        Picture(9, {TRUST: 3}, caps=[ANY_THREE]),
        TRUST,
        "At most 3 places go to any one agency until Saturday 14 March 2026, and The Trust holds 3.",
    ),
    (Picture(9, {TRUST: 3}, caps=[ANY_THREE]), SURGERY, ""),
    (
        Picture(9, {SURGERY: 1, TRUST: 1}, caps=[Share(1, HEALTH, "Health")]),
        TRUST,
        "At most 1 place goes to people from Health, and they hold 2.",
    ),
    (Picture(9, caps=[Share(0, TRUST, "The Trust")]), TRUST, "No place goes to people from The Trust."),
    (
        Picture(9, kept=[Share(2, SURGERY, "The Surgery")], caps=[Share(2, HEALTH, "Health")]),
        TRUST,
        "The 2 places left for people from Health are kept for people from The Surgery.",
    ),
    (
        Picture(4, {TRUST: 1}, kept=[FOR_EDUCATION], caps=[Share(1, HEALTH, "Health")]),
        TRUST,
        "The 3 places left are kept for people from Education until Saturday 14 March 2026."
        " At most 1 place goes to people from Health, and they hold 1.",
    ),
]


@pytest.mark.parametrize(("picture", "agency", "said"), WHY)
def test_why_a_free_place_is_not_theirs(picture: Picture, agency: Path, said: str) -> None:
    assert why_not(picture, agency, named="The Trust") == said


@pytest.mark.parametrize(
    ("places", "kept", "caps", "said"),
    [
        (9, [FOR_EDUCATION], [ANY_THREE], []),
        (3, [FOR_EDUCATION], [], []),
        (None, [], [ANY_THREE], []),
        (2, [FOR_EDUCATION], [], ["3 places would be kept, and there are only 2."]),
        (
            None,
            [FOR_EDUCATION],
            [],
            ["Places are not limited, so that none can be kept: say first how many there are."],
        ),
        (9, [ONE_SCHOOL, ONE_SCHOOL], [], ["There are two rules of one kind for The School: leave one."]),
        (9, [], [ANY_THREE, ANY_THREE], ["There are two rules of one kind for any one agency: leave one."]),
        (
            9,
            [ONE_SCHOOL, FOR_EDUCATION],
            [],
            ["Places are kept for Education and for The School, which is part of it: choose one of them."],
        ),
        (
            9,
            [Share(2, TRUST, "The Trust"), Share(2, SURGERY, "The Surgery")],
            [Share(3, HEALTH, "Health")],
            ["4 places would be kept for Health, which may hold 3."],
        ),
        (9, [Share(4, TRUST, "The Trust")], [ANY_THREE], ["4 places would be kept for The Trust, which may hold 3."]),
        (9, [Share(4, HEALTH, "Health")], [ANY_THREE, Share(1, TRUST, "The Trust")], []),
    ],
)
def test_what_can_not_all_be_so(places: int | None, kept: Any, caps: Any, said: list[str]) -> None:
    assert contradictions(places, kept, caps) == said
