"""Several people at one instant, on connections of their own: no workshop overbooked, nobody in one without a place."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest

from core.refusals import Refusal
from events import allotting, bookings, choices, programme
from events.models import Booking, Event
from tests.at_once import together
from tests.makers import NOW, TESTER, make_booking, make_conference, make_person, make_workshop

pytestmark = pytest.mark.usefixtures("several_connections")
State = Booking.State
ROUNDS = 6


def at_once(*acts: Callable[[], object]) -> list[str]:
    """What came of each: "" or its refusal's name."""
    return [type(said).__name__ if isinstance(said, Refusal) else "" for said in together(*acts)]


def choose(booking: Booking, *places: Event, waits: tuple[Event, ...] = ()) -> Callable[[], object]:
    return lambda: choices.choose(booking, places, waits, by=TESTER, at=NOW)


def demand_order(conference: Event) -> None:
    """The laws of workshops, read from the rows."""
    live = Booking.objects.live().filter(event__parent=conference)
    for workshop in conference.workshops.all():
        held, waits = live.filter(event=workshop).holding_places().count(), live.filter(event=workshop, state="waiting")
        assert workshop.places is None or held <= workshop.places
        assert not waits.exists() or held == workshop.places
    delegates = conference.bookings.filter(state=State.CONFIRMED).values("person")
    assert not live.exclude(person__in=delegates).exists()
    places = list(live.holding_places().values_list("person", "event__starts_time"))
    assert len(places) == len(set(places))


def test_several_want_the_last_place() -> None:
    for _ in range(ROUNDS):
        conference = make_conference()
        workshop = make_workshop(conference)
        delegates = [make_booking(conference) for _ in range(4)]
        outcomes = at_once(*(choose(delegate, workshop) for delegate in delegates))
        assert Counter(outcomes) == {"": 1, "EventFull": 3}
        demand_order(conference)


def test_one_delegate_in_two_tabs_has_one_workshop_at_a_time() -> None:
    for _ in range(ROUNDS):
        conference = make_conference()
        one, two = make_workshop(conference), make_workshop(conference)
        booking = make_booking(conference)
        assert at_once(choose(booking, one), choose(booking, two), choose(booking, one)) == ["", "", ""]
        demand_order(conference)
        assert Booking.objects.live().filter(part_of=booking).count() == 1


def test_choosing_while_the_booking_on_the_conference_is_given_up() -> None:
    for _ in range(ROUNDS):
        conference = make_conference()
        one, two, noon = make_workshop(conference), make_workshop(conference), make_workshop(conference, 14)
        booking, waits = make_booking(conference), make_booking(conference)
        choose(booking, one)()
        choose(waits, noon, waits=(one,))()
        outcomes = at_once(
            choose(booking, two),
            lambda given_up=booking: bookings.cancel(given_up, by=TESTER, at=NOW),  # type: ignore[misc]
            choose(make_booking(conference), waits=(one, noon)),
        )
        assert outcomes[1:] == ["", ""]
        assert outcomes[0] in {"", "NotADelegate"}
        demand_order(conference)
        assert Booking.objects.get(event=one, person=waits.person).state == State.CONFIRMED


def test_choosing_while_a_colleague_takes_over_and_the_date_is_changed() -> None:
    for _ in range(ROUNDS):
        conference = make_conference()
        other = make_conference(course=conference.course, days=60)
        one, two = make_workshop(conference), make_workshop(conference)
        booking, moves_on, colleague = make_booking(conference), make_booking(conference), make_person()
        choose(booking, one)()
        at_once(
            choose(moves_on, two),
            choose(booking, two),
            lambda it=booking, who=colleague: bookings.substitute(it, who, by=TESTER, at=NOW),  # type: ignore[misc]
            lambda it=moves_on, to=other: bookings.transfer(it, to, by=TESTER, at=NOW),  # type: ignore[misc]
        )
        demand_order(conference)
        assert conference.bookings.filter(state=State.CONFIRMED).get().person == colleague


def test_everybody_changes_places_while_the_rooms_change() -> None:
    for _ in range(ROUNDS):
        conference = make_conference()
        one, two = make_workshop(conference, places=2), make_workshop(conference, places=2)
        delegates = [make_booking(conference) for _ in range(4)]
        for number, delegate in enumerate(delegates):
            choose(delegate, *([one], [two])[number % 2])()
        acts = [choose(delegate, *([one], [two])[number % 2]) for number, delegate in enumerate(delegates, start=1)]
        acts += [choose(delegates[0], one, waits=(two,)), choose(delegates[1], two, waits=(one,))]
        acts += [lambda it=one: programme.change(it, by=TESTER, at=NOW, places=3)]  # type: ignore[misc]
        at_once(*acts)
        demand_order(conference)


def test_choosing_while_the_conference_is_called_off() -> None:
    for _ in range(ROUNDS):
        conference = make_conference()
        one = make_workshop(conference, places=5)
        delegates = [make_booking(conference) for _ in range(2)]
        at_once(
            *(choose(delegate, one) for delegate in delegates),
            lambda it=conference: programme.cancel(it, by=TESTER, at=NOW, reason="Snow"),  # type: ignore[misc]
        )
        demand_order(conference)
        assert not Booking.objects.live().filter(event__in=[conference, one]).exists()


def test_allotting_is_done_once_whoever_presses_and_sweeps_and_ranks() -> None:
    later = NOW + timedelta(days=1)
    for _ in range(ROUNDS):
        conference = make_conference(workshop_choice="ranked", choose_by=NOW.date())
        one = make_workshop(conference, places=2)
        delegates = [make_booking(conference) for _ in range(3)]
        for delegate in delegates:
            choices.rank(delegate, [[one]], by=TESTER, at=NOW)
        outcomes = at_once(
            lambda it=conference: allotting.allot_places(it, by=TESTER, at=NOW),  # type: ignore[misc]
            lambda it=conference: allotting.allot_places(it, by=TESTER, at=NOW),  # type: ignore[misc]
            lambda: allotting.allot_due(at=later),
            lambda it=delegates[0]: choices.rank(it, [], by=TESTER, at=NOW),  # type: ignore[misc]
        )
        assert outcomes[:2].count("") <= 1
        assert one.bookings.holding_places().count() == 2
        demand_order(conference)
