"""Matched change: the same people's scores side by side; rises and falls, by hand-made examples."""

from collections import Counter, defaultdict
from datetime import timedelta

import pytest

from evaluations import change, evaluations, impact, invitations
from evaluations.answers import Answers
from evaluations.change import Change, Given, Tallies
from evaluations.evaluations import Said
from evaluations.models import Evaluation
from events.models import Event
from tests.evaluations.makers import answers_to, give, make_attended
from tests.makers import NOW, make_booking, make_event

SCORED = frozenset({"confidence-before", "confidence-after", "knowledge"})


def matched(*given: tuple[int | None, str, str, Answers]) -> dict[tuple[str, str], dict[tuple[int, int], int]]:
    tallies: Tallies = defaultdict(Counter)
    change.count((Given(1, kind, booking, token, answers) for booking, token, kind, answers in given), SCORED, tallies)
    return {key: dict(pairs) for key, pairs in tallies.items()}


@pytest.mark.once
def test_each_occasion_is_compared_with_the_others() -> None:
    assert matched(
        (7, "t", "before", {"confidence-before": 3}),
        (7, "t", "end", {"confidence-before": 5, "confidence-after": 8, "overall": "good"}),
        (7, "t", "later", {"confidence-after": 6}),
    ) == {
        ("confidence", "before-to-end"): {(3, 8): 1},
        ("confidence", "looking-back"): {(5, 8): 1},
        ("confidence", "end-to-later"): {(8, 6): 1},
        ("confidence", "before-to-later"): {(3, 6): 1},
    }


@pytest.mark.once
def test_one_code_asked_each_time_is_an_item_too_and_is_never_looked_back_on() -> None:
    said = [(7, "t", kind, {"knowledge": score}) for kind, score in (("before", 2), ("end", 4))]
    assert matched(*said) == {("knowledge", "before-to-end"): {(2, 4): 1}}


@pytest.mark.once
def test_only_the_same_person_is_matched_by_booking_or_where_it_is_not_known_by_token() -> None:
    before, end = {"knowledge": 2}, {"knowledge": 4}
    assert matched((7, "a", "before", before), (8, "b", "end", end)) == {}
    assert matched((7, "a", "before", before), (7, "b", "end", end)) != {}
    assert matched((None, "a", "before", before), (None, "a", "end", end)) != {}
    assert matched((None, "a", "before", before), (None, "b", "end", end)) == {}


@pytest.mark.once
@pytest.mark.parametrize("score", ["4", 0, 11, True, "good"])
def test_what_is_no_score_is_matched_with_nothing(score: int | str) -> None:
    assert matched((7, "a", "before", {"knowledge": 2}), (7, "a", "end", {"knowledge": score})) == {}


@pytest.mark.once
def test_rises_and_falls_are_counted_and_the_spread_is_that_of_the_changes() -> None:
    found = Change("knowledge", "before-to-end", Counter({(2, 5): 2, (5, 5): 1, (6, 4): 1}))
    assert (found.matched, found.rose, found.same, found.fell) == (4, 2, 1, 1)
    assert (found.mean_before, found.mean_after, found.mean_change) == (3.75, 4.75, 1.0)
    assert found.spread == pytest.approx(2.449489742783178)
    assert Change("knowledge", "before-to-end", Counter({(2, 5): 1})).spread is None


@pytest.mark.django_db
def test_what_is_on_record_is_matched_and_what_came_of_it_is_counted() -> None:
    event = make_event(days=-84)
    bookings = [make_attended(event) for _ in range(3)]
    for score, booking in enumerate(bookings, start=5):
        give(booking, at=event.ends_at, confidence_before=4, confidence_after=score)
    give(make_attended(make_event(days=-80)), at=event.ends_at + timedelta(days=5))
    invitations.invite_later_due(at=NOW)
    later = Evaluation.objects.get(kind="later", booking=bookings[2])
    assert later.questionnaire
    said = answers_to(later.questionnaire, practice_changed="partly", confidence_after=6)
    evaluations.answer(evaluations.asked_by(later), Said(said), at=NOW)
    events = Event.objects.filter(pk=event.pk)
    found = {(each.comparison, pair): n for each in change.of_events(events) for pair, n in each.pairs.items()}
    assert found == {
        ("looking-back", (4, 5)): 1,
        ("looking-back", (4, 6)): 1,
        ("looking-back", (4, 7)): 1,
        ("end-to-later", (7, 6)): 1,
    }
    came = impact.of_events(events)
    assert (came.response("later").numerator, came.response("later").base) == (1, 3)
    assert came.share(impact.PRACTICE_CHANGED, "done", "partly").percent == 100
    assert came.share(impact.CHANGE_SEEN, "yes").base == 0


@pytest.mark.django_db
def test_a_booking_that_is_known_no_more_leaves_the_token_to_match_by() -> None:
    event = make_event(days=1)
    booking = make_booking(event)
    invitations.invite_before_due(at=NOW)
    before = Evaluation.objects.get()
    evaluations.answer(evaluations.asked_by(before), Said({"confidence-before": 2}), at=NOW)
    booking.attendance = "attended"
    booking.save()
    give(booking, at=event.ends_at, confidence_after=9)
    Evaluation.objects.update(booking=None)
    assert {each.comparison: dict(each.pairs) for each in change.of_events(Event.objects.all())} == {
        "before-to-end": {(2, 9): 1},
        "looking-back": {(7, 9): 1},
    }
