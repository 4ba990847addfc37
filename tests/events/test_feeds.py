"""The private address of somebody's calendar: what is read there, by whom, and when it leads nowhere."""

import re
from datetime import timedelta
from typing import Any

import icalendar
import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from core.models import AuditEntry
from events import bookings, choices, feeds, programme
from events.models import Booking, CalendarFeed, Event
from people import accounts
from people.models import Duty, Person, User
from tests.makers import (
    NOW,
    TESTER,
    make_booking,
    make_conference,
    make_event,
    make_event_on,
    make_person,
    make_user,
    make_workshop,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> Person:
    """Somebody with an account."""
    return make_person(user=make_user())


def account_of(person: Person) -> User:
    assert person.user
    return person.user


def address_of(person: Person) -> str:
    return f"/calendar/{feeds.token_of(feeds.make(account_of(person), at=NOW))}.ics"


def read(text: str) -> list[Any]:
    calendar: Any = icalendar.Calendar.from_ical(text)
    return list(calendar.events)


def titles(text: str) -> list[str]:
    return [str(event["summary"]) for event in read(text)]


def drawn(person: Person) -> list[str]:
    return titles(feeds.drawn(person, at=NOW))


@pytest.mark.parametrize(
    ("days", "outcome", "is_shown"),
    [
        (20, "booked", True),
        (0, "booked", True),
        (-90, "attended", True),
        (-90, "did-not-attend", True),
        (-91, "attended", False),
        (20, "waiting", False),
        (20, "cancelled", False),
    ],
)
def test_it_shows_what_is_held_and_was_in_the_last_ninety_days(
    person: Person, days: int, outcome: str, is_shown: bool
) -> None:
    make_booking(make_event(days=days, title="Neglect"), person, outcome=outcome)
    assert drawn(person) == (["Neglect"] if is_shown else [])


def test_what_awaits_an_answer_is_not_shown(person: Person) -> None:
    bookings.book(make_event(approval_hours=24), person, by=account_of(person), at=NOW)
    event = make_event(days=40, places=1, offer_hours=24)
    holder = bookings.book(event, make_person(), by=TESTER, at=NOW)
    bookings.book(event, person, by=TESTER, at=NOW)
    bookings.cancel(holder, by=TESTER, at=NOW)
    assert set(person.bookings.values_list("state", flat=True)) == {"requested", "offered"}
    assert drawn(person) == []


def test_it_follows_what_becomes_of_a_booking(person: Person) -> None:
    event = make_event_on(10, 17, title="Neglect")
    booking = bookings.book(event, person, by=TESTER, at=NOW)
    assert drawn(person) == ["Neglect (1 of 2)", "Neglect (2 of 2)"]
    programme.change(event, by=TESTER, at=NOW, title="Harm")
    assert drawn(person) == ["Harm (1 of 2)", "Harm (2 of 2)"]
    bookings.cancel(booking, by=TESTER, at=NOW)
    assert drawn(person) == []


def test_a_cancelled_event_is_gone(person: Person) -> None:
    event = make_event()
    bookings.book(event, person, by=TESTER, at=NOW)
    programme.cancel(event, by=TESTER, at=NOW, reason="Snow")
    assert drawn(person) == []


def test_workshops_are_told_with_their_conference(person: Person) -> None:
    conference = make_conference(title="The Conference")
    booking = bookings.book(conference, person, by=TESTER, at=NOW)
    choices.choose(booking, [make_workshop(conference, title="Lakes")], [], by=TESTER, at=NOW)
    assert drawn(person) == ["The Conference"]
    assert "Lakes\\, 11am to midday" in feeds.drawn(person, at=NOW).replace("\r\n ", "")


def test_whoever_has_the_address_reads_it_without_signing_in(client: Client, person: Person) -> None:
    make_booking(make_event(at=timezone.now(), title="Neglect"), person)
    make_booking(make_event(at=timezone.now(), title="Somebody else's"))
    answer = client.get(address_of(person))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert titles(answer.content.decode()) == ["Neglect"]
    assert answer.cookies == {}
    assert set(answer["Cache-Control"].split(", ")) == {"private", "no-cache"}
    assert (answer["Referrer-Policy"], answer["X-Robots-Tag"]) == ("no-referrer", "noindex")


def test_what_has_not_changed_is_not_sent_again(client: Client, person: Person) -> None:
    event = make_event(at=timezone.now())
    make_booking(event, person)
    address = address_of(person)
    known = client.get(address)["ETag"]
    assert client.get(address, headers={"If-None-Match": known}).status_code == 304
    Event.objects.filter(pk=event.pk).update(title="Another")
    assert client.get(address, headers={"If-None-Match": known}).status_code == 200


def test_each_address_is_one_person_s(client: Client, person: Person) -> None:
    other = make_person(user=make_user())
    make_booking(make_event(at=timezone.now(), title="Mine"), person)
    make_booking(make_event(at=timezone.now(), title="Theirs"), other)
    mine, theirs = address_of(person), address_of(other)
    assert mine != theirs
    assert titles(client.get(mine).content.decode()) == ["Mine"]
    client.force_login(account_of(person))
    assert titles(client.get(theirs).content.decode()) == ["Theirs"]


def test_a_new_address_ends_the_one_before(client: Client, person: Person) -> None:
    before, after = address_of(person), address_of(person)
    assert client.get(before).status_code == 404
    assert client.get(after).status_code == 200
    feeds.end(account_of(person), at=NOW)
    assert client.get(after).status_code == 404
    verbs = AuditEntry.objects.filter(verb__startswith="feeds.").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["feeds.make", "feeds.renew", "feeds.end"]


def test_ending_what_is_not_there_is_not_on_the_trail(person: Person) -> None:
    feeds.end(account_of(person), at=NOW)
    assert not AuditEntry.objects.filter(verb="feeds.end").exists()


def test_the_key_alone_opens_nothing(client: Client, person: Person, settings: LazySettings) -> None:
    address = address_of(person)
    key = CalendarFeed.objects.get().key
    assert key in address
    forged = [key, f"{key}.", f"{key}.{'A' * 43}", address.removeprefix("/calendar/")[:-5], "", ".", "é"]
    assert [client.get(f"/calendar/{token}.ics").status_code for token in forged] == [404] * len(forged)
    settings.SECRET_KEY = "another secret" * 5
    assert client.get(address).status_code == 404


def test_an_account_that_is_closed_or_gone_has_no_calendar(client: Client, person: Person) -> None:
    address, user = address_of(person), account_of(person)
    accounts.close(user, by=make_user(Duty.Kind.ADMINISTRATOR), at=NOW, reason="Left")
    assert client.get(address).status_code == 404
    User.objects.filter(pk=user.pk).update(is_active=True)
    assert client.get(address).status_code == 200
    Person.objects.update(user=None)
    assert client.get(address).status_code == 404
    user.delete()
    assert not CalendarFeed.objects.exists()


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_is_only_read(client: Client, person: Person, method: str) -> None:
    assert getattr(client, method)(address_of(person)).status_code == 405


@pytest.mark.parametrize("times", [1, 3, 30])
def test_it_costs_six_statements_however_much_one_booked(
    client: Client, person: Person, times: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(times):
        make_booking(make_event_on(number + 1, number + 2, at=timezone.now()), person)
        make_booking(make_event(at=timezone.now() - timedelta(days=40)), person, outcome="attended")
    address = address_of(person)
    with django_assert_num_queries(6):
        assert len(titles(client.get(address).content.decode())) == 3 * times


def page(client: Client) -> str:
    answer = client.get("/my/calendar/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_gives_the_address_out_and_takes_it_back(client: Client, person: Person) -> None:
    client.force_login(account_of(person))
    assert 'href="/my/calendar/"' in client.get("/my/").content.decode()
    assert "Make my private address" in page(client)
    assert client.post("/my/calendar/make/")["Location"] == "/my/calendar/"
    shown = re.search(r'value="http://127\.0\.0\.1:8000(/calendar/[^"]+\.ics)"', page(client))
    assert shown
    assert f'href="webcal://127.0.0.1:8000{shown[1]}"' in page(client)
    assert client.get(shown[1]).status_code == 200
    client.post("/my/calendar/make/")
    assert client.get(shown[1]).status_code == 404
    client.post("/my/calendar/stop/")
    assert not CalendarFeed.objects.exists()
    assert "Make my private address" in page(client)


def test_nobody_sees_another_s_address(client: Client, person: Person) -> None:
    address = address_of(person)
    client.force_login(account_of(make_person(user=make_user())))
    assert address not in page(client)


def test_opening_a_button_s_address_changes_nothing(client: Client, person: Person) -> None:
    address = address_of(person)
    client.force_login(account_of(person))
    for button in ("make", "stop"):
        assert client.get(f"/my/calendar/{button}/")["Location"] == "/my/calendar/"
    assert client.get(address).status_code == 200


def test_who_has_not_said_who_they_are_is_asked_to(client: Client) -> None:
    client.force_login(make_user())
    assert client.get("/my/calendar/")["Location"] == "/my/"


def test_a_letter_and_the_feed_speak_of_the_same_entry(person: Person) -> None:
    booking = bookings.book(make_event(), person, by=TESTER, at=NOW)
    [entry] = read(feeds.drawn(person, at=NOW))
    assert str(entry["uid"]).startswith(f"booking-{booking.pk}-1@")
    assert entry["sequence"] == 1
    assert Booking.objects.get().state == Booking.State.CONFIRMED
