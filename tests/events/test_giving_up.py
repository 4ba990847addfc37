"""Giving a booking up: why not is said before the try, a list is left in one click, and others say why they cancel."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core import mail
from events import bookings, waiting
from events.models import Booking
from people.models import Duty, Person
from tests.events.pages import event_in, page
from tests.makers import make_booking, make_person, make_user

pytestmark = pytest.mark.django_db
State = Booking.State


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (
            {"state": "waiting"},
            "A turn on the list can’t be passed on: a colleague joins the list themself.",
        ),
        ({"state": "requested", "decide_by": timezone.now()}, "A request can’t go to a colleague, or be changed"),
        (
            {"state": "offered", "offer_lapses_at": timezone.now() + timedelta(1)},
            "An offer can’t be passed on: once the place is taken",
        ),
        ({"state": "lapsed"}, "has ended, so there is no place to give up, to pass on to a colleague, or to change"),
    ],
    ids=lambda value: value["state"] if isinstance(value, dict) else "",
)
def test_the_booking_s_page_says_before_the_try_why_no_place_is_passed_on(
    client: Client, person: Person, fields: dict[str, Any], said: str
) -> None:
    booking = make_booking(event_in(), person, outcome="waiting", **fields)
    shown = page(client, reverse("booking", args=[booking.pk]))
    assert said in shown
    assert reverse("substitute", args=[booking.pk]) not in shown


def test_who_waited_until_it_began_is_told_that_nobody_waits_any_more(client: Client, person: Person) -> None:
    waits = make_booking(event_in(-1), person, outcome="waiting")
    shown = page(client, reverse("booking", args=[waits.pk]))
    assert "is over, and nobody waits for a place any more: there is nothing to cancel." in shown


def test_a_waiting_list_is_left_in_one_click_from_the_list_of_one_s_training_and_told_of(
    client: Client, person: Person
) -> None:
    event = event_in(places=1)
    make_booking(event)
    waits, behind = make_booking(event, person, outcome="waiting"), make_booking(event, outcome="waiting")
    leave = reverse("leave_list", args=[waits.pk])
    for shown in ("my_training", "booking"):
        said = page(client, reverse(shown, args=[waits.pk] if shown == "booking" else []))
        assert f'<form method="post" action="{leave}">' in said
        assert reverse("cancel_booking", args=[waits.pk]) not in said
    said = client.post(leave, follow=True).content.decode()
    assert f"You have left the waiting list for {event}. If you change your mind, go to the event" in said
    waits.refresh_from_db()
    assert (waits.state, waits.cancelled_late, waiting.positions([behind], at=timezone.now())) == (
        State.CANCELLED, False, {behind.pk: 1},
    )  # fmt: skip


def test_who_leaves_a_list_that_can_not_be_joined_again_is_told_why(client: Client, person: Person) -> None:
    waits = make_booking(event_in(closes_on=timezone.localdate() - timedelta(1)), person, outcome="waiting")
    said = client.post(reverse("leave_list", args=[waits.pk]), follow=True).content.decode()
    assert "You can’t join it again now. Booking for" in said


def test_who_has_the_place_meanwhile_does_not_lose_it_by_leaving_the_list(client: Client, person: Person) -> None:
    booking = make_booking(event_in(1), person)
    said = client.post(reverse("leave_list", args=[booking.pk]), follow=True).content.decode()
    assert "Ann Lee is not on the waiting list any more: booked." in said
    booking.refresh_from_db()
    assert booking.state == State.CONFIRMED


@pytest.mark.parametrize("outcome", ["booked", "waiting"])
def test_who_cancels_for_somebody_else_says_why_and_they_are_told(
    client: Client, outcome: str, mailoutbox: list[Any]
) -> None:
    booking = make_booking(event_in(), make_person(first_name="Bea"), outcome=outcome)
    lead = make_user(Duty.Kind.LEAD, agency=booking.agency)
    client.force_login(lead)
    assert client.post(reverse("leave_list", args=[booking.pk])).status_code == 404
    for blank in ("", "  "):
        said = client.post(reverse("cancel_booking", args=[booking.pk]), {"reason": blank}).content.decode()
        assert "Enter why it is cancelled" in said
        with pytest.raises(bookings.NoReason, match="Say why: Bea"):
            bookings.cancel(booking, by=lead, at=timezone.now(), reason=blank)
    client.post(reverse("cancel_booking", args=[booking.pk]), {"reason": "Needed on the ward"})
    booking.refresh_from_db()
    assert (booking.state, booking.reason) == (State.CANCELLED, "Needed on the ward")
    assert mail.send_due(at=timezone.now()) == 1
    assert "The reason given: Needed on the ward\n" in mailoutbox[0].body
