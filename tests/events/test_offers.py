"""Offers: open for a time, answered by the person, lapsed by the sweep, and passed on, one at a time and never late."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core import mail, words
from core.models import AuditEntry, OutgoingMail
from events import bookings, offers, programme, waiting
from events.models import Booking, Event
from people.models import Duty
from tests.makers import NOW, TESTER, make_agency, make_booking, make_event, make_person, make_user

pytestmark = pytest.mark.django_db
State = Booking.State
A_DAY = timedelta(hours=24)


def offered(*, waiting_for: int = 2, at: Any = NOW, **fields: Any) -> tuple[Event, list[Booking]]:
    """An event of one place, just given back; the first who waits has the offer."""
    event = make_event(**{"places": 1, "offer_hours": 24, "at": at} | fields)
    holder = make_booking(event, made_at=at)
    line = [
        make_booking(event, outcome="waiting", made_at=at + timedelta(minutes=number)) for number in range(waiting_for)
    ]
    bookings.cancel(holder, by=TESTER, at=at)
    return event, [Booking.objects.get(pk=booking.pk) for booking in line]


def states(event: Event) -> list[str]:
    return list(event.bookings.exclude(state=State.CANCELLED).order_by("pk").values_list("state", flat=True))


def test_one_place_is_offered_once_and_kept_from_everybody_else() -> None:
    event, [first, _] = offered()
    assert (first.state, first.offer_lapses_at, first.held_place) == (State.OFFERED, NOW + A_DAY, False)
    programme.change(event, by=TESTER, at=NOW, joining_instructions="Bring a pen")
    assert bookings.book(event, make_person(), by=TESTER, at=NOW).state == State.WAITING
    assert states(event) == [State.OFFERED, State.WAITING, State.WAITING]
    with pytest.raises(programme.TooFewPlaces, match="1 people hold a place"):
        programme.change(event, by=TESTER, at=NOW, places=0)
    assert OutgoingMail.objects.filter(letter="place-offered").count() == 1


def test_taking_it_in_time_books_the_place() -> None:
    event, [first, _] = offered()
    offers.accept(first, by=TESTER, at=NOW + A_DAY - timedelta(seconds=1))
    assert states(event) == [State.CONFIRMED, State.WAITING]
    assert Booking.objects.get(pk=first.pk).held_place
    assert AuditEntry.objects.filter(verb="offers.accept").count() == 1


def test_turning_it_down_passes_it_on_at_once_and_is_never_late() -> None:
    event, [first, second] = offered()
    declined = offers.decline(first, by=TESTER, at=NOW)
    assert states(event) == [State.DECLINED, State.OFFERED]
    assert (declined.standing, declined.cancelled_late) == ("Offered place turned down", None)
    cancelled = bookings.cancel(Booking.objects.get(pk=second.pk), by=TESTER, at=event.starts_at - timedelta(minutes=1))
    assert cancelled.cancelled_late is False


@pytest.mark.parametrize("answer", [offers.accept, offers.decline])
def test_it_can_not_be_answered_too_late_or_twice(answer: Any) -> None:
    event, [first, second] = offered()
    with pytest.raises(offers.NotOffered, match="was open until Tuesday 5 May 2026, midday"):
        answer(first, by=TESTER, at=NOW + A_DAY)
    assert states(event) == [State.OFFERED, State.WAITING]
    answer(first, by=TESTER, at=NOW)
    with pytest.raises(offers.NotOffered, match="is offered to"):
        answer(first, by=TESTER, at=NOW)
    with pytest.raises(offers.NotOffered):
        answer(Booking.objects.get(pk=second.pk), by=TESTER, at=NOW + 2 * A_DAY)


def test_nobody_answers_and_it_passes_on_until_somebody_does() -> None:
    event, [first, second] = offered()
    assert offers.lapse_due(at=NOW + A_DAY - timedelta(seconds=1)) == 0
    assert offers.lapse_due(at=NOW + A_DAY) == 1
    assert offers.lapse_due(at=NOW + A_DAY) == 0
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.standing) == (State.LAPSED, "Offer not answered in time")
    assert (second.state, second.offer_lapses_at) == (State.OFFERED, NOW + 2 * A_DAY)
    assert not Booking.objects.unmet().exists()
    assert offers.lapse_due(at=NOW + 2 * A_DAY) == 1
    assert bookings.book(event, first.person, by=TESTER, at=NOW + 2 * A_DAY).state == State.CONFIRMED


def test_an_offer_ends_at_the_cut_off_and_none_is_made_from_it_on() -> None:
    event, [first, _] = offered(cut_off_hours=48, days=2)
    cut_off = event.starts_at - timedelta(hours=48)
    assert cut_off < NOW
    assert first.state == State.WAITING
    event, [first, _] = offered(cut_off_hours=48, days=3)
    assert first.offer_lapses_at == event.starts_at - timedelta(hours=48) < NOW + A_DAY
    assert offers.lapse_due(at=first.offer_lapses_at) == 1
    assert states(event) == [State.LAPSED, State.WAITING]


def test_a_sooner_date_or_cut_off_ends_the_offer_sooner_and_the_person_is_told_once() -> None:
    event, [first, _] = offered(days=3)
    programme.change(event, by=TESTER, at=NOW, cut_off_hours=60)
    first.refresh_from_db()
    event.refresh_from_db()
    assert first.offer_lapses_at == event.list_stops_at < NOW + A_DAY
    [letter] = OutgoingMail.objects.filter(letter="offer-changed")
    assert letter.about == {"booking": first.pk}
    assert AuditEntry.objects.filter(verb="offers.bring_forward").count() == 1
    with pytest.raises(offers.NotOffered, match="was open until"):
        offers.accept(first, by=TESTER, at=event.list_stops_at)
    programme.change(event, by=TESTER, at=NOW, places=1, offer_hours=48)
    assert OutgoingMail.objects.filter(letter="offer-changed").count() == 1


def test_who_is_offered_a_place_is_told_of_another_date_and_keeps_the_time_to_answer(mailoutbox: list[Any]) -> None:
    event, [first, second] = offered()
    later = event.starts_on + timedelta(days=7)
    programme.change(event, by=TESTER, at=NOW, starts_on=later, ends_on=later)
    first.refresh_from_db()
    assert first.offer_lapses_at == NOW + A_DAY
    assert [row.about for row in OutgoingMail.objects.filter(letter="offer-changed")] == [{"booking": first.pk}]
    OutgoingMail.objects.exclude(letter="offer-changed").delete()
    assert mail.send_due(at=NOW) == 1
    [sent] = mailoutbox
    assert f"{words.day(later)}" in sent.body
    assert "kept for you until Tuesday 5 May 2026, midday" in sent.body
    assert second.state == State.WAITING


def test_as_many_offers_as_places_and_who_has_one_when_it_begins_lapses() -> None:
    event, _ = offered(waiting_for=5)
    programme.change(event, by=TESTER, at=NOW, places=3)
    assert states(event) == [*[State.OFFERED] * 3, State.WAITING, State.WAITING]
    waiting.lapse_begun(at=event.starts_at)
    assert set(states(event)) == {State.LAPSED}


def test_the_letters_say_until_when_and_are_not_sent_once_answered() -> None:
    _, [first, _] = offered()
    OutgoingMail.objects.exclude(letter__in=["place-offered", "offer-lapsed"]).delete()
    assert mail.send_due(at=NOW) == 1
    offers.lapse_due(at=NOW + A_DAY)
    offers.accept(Booking.objects.get(state=State.OFFERED), by=TESTER, at=NOW + A_DAY)
    OutgoingMail.objects.exclude(letter__in=["place-offered", "offer-lapsed"]).delete()
    assert mail.send_due(at=NOW + A_DAY) == 1
    assert OutgoingMail.objects.filter(dropped_at__isnull=False).get().letter == "place-offered"
    assert first.person.address


def test_the_person_answers_on_the_booking_s_page(client: Client) -> None:
    person = make_person(user=make_user())
    client.force_login(person.user or make_user())
    event = make_event(at=timezone.now(), offer_hours=24)
    until = timezone.now() + A_DAY
    booking = make_booking(event, person, outcome="waiting", state="offered", offer_lapses_at=until)
    page, accept = reverse("booking", args=[booking.pk]), reverse("accept_offer", args=[booking.pk])
    assert accept in client.get(page).content.decode()
    assert "Answer by" in client.get(reverse("my_training")).content.decode()
    assert client.get(accept)["Location"] == page
    assert "The place is booked." in client.post(accept, follow=True).content.decode()
    assert "is offered to" in client.post(reverse("decline_offer", args=[booking.pk]), follow=True).content.decode()
    booking.refresh_from_db()
    assert booking.state == State.CONFIRMED


def test_an_offer_of_last_week_says_that_it_is_over(client: Client) -> None:
    person = make_person(user=make_user())
    client.force_login(person.user or make_user())
    past = timezone.now() - A_DAY
    booking = make_booking(
        make_event(at=timezone.now()), person, outcome="waiting", state="offered", offer_lapses_at=past
    )
    said = client.get(reverse("booking", args=[booking.pk])).content.decode()
    assert "The offer was open until" in said
    assert reverse("accept_offer", args=[booking.pk]) not in said


@pytest.mark.parametrize("name", ["accept_offer", "decline_offer"])
def test_nobody_else_answers(client: Client, name: str) -> None:
    booking = make_booking(make_event(), outcome="waiting", state="offered", offer_lapses_at=NOW)
    for user in (make_user(), make_user(Duty.Kind.LEAD, agency=make_agency()), make_user(Duty.Kind.TRAINER)):
        client.force_login(user)
        assert client.post(reverse(name, args=[booking.pk])).status_code == 404
