"""The rule of the mix as a table to be read aloud, and its laws over mixes that nobody would think of."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.mix import (
    ANY_AGENCY,
    EVERYBODY,
    NOWHERE,
    InLine,
    Path,
    Picture,
    Share,
    fitting,
    in_turn,
    is_below,
    next_in,
    order,
)
from events.mix_words import contradictions

HEALTH, EDUCATION, POLICE = (1,), (2,), (3,)
TRUST, SURGERY, SCHOOL, COLLEGE, FORCE = (1, 11), (1, 12), (2, 21), (2, 22), (3, 31)
AGENCIES = [TRUST, SURGERY, SCHOOL, COLLEGE, FORCE]


def line(*agencies: Path, turns: Sequence[int | None] = ()) -> list[InLine]:
    """People from those agencies, the oldest first, numbered from 1."""
    given_turns = [*turns, *[None] * len(agencies)]
    return [InLine(number, agency, given_turns[number - 1]) for number, agency in enumerate(agencies, start=1)]


def keep(places: int, path: Path) -> dict[str, Any]:
    return {"kept": [Share(places, path)]}


def cap(places: int, path: Path = ANY_AGENCY) -> dict[str, Any]:
    return {"caps": [Share(places, path)]}


MIXED: dict[str, Any] = {"prefers_mix": True}
# The words; the places, who holds them and the rules; who waits, the oldest first; who gets a place, in turn.
TABLE: list[tuple[str, Picture, list[InLine], list[int]]] = [
    # As it always was
    ("nobody moves up where no place is free", Picture(2, {TRUST: 2}), line(SCHOOL), []),
    ("the oldest have the free places", Picture(3, {TRUST: 1}), line(SCHOOL, TRUST, FORCE), [1, 2]),
    ("where places are not limited, everybody", Picture(None, {TRUST: 9}), line(SCHOOL, FORCE), [1, 2]),
    ("more held than there are is full too", Picture(1, {TRUST: 3}), line(SCHOOL), []),
    ("nobody waits", Picture(1), [], []),
    # Kept for some
    ("a kept place is nobody else's", Picture(1, **keep(1, EDUCATION)), line(TRUST), []),
    ("a kept place goes past older ones", Picture(1, **keep(1, EDUCATION)), line(TRUST, SCHOOL), [2]),
    ("what isn't kept is for all", Picture(3, **keep(1, EDUCATION)), line(TRUST, TRUST, TRUST), [1, 2]),
    ("first whom one is kept for", Picture(2, **keep(1, EDUCATION)), line(TRUST, SCHOOL), [2, 1]),
    ("once they have theirs, by age", Picture(3, {SCHOOL: 1}, **keep(1, EDUCATION)), line(TRUST, COLLEGE), [1, 2]),
    ("for one agency, not for its sector", Picture(1, **keep(1, SCHOOL)), line(COLLEGE, SCHOOL), [2]),
    ("for a sector, whichever agency", Picture(1, **keep(1, EDUCATION)), line(COLLEGE, SCHOOL), [1]),
    (
        "each of two has its own",
        Picture(2, kept=[Share(1, EDUCATION), Share(1, POLICE)]),
        line(SCHOOL, COLLEGE, TRUST, FORCE),
        [1, 4],
    ),
    (
        "kept too late for all, the first who claims has it",
        Picture(4, {TRUST: 3}, kept=[Share(2, EDUCATION), Share(2, POLICE)]),
        line(TRUST, FORCE, SCHOOL),
        [2],
    ),
    # At most so many
    ("an agency at its cap waits", Picture(9, {TRUST: 2}, **cap(2)), line(TRUST, SCHOOL), [2]),
    ("up to its cap it doesn't", Picture(9, {TRUST: 1}, **cap(2)), line(TRUST, TRUST, SCHOOL), [1, 3]),
    ("another agency of the sector may", Picture(9, {TRUST: 2}, **cap(2)), line(SURGERY), [1]),
    ("a sector at its cap waits", Picture(9, {TRUST: 2}, **cap(2, HEALTH)), line(SURGERY, SCHOOL), [2]),
    ("one agency's cap is its own", Picture(9, {TRUST: 2}, **cap(2, TRUST)), line(TRUST, SURGERY), [2]),
    ("a cap of none shuts out", Picture(9, **cap(0, POLICE)), line(FORCE, TRUST), [2]),
    ("a cap holds without a limit too", Picture(None, {TRUST: 2}, **cap(2)), line(TRUST, SCHOOL), [2]),
    (
        "the narrowest of several caps decides",
        Picture(9, {SCHOOL: 1}, caps=[Share(5, EDUCATION), Share(3, ANY_AGENCY), Share(1, SCHOOL)]),
        line(SCHOOL, COLLEGE),
        [2],
    ),
    # Both
    (
        "below a sector's cap a place is kept too",
        Picture(9, {SCHOOL: 1}, kept=[Share(1, COLLEGE)], caps=[Share(2, EDUCATION)]),
        line(SCHOOL, COLLEGE),
        [2],
    ),
    (
        "what is kept for a sector is kept within an agency's cap",
        Picture(4, {SCHOOL: 1}, kept=[Share(4, EDUCATION)], caps=[Share(1, ANY_AGENCY)]),
        line(SCHOOL, COLLEGE, COLLEGE),
        [2],
    ),
    # Whoever mends the mix
    ("the agency with the fewest", Picture(6, {TRUST: 3, SCHOOL: 1}, **MIXED), line(TRUST, SCHOOL), [2, 1]),
    ("each place counts for the next", Picture(6, {TRUST: 2}, **MIXED), line(FORCE, FORCE, FORCE, TRUST), [1, 2, 3, 4]),
    ("of equals the oldest", Picture(4, {TRUST: 1, SCHOOL: 1}, **MIXED), line(SCHOOL, TRUST, SCHOOL), [1, 2]),
    ("agencies, not sectors", Picture(3, {SURGERY: 2, SCHOOL: 0}, **MIXED), line(TRUST, SCHOOL), [1]),
    (
        "whom a place is kept for comes before the fewest",
        Picture(7, {SCHOOL: 2, TRUST: 3}, prefers_mix=True, **keep(3, EDUCATION)),
        line(FORCE, SCHOOL),
        [2, 1],
    ),
    # The order that a manager gave
    ("by hand before the fewest", Picture(2, {SCHOOL: 1}, **MIXED), line(SCHOOL, FORCE, turns=[1, 2]), [1]),
    ("by hand before who came later", Picture(2, {SCHOOL: 1}, **MIXED), line(SCHOOL, FORCE, turns=[1]), [1]),
    ("by hand, not by age", Picture(1), line(SCHOOL, FORCE, turns=[2, 1]), [2]),
    ("but no kept place by hand", Picture(1, **keep(1, POLICE)), line(SCHOOL, FORCE, turns=[1, 2]), [2]),
    ("and nothing beyond a cap by hand", Picture(9, {SCHOOL: 1}, **cap(1)), line(SCHOOL, FORCE, turns=[1, 2]), [2]),
]


@pytest.mark.parametrize(("says", "picture", "waiting", "turns"), TABLE, ids=[row[0] for row in TABLE])
def test_whose_turn_it_is(says: str, picture: Picture, waiting: list[InLine], turns: list[int]) -> None:
    assert [one.booking for one in in_turn(waiting, picture)] == turns
    first = next_in(waiting, picture)
    assert (first.booking if first else None) == (turns[0] if turns else None)


# The words; the picture with the agencies that wait; who books; whether they get a place.
BOOKING: list[tuple[str, Picture, Path, bool]] = [
    ("a free place is had", Picture(1), TRUST, True),
    ("a full event is not", Picture(1, {SCHOOL: 1}), TRUST, False),
    ("nobody overtakes who may have it", Picture(1, waiting={SCHOOL: 1}), TRUST, False),
    ("past who may not", Picture(9, {SCHOOL: 1}, {SCHOOL: 2}, **cap(1)), TRUST, True),
    ("not what is kept for others", Picture(1, **keep(1, EDUCATION)), TRUST, False),
    ("what is kept for oneself", Picture(1, waiting={TRUST: 2}, **keep(1, EDUCATION)), SCHOOL, True),
    ("a visitor has what isn't kept", Picture(2, **keep(1, EDUCATION)), NOWHERE, True),
    ("and nothing that is", Picture(1, **keep(1, EDUCATION)), NOWHERE, False),
    ("nor stands under another's cap", Picture(3, {TRUST: 1}, **cap(1)), NOWHERE, True),
]


@pytest.mark.parametrize(("says", "picture", "agency", "has"), BOOKING, ids=[row[0] for row in BOOKING])
def test_who_books_a_place(says: str, picture: Picture, agency: Path, has: bool) -> None:
    assert picture.has_place_for(agency) == has


def test_the_line_is_shown_in_the_order_in_which_places_would_go() -> None:
    full = Picture(4, {TRUST: 3, SCHOOL: 1}, kept=[Share(2, POLICE)], caps=[Share(3, ANY_AGENCY)], prefers_mix=True)
    waiting = line(TRUST, SCHOOL, COLLEGE, FORCE)
    assert [one.booking for one in order(waiting, full)] == [4, 3, 2, 1]
    assert [one.booking for one in order(waiting, Picture(4, full.held))] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("picture", "agencies", "fit"),
    [
        (Picture(2), [TRUST, TRUST], 2),
        (Picture(2), [TRUST, TRUST, TRUST], 2),
        (Picture(None), [TRUST] * 40, 40),
        (Picture(9, waiting={SCHOOL: 1}), [TRUST], 0),
        (Picture(9, {TRUST: 1}, **cap(3)), [TRUST, TRUST, TRUST], 2),
        (Picture(3, **keep(1, EDUCATION)), [TRUST, SCHOOL, TRUST], 3),
        (Picture(3, **keep(1, EDUCATION)), [TRUST, TRUST, TRUST], 2),
    ],
)
def test_how_many_fit_who_come_together(picture: Picture, agencies: list[Path], fit: int) -> None:
    count, then = fitting(agencies, picture)
    assert count == fit
    assert then.held_below(EVERYBODY) == picture.held_below(EVERYBODY) + fit


# Any mix that a manager may say, and any order in which people come and go.
NUMBERS = st.integers(0, 6)
SHARES = st.builds(Share, st.integers(1, 5), st.sampled_from([HEALTH, EDUCATION, *AGENCIES]))
CAPS = st.one_of(SHARES, st.builds(Share, st.integers(1, 4), st.just(ANY_AGENCY)))
COMING_AND_GOING = st.lists(st.tuples(st.booleans(), st.sampled_from(AGENCIES), st.integers(0, 20)), max_size=40)


@st.composite
def empty_mixes(draw: st.DrawFn) -> Picture:
    """An event that nobody has booked yet, with rules that don't contradict each other."""
    places = draw(st.one_of(st.none(), st.integers(0, 12)))
    kept: list[Share] = []
    caps: list[Share] = []
    for share in draw(st.lists(CAPS, max_size=3)):
        if not contradictions(places, kept, [*caps, share]):
            caps.append(share)
    for share in draw(st.lists(SHARES, max_size=4)):
        if not contradictions(places, [*kept, share], caps):
            kept.append(share)
    return Picture(places, kept=kept, caps=caps, prefers_mix=draw(st.booleans()))


def every_cap(picture: Picture) -> list[Share]:
    """All caps as they bind: the number of places, and each by itself where any one agency is meant."""
    return [cap for agency in AGENCIES for cap in picture.caps_on(agency)]


def below(cap: Share, picture: Picture) -> int:
    """The places below the cap that are held, or kept for somebody there."""
    kept = sum(picture.unclaimed(share) for share in picture.kept if is_below(share.path, cap.path))
    return picture.held_below(cap.path) + kept


def walk(picture: Picture, steps: list[tuple[bool, Path, int]]) -> list[tuple[Picture, list[InLine]]]:
    """People book and give up, and the line moves each time; what there was to see after every step."""
    waiting: list[InLine] = []
    seen = []
    for number, (comes, agency, which) in enumerate(steps):
        if comes:
            if picture.has_place_for(agency):
                picture = picture.with_one_more(agency)
            else:
                waiting.append(InLine(number, agency, which if which < 3 else None))
        elif held := [agency for agency, places in picture.held.items() if places]:
            gone = held[which % len(held)]
            picture = replace(picture, held={**picture.held, gone: picture.held[gone] - 1})
        for one in list(in_turn(waiting, picture)):
            waiting.remove(one)
            picture = picture.with_one_more(one.agency)
        picture = replace(picture, waiting={one.agency: 1 for one in waiting})
        seen.append((picture, list(waiting)))
    return seen


@settings(max_examples=80, deadline=None)
@given(empty_mixes(), COMING_AND_GOING)
def test_whoever_comes_and_goes_no_place_is_given_twice_and_none_that_is_kept(
    empty: Picture, steps: list[tuple[bool, Path, int]]
) -> None:
    """What is held and what is still kept never go beyond a cap together: so who it is kept for can have it."""
    for picture, waiting in walk(empty, steps):
        assert all(below(cap, picture) <= cap.places for cap in every_cap(picture))
        assert not [one for one in waiting if picture.may_hold(one.agency)]
        assert sorted(order(waiting, picture), key=lambda one: one.booking) == waiting


@settings(max_examples=80, deadline=None)
@given(empty_mixes(), COMING_AND_GOING, st.sampled_from(AGENCIES))
def test_a_place_is_had_if_and_only_if_everything_kept_is_still_there_afterwards(
    empty: Picture, steps: list[tuple[bool, Path, int]], agency: Path
) -> None:
    for picture, _ in walk(empty, steps):
        after = picture.with_one_more(agency)
        is_still_there = all(below(cap, after) <= cap.places for cap in after.caps_on(agency))
        assert picture.may_hold(agency) == is_still_there


@settings(max_examples=80, deadline=None)
@given(empty_mixes(), st.dictionaries(st.sampled_from(AGENCIES), NUMBERS), st.sampled_from(AGENCIES))
def test_as_many_are_left_for_an_agency_as_its_people_could_take_one_after_the_other(
    empty: Picture, held: dict[Path, int], agency: Path
) -> None:
    """Also where more is held than the rules would have allowed: they came later."""
    picture = replace(empty, held=held)
    taken, _ = fitting([agency] * 50, picture)
    assert min(50, picture.left_for(agency)) == taken


@given(
    st.one_of(st.none(), NUMBERS),
    st.dictionaries(st.sampled_from(AGENCIES), NUMBERS),
    st.lists(st.sampled_from(AGENCIES), max_size=8),
)
def test_without_rules_it_is_first_come_first_served(
    places: int | None, held: dict[Path, int], agencies: list[Path]
) -> None:
    picture = Picture(places, held, waiting=dict.fromkeys(agencies, 1))
    waiting = line(*agencies)
    free = len(waiting) if places is None else max(0, places - sum(held.values()))
    assert list(in_turn(waiting, picture)) == waiting[:free]
    assert order(waiting, picture) == waiting
    is_free = places is None or sum(held.values()) < places
    assert all(picture.has_place_for(agency) == (is_free and not agencies) for agency in AGENCIES)
