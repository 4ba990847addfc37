"""The waiting list always moves, until its cut-off; a manager moves it with a reason; and all see where they stand."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.models import AuditEntry, OutgoingMail
from events import bookings, programme, waiting
from events.models import Booking, Event
from people.models import Duty
from tests.makers import NOW, TESTER, make_booking, make_event, make_person, make_user

pytestmark = pytest.mark.django_db
State = Booking.State


def full(*, waiting_for: int = 3, at: Any = NOW, **fields: Any) -> tuple[Event, Booking, list[Booking]]:
    """An event of one place: who has it, and who waits, first come first."""
    event = make_event(places=1, at=at, **fields)
    holder = make_booking(event, made_at=at)
    line = [
        make_booking(event, outcome="waiting", made_at=at + timedelta(minutes=number)) for number in range(waiting_for)
    ]
    return event, holder, line


def order(event: Event) -> list[int]:
    return [booking.pk for booking in event.bookings.waiting_in_order()]


def state(booking: Booking) -> str:
    return Booking.objects.get(pk=booking.pk).state


def test_before_the_cut_off_the_list_moves_and_from_it_on_a_manager_decides() -> None:
    event, holder, [first, second, third] = full(cut_off_hours=48)
    cut_off = event.starts_at - timedelta(hours=48)
    bookings.cancel(holder, by=TESTER, at=cut_off - timedelta(seconds=1))
    assert state(first) == State.CONFIRMED
    bookings.cancel(first, by=TESTER, at=cut_off)
    assert state(second) == State.WAITING
    programme.change(event, by=TESTER, at=cut_off, joining_instructions="Bring a pen")
    assert state(second) == State.WAITING
    assert bookings.book(event, make_person(), by=TESTER, at=cut_off).state == State.WAITING
    waiting.give_place(third, by=TESTER, at=cut_off, reason="Lives next door")
    assert (state(second), state(third)) == (State.WAITING, State.CONFIRMED)
    assert AuditEntry.objects.get(verb="waiting.give_place").reason == "Lives next door"
    with pytest.raises(waiting.EventFull, match="No place on"):
        waiting.give_place(second, by=TESTER, at=cut_off, reason="Too")


def test_a_person_moved_keeps_their_position_and_newcomers_come_last() -> None:
    event, holder, [first, second, third] = full()
    waiting.move_to(third, 1, by=TESTER, at=NOW, reason="Court on Monday")
    newcomer = make_booking(event, outcome="waiting", made_at=NOW + timedelta(days=1))
    assert order(event) == [third.pk, first.pk, second.pk, newcomer.pk]
    waiting.move_to(third, 99, by=TESTER, at=NOW, reason="Adjourned")
    assert order(event) == [first.pk, second.pk, newcomer.pk, third.pk]
    entry = AuditEntry.objects.filter(verb="waiting.move_to").latest("pk")
    assert (entry.reason, entry.details) == ("Adjourned", {"was": 1, "now": 4})
    assert waiting.positions([first, third], at=NOW) == {first.pk: 1, second.pk: 2, newcomer.pk: 3, third.pk: 4}
    bookings.cancel(holder, by=TESTER, at=NOW)
    assert state(first) == State.CONFIRMED


@pytest.mark.once
def test_only_who_stands_before_the_one_moved_is_fixed() -> None:
    event, _, line = full(waiting_for=4)

    def turns() -> list[tuple[int, int | None]]:
        return [(line.index(each), each.turn) for each in event.bookings.waiting_in_order()]

    waiting.move_to(line[2], 2, by=TESTER, at=NOW, reason="Court on Monday")
    assert turns() == [(0, 1), (2, 2), (1, None), (3, None)]
    waiting.move_to(line[3], 1, by=TESTER, at=NOW, reason="Ill before")
    assert turns() == [(3, 1), (0, 2), (2, 3), (1, None)]


@pytest.mark.parametrize("reason", ["", " "])
def test_the_order_is_never_changed_without_a_reason(reason: str) -> None:
    event, holder, [_, second, _] = full()
    before = order(event)
    with pytest.raises(waiting.NoReason):
        waiting.move_to(second, 1, by=TESTER, at=NOW, reason=reason)
    bookings.cancel(holder, by=TESTER, at=event.starts_at - timedelta(hours=1))
    with pytest.raises(waiting.NoReason):
        waiting.give_place(second, by=TESTER, at=NOW, reason=reason)
    assert order(event) == before[1:]


def test_who_waits_no_more_is_moved_nowhere() -> None:
    event, holder, [first, *_] = full()
    with pytest.raises(waiting.NotWaiting, match="not on the waiting list any more: booked"):
        waiting.move_to(holder, 1, by=TESTER, at=NOW, reason="Why not")
    with pytest.raises(waiting.NotWaiting, match="has begun"):
        waiting.give_place(first, by=TESTER, at=event.starts_at, reason="Why not")


def test_added_places_move_as_many_as_fit_and_no_limit_moves_all() -> None:
    event, _, line = full(waiting_for=4)
    programme.change(event, by=TESTER, at=NOW, places=3)
    assert [state(booking) for booking in line] == [State.CONFIRMED, State.CONFIRMED, State.WAITING, State.WAITING]
    programme.change(event, by=TESTER, at=NOW, places=None)
    assert {state(booking) for booking in line} == {State.CONFIRMED}
    assert OutgoingMail.objects.filter(letter="place-came-free").count() == 4


def test_a_later_cut_off_lets_the_list_move_at_once() -> None:
    event, holder, [first, *_] = full(cut_off_hours=24 * 60)
    bookings.cancel(holder, by=TESTER, at=NOW)
    assert state(first) == State.WAITING
    programme.change(event, by=TESTER, at=NOW, cut_off_hours=24)
    assert state(first) == State.CONFIRMED


def test_who_waited_to_the_end_is_unmet_demand() -> None:
    event, _, line = full()
    assert waiting.lapse_begun(at=event.starts_at) == 3
    assert Booking.objects.unmet().count() == len(line)


def test_a_manager_sees_the_list_and_changes_it_with_a_reason(client: Client) -> None:
    client.force_login(make_user(Duty.Kind.MANAGER))
    event, holder, [first, second, _] = full(at=timezone.now(), waiting_for=3)
    change = reverse("change_waiting", args=[second.pk])
    assert change in client.get(reverse("manage_event", args=[event.code])).content.decode()
    assert "2nd on the waiting list" in client.get(change).content.decode()
    assert "Enter the position" in client.post(change, {"what": "position", "reason": "x"}).content.decode()
    assert "No place on" in client.post(change, {"what": "place", "reason": "Court"}).content.decode()
    client.post(change, {"what": "position", "position": "1", "reason": "Court"})
    assert order(event)[0] == second.pk
    Booking.objects.filter(pk=holder.pk).update(state="cancelled", cancelled_at=NOW, cancelled_late=False)
    client.post(change, {"what": "place", "reason": "Court"})
    assert (state(second), state(first)) == (State.CONFIRMED, State.WAITING)
    assert client.get(change)["Location"] == reverse("manage_event", args=[event.code])


def test_where_no_place_is_free_none_is_offered_to_be_given(client: Client) -> None:
    event = make_event(at=timezone.now(), places=1)
    make_booking(event)
    booking = make_booking(event, outcome="waiting")
    client.force_login(make_user(Duty.Kind.MANAGER))
    said = client.get(reverse("change_waiting", args=[booking.pk])).content.decode()
    assert ("No place is free to give them" in said, 'value="place"' in said) == (True, False)


def test_the_list_is_the_managers_to_change_and_who_waits_reads_when_it_stops(client: Client) -> None:
    person = make_person(user=make_user())
    client.force_login(person.user or make_user())
    event = make_event(at=timezone.now(), cut_off_hours=24 * 60)
    booking = make_booking(event, person, outcome="waiting")
    assert client.get(reverse("change_waiting", args=[booking.pk])).status_code == 404
    said = client.get(reverse("booking", args=[booking.pk])).content.decode()
    assert "the training team decides who comes" in said
