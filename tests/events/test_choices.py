"""Choosing workshops: all of it or nothing, never more than there are places, and said why not."""

from datetime import timedelta
from typing import Any

import pytest

from core.models import AuditEntry, OutgoingMail
from core.refusals import Refusal
from events import choices, waiting, workshops
from events.models import Booking, Event
from tests.makers import NOW, TESTER, make_booking, make_conference, make_event, make_user, make_workshop

pytestmark = pytest.mark.django_db
State = Booking.State


@pytest.fixture
def conference() -> Event:
    return make_conference()


def choose(booking: Booking, *places: Event, waits: tuple[Event, ...] = (), **how: Any) -> Booking:
    defaults: dict[str, Any] = {"by": TESTER, "at": NOW}
    return choices.choose(booking, places, waits, **defaults | how)


def has(booking: Booking) -> dict[str, str]:
    """What the delegate has now, by the workshop's title."""
    return {part.event.title: part.state for part in workshops.of_delegate(booking)}


def test_a_place_in_each_block_is_part_of_the_booking(conference: Event) -> None:
    morning, noon = make_workshop(conference), make_workshop(conference, 14)
    booking, user = make_booking(conference), make_user()
    choose(booking, morning, noon, by=user)
    for part in booking.parts.all():
        assert (part.person, part.agency, part.made_by, part.made_at) == (booking.person, booking.agency, user, NOW)
        assert (part.state, part.held_place) == (State.CONFIRMED, True)
        assert AuditEntry.objects.get(subject=f"events.booking:{part.pk}").verb == "choices.choose"
    letter = OutgoingMail.objects.get()
    assert (letter.letter, letter.about) == ("workshops-chosen", {"booking": booking.pk})


def test_two_at_the_same_time_are_refused_and_nothing_is_changed(conference: Event) -> None:
    first, second = make_workshop(conference), make_workshop(conference)
    booking = make_booking(conference)
    for places, waits in (((first, second), ()), ((), (first, second))):
        with pytest.raises(choices.TwoAtOnce, match="go on at the same time"):
            choose(booking, *places, waits=waits)
    assert has(booking) == {}


def test_another_one_at_that_time_is_a_change_in_one_step_and_the_old_place_passes_on(conference: Event) -> None:
    first, second, other_time = make_workshop(conference), make_workshop(conference), make_workshop(conference, 14)
    booking, waits = make_booking(conference), make_booking(conference)
    choose(booking, first, other_time)
    choose(waits, waits=(first,))
    choose(booking, second, other_time)
    assert has(booking) == {second.title: State.CONFIRMED, other_time.title: State.CONFIRMED}
    assert has(waits) == {first.title: State.CONFIRMED}
    assert OutgoingMail.objects.filter(letter="place-came-free").count() == 1


def test_one_that_is_full_meanwhile_is_refused_and_the_old_place_kept(conference: Event) -> None:
    full, mine, noon = make_workshop(conference), make_workshop(conference), make_workshop(conference, 14)
    booking = make_booking(conference)
    choose(booking, mine)
    choose(make_booking(conference), full)
    with pytest.raises(waiting.EventFull, match=r"is full by now\. Nothing was changed"):
        choose(booking, full, noon)
    assert has(booking) == {mine.title: State.CONFIRMED}
    assert full.bookings.live().count() == 1


def test_one_keeps_a_place_while_waiting_for_another_at_that_time(conference: Event) -> None:
    full, mine = make_workshop(conference), make_workshop(conference)
    choose(make_booking(conference), full)
    booking = make_booking(conference)
    choose(booking, mine, waits=(full,))
    assert has(booking) == {mine.title: State.CONFIRMED, full.title: State.WAITING}
    position = booking.parts.get(event=full).pk
    choose(booking, waits=(full,))
    assert has(booking) == {full.title: State.WAITING}
    assert booking.parts.get(event=full).pk == position
    choose(booking)
    assert has(booking) == {}


def test_what_came_free_before_one_could_wait_for_it_is_theirs(conference: Event) -> None:
    free, mine, noon = make_workshop(conference), make_workshop(conference), make_workshop(conference, 14)
    booking = make_booking(conference)
    choose(booking, mine, noon)
    choose(booking, mine, noon, waits=(free,))
    assert has(booking) == {free.title: State.CONFIRMED, noon.title: State.CONFIRMED}


def test_places_are_counted_as_they_are_and_not_as_a_page_knew_them(conference: Event) -> None:
    stale, mine = make_workshop(conference), make_workshop(conference)
    choose(make_booking(conference), stale)
    Event.objects.filter(pk=stale.pk).update(places=2)
    booking = make_booking(conference)
    choose(booking, mine, waits=(stale,))
    assert has(booking) == {stale.title: State.CONFIRMED}
    Event.objects.filter(pk=mine.pk).update(places=0)
    with pytest.raises(waiting.EventFull):
        choose(booking, mine)


def test_nobody_overtakes_a_workshop_s_waiting_list_but_a_manager_with_a_reason(conference: Event) -> None:
    workshop = make_workshop(conference, cut_off_hours=24 * 60)
    choose(make_booking(conference), workshop)
    choose(make_booking(conference), waits=(workshop,))
    Event.objects.filter(pk=workshop.pk).update(places=2)
    booking = make_booking(conference)
    with pytest.raises(waiting.EventFull):
        choose(booking, workshop)
    choose(booking, workshop, overrule="He chairs it")
    assert has(booking) == {workshop.title: State.CONFIRMED}
    assert AuditEntry.objects.get(subject=f"events.booking:{booking.parts.get().pk}").reason == "He chairs it"
    with pytest.raises(waiting.EventFull):
        choose(make_booking(conference), workshop, overrule="She too")


def test_a_manager_gives_who_waits_a_free_place_with_a_reason(conference: Event) -> None:
    workshop = make_workshop(conference, cut_off_hours=24 * 60)
    choose(make_booking(conference), workshop)
    booking = make_booking(conference)
    choose(booking, waits=(workshop,))
    Event.objects.filter(pk=workshop.pk).update(places=2)
    choose(booking, workshop, overrule="He chairs it")
    assert has(booking) == {workshop.title: State.CONFIRMED}
    assert booking.parts.count() == 1


def test_choosing_the_same_again_changes_and_posts_nothing(conference: Event) -> None:
    workshop, booking = make_workshop(conference), make_booking(conference)
    choose(booking, workshop)
    choose(booking, workshop, at=NOW + timedelta(minutes=1), seen="another state of things")
    assert (OutgoingMail.objects.count(), AuditEntry.objects.count()) == (1, 1)


def test_a_choice_made_from_what_is_no_more_is_refused(conference: Event) -> None:
    first, second = make_workshop(conference), make_workshop(conference)
    booking = make_booking(conference)
    seen = workshops.standing(workshops.of_delegate(booking))
    choose(booking, first, seen=seen)
    with pytest.raises(choices.ChoicesChanged, match="Your workshops have changed"):
        choose(booking, second, seen=seen)
    choose(booking, second, seen=workshops.standing(workshops.of_delegate(booking)))
    assert has(booking) == {second.title: State.CONFIRMED}


def test_what_is_no_workshop_to_choose_is_refused(conference: Event) -> None:
    booking, _ = make_booking(conference), make_workshop(conference)
    for event in (
        make_workshop(make_conference()),
        make_workshop(conference, status="draft"),
        make_workshop(conference, status="cancelled", cancelled_at=NOW),
        make_event(),
        conference,
    ):
        with pytest.raises(choices.ChoicesChanged):
            choose(booking, event)
        with pytest.raises(choices.ChoicesChanged):
            choose(booking, waits=(event,))


@pytest.mark.parametrize("outcome", ["waiting", "cancelled"])
def test_who_has_no_place_on_the_conference_has_none_in_a_workshop(conference: Event, outcome: str) -> None:
    workshop, booking = make_workshop(conference), make_booking(conference, outcome=outcome)
    with pytest.raises(choices.NotADelegate, match="by those who have a place on their conference"):
        choose(booking, workshop, overrule="Please")


def test_a_workshop_s_own_booking_and_a_conference_without_workshops_have_nothing_to_choose(conference: Event) -> None:
    booking = make_booking(conference)
    with pytest.raises(choices.NotADelegate, match="has no workshops to choose"):
        choose(booking)
    with pytest.raises(choices.NotADelegate, match="on their conference"):
        choose(make_booking(make_workshop(conference)))


def test_after_the_last_day_and_once_it_has_begun_only_a_manager_chooses(conference: Event) -> None:
    workshop, booking = make_workshop(conference, 14), make_booking(conference)
    Event.objects.filter(pk=conference.pk).update(choose_by=NOW.date())
    booking.refresh_from_db()
    assert list(choices.reasons(booking, at=NOW)) == []
    tomorrow = NOW + timedelta(days=1)
    for at, said in ((tomorrow, "could be chosen until Monday 4 May 2026"), (conference.starts_at, "has begun")):
        with pytest.raises(choices.NotChosenNow, match=said):
            choose(booking, workshop, at=at)
    choose(booking, workshop, at=conference.starts_at, overrule="Changed rooms")
    entry = AuditEntry.objects.get()
    assert (entry.reason, entry.details["overruled"]) == ("Changed rooms", "NotChosenNow")


def test_what_has_begun_stays_as_it_is_while_a_manager_changes_the_rest(conference: Event) -> None:
    morning, noon = make_workshop(conference), make_workshop(conference, 14)
    long = make_workshop(conference, 11, ends_time=noon.ends_time)
    booking = make_booking(conference)
    choose(booking, morning)
    choose(booking, noon, at=morning.starts_at, overrule="Asked for it")
    assert has(booking) == {morning.title: State.CONFIRMED, noon.title: State.CONFIRMED}
    other = make_booking(conference)
    choose(other, long)
    with pytest.raises(choices.TwoAtOnce):
        choose(other, noon, at=morning.starts_at, overrule="Asked for it")


def ranked(conference: Event, **fields: Any) -> Event:
    Event.objects.filter(pk=conference.pk).update(
        **{"workshop_choice": "ranked", "choose_by": NOW.date() + timedelta(days=7)} | fields
    )
    conference.refresh_from_db()
    return conference


def test_ranked_workshops_are_not_taken_before_they_are_allotted_but_by_a_manager(conference: Event) -> None:
    workshop, booking = make_workshop(ranked(conference)), make_booking(conference)
    with pytest.raises(choices.NotChosenNow, match="are ranked until Monday 11 May 2026, and then allotted"):
        choose(booking, workshop)
    choose(booking, workshop, overrule="She speaks there")
    ranked(conference, allotted_at=NOW)
    choose(make_booking(conference), make_workshop(conference), at=NOW + timedelta(days=9))


def test_what_one_ranks_takes_the_place_of_what_one_ranked_before(conference: Event) -> None:
    one, two, noon = make_workshop(ranked(conference)), make_workshop(conference), make_workshop(conference, 14)
    booking = make_booking(conference)
    choices.rank(booking, [[two, one], [noon]], by=TESTER, at=NOW)
    choices.rank(booking, [[one], []], by=TESTER, at=NOW + timedelta(minutes=1))
    assert list(booking.workshop_choices.values_list("workshop", "rank")) == [(one.pk, 1)]
    choices.rank(booking, [[one]], by=TESTER, at=NOW + timedelta(minutes=2))
    assert AuditEntry.objects.filter(verb="choices.rank").count() == 2
    assert OutgoingMail.objects.filter(letter="workshops-chosen").count() == 2
    first = AuditEntry.objects.filter(verb="choices.rank").order_by("pk")[0]
    assert first.details["ranked"] == f"{two.code} 1, {one.code} 2, {noon.code} 1"
    assert not Booking.objects.filter(part_of=booking).exists()


def test_what_can_not_be_ranked_is_refused_and_the_former_kept(conference: Event) -> None:
    one, two, three, four = (make_workshop(ranked(conference)) for _ in range(4))
    noon, strange = make_workshop(conference, 14), make_workshop(make_conference())
    booking = make_booking(conference)
    choices.rank(booking, [[one]], by=TESTER, at=NOW)
    refused: list[tuple[type[Refusal], list[list[Event]]]] = [
        (choices.TwoAtOnce, [[one, one]]),
        (choices.TwoAtOnce, [[one, two, three, four]]),
        (choices.ChoicesChanged, [[one, noon]]),
        (choices.ChoicesChanged, [[one], [two]]),
        (choices.ChoicesChanged, [[strange]]),
    ]
    for refusal, wishes in refused:
        with pytest.raises(refusal):
            choices.rank(booking, wishes, by=TESTER, at=NOW)
    assert list(booking.workshop_choices.values_list("workshop", flat=True)) == [one.pk]


@pytest.mark.parametrize(
    ("fields", "days", "said"),
    [
        ({}, 8, "could be ranked until Monday 11 May 2026"),
        ({"allotted_at": NOW}, 0, "are not ranked: first come, first served"),
        ({"workshop_choice": "first-come"}, 0, "are not ranked"),
    ],
)
def test_ranking_ends_with_its_day(conference: Event, fields: dict[str, Any], days: int, said: str) -> None:
    workshop, booking = make_workshop(ranked(conference, **fields)), make_booking(conference)
    with pytest.raises(choices.NotRankedNow, match=said):
        choices.rank(booking, [[workshop]], by=TESTER, at=NOW + timedelta(days=days))
    assert str(choices.why_not_rank(booking, at=NOW + timedelta(days=days))).startswith("The workshops of")


def test_who_has_no_place_ranks_nothing(conference: Event) -> None:
    workshop, booking = make_workshop(ranked(conference)), make_booking(conference, outcome="waiting")
    with pytest.raises(choices.NotADelegate):
        choices.rank(booking, [[workshop]], by=TESTER, at=NOW)
