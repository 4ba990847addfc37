"""Allotting: one rule as a table, done once, whole, and by itself when the day has passed."""

from datetime import time, timedelta
from typing import Any

import pytest
from django.utils import timezone

from core.models import AuditEntry, OutgoingMail
from events import allotting, choices, tasks, workshops
from events.allotting import NotAllotted, Wish, decide
from events.models import Booking, Event
from tests.makers import NOW, TESTER, make_booking, make_conference, make_workshop

pytestmark = pytest.mark.django_db
TOMORROW = NOW + timedelta(days=1)

# Workshops 1, 2 and 3 go on together, 4 and 5 together later; 6 goes on during all of them.
SAME_TIME = {1: {1, 2, 3, 6}, 2: {1, 2, 3, 6}, 3: {1, 2, 3, 6}, 4: {4, 5, 6}, 5: {4, 5, 6}, 6: {1, 2, 3, 4, 5, 6}}
PLENTY = dict.fromkeys(SAME_TIME, None)

# What delegates would like, the oldest booking first, each the dearest first; free places; who gets what.
RULE: dict[str, tuple[list[list[int]], dict[int, int | None], list[set[int]]]] = {
    "everybody has their first choice while there is room": ([[1, 2], [1], [2, 1]], PLENTY, [{1}, {1}, {2}]),
    "the older booking has the last place": ([[1], [1]], {**PLENTY, 1: 1}, [{1}, set()]),
    "who misses the first choice has the second": ([[1, 2], [1, 2]], {**PLENTY, 1: 1}, [{1}, {2}]),
    "a younger booking's first choice goes before an older one's second": (
        [[1], [1, 2], [2]],
        {**PLENTY, 1: 1, 2: 1},
        [{1}, set(), {2}],
    ),
    "second choices go before third ones": ([[1], [1, 2, 3], [2, 3]], {**PLENTY, 1: 1, 2: 1, 3: 1}, [{1}, {3}, {2}]),
    "each time of day for itself": ([[1, 4], [1, 4]], {**PLENTY, 1: 1, 4: 1}, [{1, 4}, set()]),
    "nobody has two at the same time": ([[1, 2, 3]], PLENTY, [{1}]),
    "a long one leaves no time for a short one": ([[6, 4]], PLENTY, [{6}]),
    "a full one goes to nobody": ([[1], [1]], {**PLENTY, 1: 0}, [set(), set()]),
    "nobody ranked, nobody has": ([[], []], PLENTY, [set(), set()]),
}


def wishes_of(ranked: list[list[int]]) -> list[Wish]:
    """The ranks count for each time of day: 4 and 5 begin anew."""
    wishes = []
    for delegate, ids in enumerate(ranked):
        for early in (True, False):
            here = [workshop for workshop in ids if (workshop not in {4, 5}) == early]
            wishes += [Wish(delegate, workshop, rank) for rank, workshop in enumerate(here, start=1)]
    return wishes


@pytest.mark.parametrize("name", RULE)
def test_the_rule(name: str) -> None:
    ranked, free, expected = RULE[name]
    allotment = decide(wishes_of(ranked), free, SAME_TIME)
    got: list[set[int]] = [set() for _ in ranked]
    for wish in allotment.granted:
        got[wish.delegate].add(wish.workshop)
    assert got == expected


def test_who_has_none_of_theirs_at_some_time_is_told_apart() -> None:
    allotment = decide(wishes_of([[1, 4], [1, 4], [2]]), {**PLENTY, 1: 1}, SAME_TIME)
    assert allotment.left_out == [Wish(1, 1, 1)]
    assert (allotment.delegates_left_out, allotment.by_rank) == (1, {1: 4})


def test_what_somebody_has_already_counts() -> None:
    allotment = decide(wishes_of([[1], [1]]), {**PLENTY, 1: 1}, SAME_TIME, {0: [2]})
    assert (allotment.granted, allotment.left_out) == ([Wish(1, 1, 1)], [])


@pytest.fixture
def conference() -> Event:
    return make_conference(workshop_choice="ranked", choose_by=NOW.date())


def rank(conference: Event, *wishes: list[Event], **fields: Any) -> Booking:
    booking = make_booking(conference, **fields)
    return choices.rank(booking, wishes, by=TESTER, at=NOW)


def has(booking: Booking) -> list[int]:
    return [part.event_id for part in workshops.of_delegate(booking)]


def test_places_are_made_with_the_trail_and_one_letter_a_delegate(conference: Event) -> None:
    one, two, noon = make_workshop(conference), make_workshop(conference), make_workshop(conference, 14)
    younger = rank(conference, [one, two], [noon], made_at=NOW + timedelta(minutes=1))
    older = rank(conference, [one])
    silent = make_booking(conference)
    OutgoingMail.objects.all().delete()
    allotment = allotting.allot_places(conference, by=TESTER, at=TOMORROW)
    assert [has(older), has(younger), has(silent)] == [[one.pk], [two.pk, noon.pk], []]
    assert allotment.by_rank == {1: 2, 2: 1}
    assert sorted(OutgoingMail.objects.values_list("letter", "about__booking")) == [
        ("workshops-allotted", younger.pk),
        ("workshops-allotted", older.pk),
    ]
    part = older.parts.get()
    assert (part.part_of, part.state) == (older, Booking.State.CONFIRMED)
    entry = AuditEntry.objects.get(verb="allotting.allot_places")
    assert (entry.subject, entry.details) == (f"events.event:{conference.pk}", {"places": 3, "delegates": 2})
    assert AuditEntry.objects.filter(verb="allotting.allot").count() == 3


def test_of_two_first_choices_at_one_time_the_one_that_was_said_first_goes_before(conference: Event) -> None:
    """One over the whole day is ranked with the morning's, and leaves no time for the afternoon's."""
    noon, morning = make_workshop(conference, 14), make_workshop(conference)
    whole_day = make_workshop(conference, ends_time=time(16), places=2)
    one, other = rank(conference, [whole_day, morning], [noon]), rank(conference, [noon], [whole_day, morning])
    # PostgreSQL finds a row that was written again after the others, as when a colleague takes choices over.
    one.workshop_choices.filter(workshop=whole_day).update(rank=1)
    allotting.allot_places(conference, by=TESTER, at=TOMORROW)
    assert has(one) == [whole_day.pk]
    assert has(other) == [morning.pk, noon.pk]


def test_a_second_time_is_refused_and_changes_nothing(conference: Event) -> None:
    rank(conference, [make_workshop(conference)])
    allotting.allot_places(conference, by=TESTER, at=NOW)
    with pytest.raises(NotAllotted, match="were allotted on Monday 4 May 2026"):
        allotting.allot_places(conference, by=TESTER, at=TOMORROW)
    assert Booking.objects.filter(event__parent=conference).count() == 1


def test_the_preview_is_what_comes_of_it(conference: Event) -> None:
    workshop = make_workshop(conference)
    rank(conference, [workshop]), rank(conference, [workshop])
    preview = allotting.preview(conference, at=NOW)
    assert allotting.allot_places(conference, by=TESTER, at=NOW) == preview
    assert (preview.by_rank, preview.delegates_left_out) == ({1: 1}, 1)


def test_what_managers_gave_before_stays_and_takes_its_place(conference: Event) -> None:
    one, two = make_workshop(conference), make_workshop(conference)
    booking, speaker = rank(conference, [one, two]), make_booking(conference)
    choices.choose(speaker, [one], by=TESTER, at=NOW, overrule="Speaks there")
    allotting.allot_places(conference, by=TESTER, at=NOW)
    assert [has(booking), has(speaker)] == [[two.pk], [one.pk]]


def test_who_gave_up_the_conference_and_what_was_called_off_count_no_more(conference: Event) -> None:
    one, two = make_workshop(conference), make_workshop(conference)
    gone, stays = rank(conference, [one]), rank(conference, [two, one])
    Booking.objects.filter(pk=gone.pk).update(state="cancelled", cancelled_at=NOW, cancelled_late=False)
    Event.objects.filter(pk=two.pk).update(status="cancelled", cancelled_at=NOW)
    allotting.allot_places(conference, by=TESTER, at=NOW)
    assert [has(gone), has(stays)] == [[], [one.pk]]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"workshop_choice": "first-come"}, "chosen first come, first served"),
        ({"status": "draft"}, "is draft"),
        ({"starts_on": NOW.date(), "ends_on": NOW.date()}, "has begun"),
    ],
)
def test_what_can_not_be_allotted(conference: Event, fields: dict[str, Any], said: str) -> None:
    Event.objects.filter(pk=conference.pk).update(**fields)
    with pytest.raises(NotAllotted, match=said):
        allotting.allot_places(conference, by=TESTER, at=NOW)


def test_the_sweep_allots_once_the_day_has_passed_and_once(conference: Event) -> None:
    workshop = make_workshop(conference)
    booking = rank(conference, [workshop])
    make_conference(choose_by=NOW.date()), make_conference(workshop_choice="ranked", choose_by=TOMORROW.date())
    assert [allotting.allot_due(at=at) for at in (NOW, TOMORROW, TOMORROW)] == [0, 1, 0]
    assert has(booking) == [workshop.pk]
    conference.refresh_from_db()
    assert conference.allotted_at == TOMORROW
    assert AuditEntry.objects.get(verb="allotting.allot_places").actor == "system:sweep"


def test_the_sweep_looks_again_under_the_lock(conference: Event) -> None:
    """What it found may have been put off, or allotted by hand, before it had the lock."""
    stale = Event.objects.get(pk=conference.pk)
    Event.objects.filter(pk=conference.pk).update(choose_by=TOMORROW.date())
    assert allotting._allot_due(stale, at=TOMORROW) is False


def test_the_task_goes_by_the_clock() -> None:
    now = timezone.now()
    conference = make_conference(at=now, workshop_choice="ranked", choose_by=now.date() - timedelta(days=2))
    tasks.allot_workshops()
    conference.refresh_from_db()
    assert conference.allotted_at is not None


def test_afterwards_it_is_first_come_first_served(conference: Event) -> None:
    one, two = make_workshop(conference), make_workshop(conference)
    rank(conference, [one])
    left_out = rank(conference, [one], made_at=NOW + timedelta(hours=1))
    allotting.allot_places(conference, by=TESTER, at=TOMORROW)
    choices.choose(left_out, [two], [one], by=TESTER, at=TOMORROW)
    assert has(left_out) == [two.pk, one.pk]
