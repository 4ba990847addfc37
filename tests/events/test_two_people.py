"""Two people at once, of whom the second finds what the first has done: one outcome, never half of two.

On PostgreSQL they take their turns in the order told, on SQLite in any.
"""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from core.models import AuditEntry, OutgoingMail
from core.refusals import Refusal
from events import approvals, bookings, offers, programme, registers, teams, waiting
from events.models import Booking, Event
from people import persons
from people.models import Duty, Person
from tests.at_once import at_once
from tests.makers import NOW, TESTER, make_agency, make_booking, make_event, make_person, make_user

pytestmark = pytest.mark.usefixtures("several_connections")
State = Booking.State
BOTH_WAYS = pytest.mark.parametrize("order", [1, -1], ids=["as told", "the other way round"])
AN_HOUR = timedelta(hours=1)
Act = Callable[[], Any]


def states(*found: Booking) -> list[str]:
    return [Booking.objects.get(pk=booking.pk).state for booking in found]


def trail() -> Counter[tuple[str, str]]:
    """Who did what to which, each so many times."""
    return Counter(AuditEntry.objects.values_list("verb", "subject"))


def refused(answers: list[Any]) -> list[str]:
    return [str(answer) for answer in answers if isinstance(answer, Refusal)]


def cancel(booking: Booking) -> Act:
    return lambda: bookings.cancel(booking, by=TESTER, at=NOW)


def transfer(booking: Booking, to: Event) -> Act:
    return lambda: bookings.transfer(booking, to, by=TESTER, at=NOW)


def test_of_two_who_move_into_the_last_place_one_does_and_the_other_keeps_theirs() -> None:
    old = make_event(places=5)
    new = make_event(days=40, places=1, course=old.course)
    pair = [make_booking(old), make_booking(old)]
    answers = at_once(*(transfer(booking, new) for booking in pair), held=[old, new])
    assert refused(answers) == [f"{new} has no free place. You keep your place on {old}."]
    assert Counter(states(*pair)) == {State.CANCELLED: 1, State.CONFIRMED: 1}
    assert new.bookings.holding_places().count() == 1


def test_those_who_move_in_opposite_directions_don_t_wait_for_each_other_in_a_ring() -> None:
    one = make_event()
    other = make_event(days=40, course=one.course)
    pairs = [(make_booking(one), make_booking(other)) for _ in range(4)]
    acts = [act for there, back in pairs for act in (transfer(there, other), transfer(back, one))]
    answers = at_once(*acts, held=[one, other])
    assert [(taken.event, taken.state) for taken in answers] == [(other, State.CONFIRMED), (one, State.CONFIRMED)] * 4
    assert all(states(*pair) == [State.CANCELLED, State.CANCELLED] for pair in pairs)


@BOTH_WAYS
def test_who_moves_away_and_who_waits_there_pass_places_to_each_other(order: int) -> None:
    """Both dates are full, and each is waited for: whoever gives back a place passes it on under the same locks."""
    one = make_event(places=1)
    other = make_event(days=40, places=2, course=one.course)
    mover, waits = make_booking(one), make_booking(one, outcome="waiting")
    leaver = make_booking(other)
    answers = at_once(*[transfer(mover, other), cancel(leaver)][::order], held=[one, other])
    assert refused(answers) == []
    assert states(mover, waits, leaver) == [State.CANCELLED, State.CONFIRMED, State.CANCELLED]
    assert other.bookings.holding_places().get().person == mover.person


@BOTH_WAYS
def test_a_request_is_approved_or_declined_but_not_both(order: int) -> None:
    request = make_booking(make_event(), outcome="waiting", state=State.REQUESTED, decide_by=NOW + AN_HOUR)
    lead, manager = make_user(Duty.Kind.LEAD, agency=request.agency), make_user(Duty.Kind.MANAGER)
    acts: list[Act] = [
        lambda: approvals.approve(request, by=lead, at=NOW),
        lambda: approvals.decline(request, by=manager, at=NOW, reason="Short of staff"),
    ]
    answers = at_once(*acts[::order], held=request.event)
    [outcome] = states(request)
    told = {State.CONFIRMED: "booked", State.DECLINED: "not approved"}[State(outcome)]
    assert refused(answers) == [f"That is no request any more: {told}."]
    assert sum(trail().values()) == 1
    assert OutgoingMail.objects.count() == 1


def test_lead_and_manager_who_both_approve_do_it_once_and_the_second_is_told() -> None:
    request = make_booking(make_event(places=1), outcome="waiting", state=State.REQUESTED, decide_by=NOW + AN_HOUR)
    deciders = [make_user(Duty.Kind.LEAD, agency=request.agency), make_user(Duty.Kind.MANAGER)]
    acts: list[Act] = [lambda by=by: approvals.approve(request, by=by, at=NOW) for by in deciders]  # type: ignore[misc]
    answers = at_once(*acts, held=request.event)
    assert refused(answers) == ["That is no request any more: booked."]
    assert AuditEntry.objects.get().verb == "approvals.approve"


@BOTH_WAYS
def test_the_time_for_a_request_runs_out_while_somebody_approves_it(order: int) -> None:
    event = make_event(approval_hours=1, if_unanswered=Event.IfUnanswered.DECLINE)
    request = make_booking(event, outcome="waiting", state=State.REQUESTED, decide_by=NOW + AN_HOUR)
    acts: list[Act] = [
        lambda: approvals.approve(request, by=TESTER, at=NOW + AN_HOUR - timedelta(seconds=1)),
        lambda: approvals.settle_due(at=NOW + AN_HOUR),
    ]
    answers = at_once(*acts[::order], held=event)
    settled = next(answer for answer in answers if isinstance(answer, int))
    assert states(request) == [State.DECLINED if settled else State.CONFIRMED]
    assert len(refused(answers)) == settled
    assert sum(trail().values()) == 1


@BOTH_WAYS
def test_a_place_is_passed_on_or_given_up_but_not_both(order: int) -> None:
    booking, colleague = make_booking(make_event(places=1)), make_person()
    new = Person(first_name="Bo", last_name="Day", agency=colleague.agency)
    people = Person.objects.count()
    acts: list[Act] = [lambda: bookings.substitute(booking, new, by=TESTER, at=NOW), cancel(booking)]
    answers = at_once(*acts[::order], held=booking.event)
    assert states(booking) == [State.CANCELLED]
    if booking.event.bookings.holding_places().filter(person__last_name="Day").exists():
        assert refused(answers) == ["That booking has ended: cancelled. There is nothing to cancel."]
    else:
        assert refused(answers) == ["That booking holds no place: cancelled."]
        assert Person.objects.count() == people


@BOTH_WAYS
def test_an_offer_is_taken_or_lapses_and_the_place_is_one_person_s(order: int) -> None:
    event = make_event(places=1, offer_hours=1)
    offered = make_booking(event, outcome="waiting", state=State.OFFERED, offer_lapses_at=NOW + AN_HOUR)
    next_in_line = make_booking(event, outcome="waiting")
    acts: list[Act] = [
        lambda: offers.accept(offered, by=TESTER, at=NOW + AN_HOUR - timedelta(seconds=1)),
        lambda: offers.lapse_due(at=NOW + AN_HOUR),
    ]
    answers = at_once(*acts[::order], held=event)
    lapsed = next(answer for answer in answers if isinstance(answer, int))
    assert len(refused(answers)) == lapsed
    became = [State.LAPSED, State.OFFERED] if lapsed else [State.CONFIRMED, State.WAITING]
    assert states(offered, next_in_line) == became
    assert event.bookings.holding_places().count() == 1


@pytest.mark.parametrize(
    ("sweep", "fields"),
    [
        (offers.lapse_due, {"state": State.OFFERED, "offer_lapses_at": NOW}),
        (approvals.settle_due, {"state": State.REQUESTED, "decide_by": NOW}),
        (waiting.lapse_begun, {"state": State.WAITING}),
    ],
)
def test_two_sweeps_at_once_do_what_is_due_once(sweep: Callable[..., int], fields: dict[str, Any]) -> None:
    late = NOW if sweep is not waiting.lapse_begun else NOW + timedelta(days=31)
    event = make_event(places=1, offer_hours=1, approval_hours=1, if_unanswered=Event.IfUnanswered.DECLINE)
    due = [make_booking(event, outcome="waiting", **fields) for _ in range(3)]
    answers = at_once(lambda: sweep(at=late), lambda: sweep(at=late), held=event)
    assert sorted(answers) == [0, 3]
    assert not {State.OFFERED, State.REQUESTED, State.WAITING} & set(states(*due))
    assert set(trail().values()) == {1}
    assert OutgoingMail.objects.count() == len(set(OutgoingMail.objects.values_list("key", flat=True)))


@BOTH_WAYS
def test_an_event_is_cancelled_while_somebody_books_it(order: int) -> None:
    event, person = make_event(), make_person()
    acts: list[Act] = [
        lambda: bookings.book(event, person, by=TESTER, at=NOW),
        lambda: programme.cancel(event, by=TESTER, at=NOW, reason="Snow"),
    ]
    answers = at_once(*acts[::order], held=event)
    assert not event.bookings.live().exists()
    was_booked = event.bookings.count()
    assert refused(answers) == ([] if was_booked else [f"{event} was cancelled: it can't be booked."])
    assert OutgoingMail.objects.filter(letter="event-cancelled").count() == was_booked


@BOTH_WAYS
def test_two_who_change_one_event_from_the_same_page_don_t_undo_each_other(order: int) -> None:
    event = make_event(places=5)
    seen = programme.edition(event)
    acts: list[Act] = [
        lambda: programme.change(event, by=TESTER, at=NOW, seen=seen, places=9, title=""),
        lambda: programme.change(event, by=TESTER, at=NOW, seen=seen, places=5, title="Neglect"),
    ]
    answers = at_once(*acts[::order], held=event)
    event.refresh_from_db()
    assert (event.places, event.title) in {(9, ""), (5, "Neglect")}
    assert "Somebody changed" in refused(answers)[0]
    assert programme.change(event, by=TESTER, at=NOW, seen=programme.edition(event), places=9, title="Neglect")


@BOTH_WAYS
def test_a_register_is_closed_while_somebody_is_marked_on_it(order: int) -> None:
    event = make_event(days=-1)
    booking = make_booking(event)
    acts: list[Act] = [
        lambda: registers.mark(event, {booking.pk: "attended"}, by=TESTER, at=NOW),
        lambda: registers.close(event, by=TESTER, at=NOW, leave_unrecorded=True),
    ]
    answers = at_once(*acts[::order], held=event)
    booking.refresh_from_db()
    assert booking.attendance == ("" if refused(answers) else "attended")
    event.refresh_from_db()
    assert event.status == Event.Status.HELD


def test_one_person_booked_on_two_clashing_events_by_two_people_comes_to_one() -> None:
    one, person = make_event(), make_person()
    other = make_event(course=one.course)
    acts: list[Act] = [
        lambda: bookings.book(one, person, by=TESTER, at=NOW),
        lambda: bookings.book(other, person, by=make_user(), at=NOW),
    ]
    answers = at_once(*acts, held=person)
    booked = person.bookings.live().get().event
    assert refused(answers) == [f"{person} has a booking at that time: {booked}."]


def test_a_lead_who_books_two_and_one_of_them_who_books_too_get_in_nobody_s_way() -> None:
    agency, event = make_agency(), make_event(places=2)
    ann, ben = make_person(agency=agency), make_person(agency=agency)
    acts: list[Act] = [
        lambda: bookings.book(event, ben, by=TESTER, at=NOW),
        lambda: teams.book_together(event, [ann, ben], by=TESTER, at=NOW),
    ]
    answers = at_once(*acts, held=event)
    assert len(refused(answers)) == 1
    assert f"{ben} is already booked on {event}." in refused(answers)[0]
    assert event.bookings.live().count() in {1, 2}


def test_who_is_said_to_be_at_another_agency_while_being_booked_is_booked_from_there() -> None:
    event, person, other = make_event(), make_person(), make_agency()
    moved, booked = at_once(
        lambda: persons.correct(person, by=TESTER, at=NOW, agency=other),
        lambda: bookings.book(event, person, by=TESTER, at=NOW),
        held=person,
    )
    assert (moved.agency, booked.state) == (other, State.CONFIRMED)
    assert connection.vendor == "sqlite" or booked.agency == other
