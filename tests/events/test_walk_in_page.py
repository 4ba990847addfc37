"""Somebody who came without a booking: a few letters and one press, or a name and an agency; never twice."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.models import AuditEntry
from events import registers
from events.attendance import Mark, mark_of
from events.forms_manage import WalkInAskedForm
from events.models import Booking, Event
from people import persons
from people.models import User
from tests.makers import TESTER, make_agency, make_booking, make_event, make_person, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    return make_event(days=-1, at=timezone.now())


def page(event: Event) -> str:
    return reverse("walk_in", args=[event.code])


def look(client: Client, event: Event, said: str) -> str:
    return " ".join(client.get(page(event), {"q": said}).content.decode().split())


def buttons(text: str) -> list[str]:
    """Whom one press would put on the register, by their ids."""
    return re.findall(r'name="person" value="(\d+)"', text)


@pytest.mark.parametrize("said", ["zoe", "zoe o'n", "nei", "O’NEILL zo", "zoe.oneill@example.org"])
def test_three_letters_find_somebody(said: str) -> None:
    person = make_person(first_name="Zoe", last_name="van O'Neill-Neicke", email="Zoe.ONeill@example.org")
    make_person(first_name="Anzoe", last_name="Other")
    found = persons.at_the_door(said.replace("’", "'"))
    assert found == [person]


@pytest.mark.parametrize(
    "said", ["", "zo", "z o", "oe.", "oneill@example.org", "zoe.oneill@", "@", "Agency", ".*", "%%%", "((("]
)
def test_less_finds_nobody_and_no_address_is_guessed(said: str) -> None:
    make_person(first_name="Zoe", last_name="Quill", email="zoe.oneill@example.org", agency=make_agency(name="Agency"))
    assert persons.at_the_door(said) == []


def test_one_press_puts_somebody_on_the_register(client: Client, manager: User, event: Event) -> None:
    person = make_person(first_name="Zoe", last_name="Walker", email="zoe@example.org")
    text = look(client, event, "zoe")
    assert buttons(text) == [str(person.pk)]
    assert person.agency.name in text
    assert "zoe@example.org" not in text
    answer = client.post(page(event), {"person": person.pk}, follow=True)
    assert "Zoe Walker is on the register, as attended." in answer.content.decode()
    booking = event.bookings.get()
    assert (booking.unscheduled, booking.held_place, booking.attendance) == (True, False, "attended")
    assert buttons(look(client, event, "zoe")) == []
    again = client.post(page(event), {"person": person.pk}, follow=True)
    assert "had a booking, which is marked as attended." in again.content.decode()
    assert event.bookings.count() == 1
    assert client.post(page(event), {"person": "no number"}).status_code == 404


def test_somebody_who_has_a_booking_is_marked_by_the_same_press(client: Client, manager: User, event: Event) -> None:
    booking = make_booking(event, make_person(first_name="Ben", last_name="Booked"))
    assert "On this register: not recorded" in look(client, event, "ben")
    client.post(page(event), {"person": booking.person.pk})
    booking.refresh_from_db()
    assert (mark_of(booking), booking.unscheduled) == (Mark("attended"), False)


def test_whoever_only_waited_waits_no_more_when_they_come(event: Event) -> None:
    waiting = make_booking(event, state=Booking.State.WAITING, held_place=False)
    came = registers.add_walk_in(event, waiting.person, by=TESTER, at=timezone.now())
    waiting.refresh_from_db()
    assert (waiting.state, came.unscheduled) == ("lapsed", True)
    assert AuditEntry.objects.filter(verb="waiting.lapse").count() == 1


def test_a_new_person_needs_a_name_and_an_agency(client: Client, manager: User, event: Event) -> None:
    agency = make_agency()
    text = look(client, event, "Dee New Person")
    assert 'name="first_name" value="Dee"' in text
    assert 'name="last_name" value="New Person"' in text
    answer = client.post(page(event), {"first_name": "Dee", "last_name": "", "agency": ""})
    assert "Enter a last name" in answer.content.decode()
    client.post(page(event), {"first_name": "Dee", "last_name": "New", "agency": agency.pk})
    assert event.bookings.get().person.agency == agency


def test_who_may_be_on_record_is_asked_before_somebody_new_is(client: Client, manager: User, event: Event) -> None:
    far = make_person(first_name="Zoe", last_name="Walker", email="far@example.org")
    near = make_person(first_name="Zoë", last_name="Walker")
    make_person(first_name="Zoe", last_name="Walkerton", agency=near.agency)
    about = {"first_name": "zoe", "last_name": "WALKER", "agency": near.agency_id, "email": "new@example.org"}
    asked = client.post(page(event), about).content.decode()
    assert buttons(asked) == [str(near.pk), str(far.pk)]
    assert "Is it one of these?" in asked
    assert far.agency.name in asked
    assert far.email not in asked
    assert not event.bookings.exists()
    client.post(page(event), {"person": near.pk})
    client.post(page(event), about | {"is_another": "on"})
    first, second = event.bookings.order_by("pk")
    assert (first.person, second.person.email) == (near, "new@example.org")


@pytest.mark.once
def test_an_address_that_several_share_does_not_say_who_came() -> None:
    shared = [make_person(last_name=name, email="office@example.org") for name in ("Ash", "Birch")]
    form = WalkInAskedForm({"email": "Office@example.org"})
    assert list(form.errors) == ["first_name", "last_name", "agency", "is_another"]
    assert form.alike == shared
    said = {"first_name": "Al", "last_name": "Elm", "agency": shared[0].agency_id, "email": "office@example.org"}
    form = WalkInAskedForm(said | {"is_another": "on"})
    assert form.is_valid()
    assert form.who_came._state.adding


@pytest.mark.parametrize(("first", "last"), [("", ""), ("Zo", ""), ("z", "o"), ("Zo", "W"), ("Z", "Walker")])
def test_nobody_is_told_of_whom_a_search_would_not_find(first: str, last: str) -> None:
    for name in ("Zo", "Zoe"):
        make_person(first_name=name, last_name="Walker")
    make_person(first_name="Z", last_name="O")
    assert persons.of_that_name_at_the_door(first, last, None) == []


def test_a_search_costs_as_much_for_many_as_for_one(
    client: Client, manager: User, event: Event, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        make_booking(event, make_person(first_name="Zoe", last_name=f"N{number}"))
    with django_assert_max_num_queries(9):
        text = look(client, event, "zoe")
    assert len(buttons(text)) == persons.AT_THE_DOOR_AT_MOST
    assert "There may be more" in text


# What two people save from the same page


def test_a_page_saves_what_was_changed_on_it_and_undoes_nobody(client: Client, manager: User, event: Event) -> None:
    mine, theirs = make_booking(event), make_booking(event)
    register = reverse("register", args=[event.code])
    sent = {f"mark-{mine.pk}": "absent", f"mark-{theirs.pk}": "", f"seen-{mine.pk}": "||", f"seen-{theirs.pk}": "||"}
    registers.mark(event, {theirs.pk: Mark("part", 40)}, by=TESTER, at=timezone.now())
    assert client.post(register, sent).status_code == 302
    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert (mark_of(mine), mark_of(theirs)) == (Mark("absent"), Mark("part", 40))


def test_what_somebody_else_marked_otherwise_is_shown_before_it_is_overruled(
    client: Client, manager: User, event: Event
) -> None:
    booking, other = make_booking(event), make_booking(event)
    register = reverse("register", args=[event.code])
    sent = {
        f"mark-{booking.pk}": "absent",
        f"seen-{booking.pk}": "||",
        f"mark-{other.pk}": "",
        f"seen-{other.pk}": "||",
    }
    both = {booking.pk: "attended", other.pk: "apologies"}
    registers.mark(event, both, by=TESTER, at=timezone.now())
    text = client.post(register, sent).content.decode()
    assert f"Somebody else has marked {booking.person} “Attended” since you opened this page." in text
    assert f'name="seen-{booking.pk}" value="attended||"' in text
    assert f'name="mark-{booking.pk}" value="absent" checked' in text
    assert f'name="mark-{other.pk}" value="apologies" checked' in text
    again = sent | {
        f"seen-{booking.pk}": "attended||",
        f"mark-{other.pk}": "apologies",
        f"seen-{other.pk}": "apologies||",
    }
    assert client.post(register, again).status_code == 302
    booking.refresh_from_db()
    assert mark_of(booking) == Mark("absent")


# What devices keep


def test_signing_out_has_the_browser_delete_what_it_kept(client: Client) -> None:
    client.force_login(make_user())
    assert "Clear-Site-Data" not in client.get("/my/").headers
    assert client.post(reverse("account_logout")).headers["Clear-Site-Data"] == '"storage"'
    assert "Clear-Site-Data" not in client.get("/programme/").headers


@pytest.mark.parametrize(("days", "state"), [(-1, "open"), (2, "later"), (9, "closed")])
def test_a_register_lies_ready_for_a_device_shortly_before_it_begins(
    client: Client, manager: User, days: int, state: str
) -> None:
    event = make_event(days=days, at=timezone.now())
    make_booking(event)
    text = client.get(reverse("register", args=[event.code])).content.decode()
    assert f'data-state="{state}"' in text
    forms = re.findall(r'<form method="post" id="register" novalidate( hidden)?>', text)
    assert forms == {"open": [""], "later": [" hidden"], "closed": []}[state]


def test_the_worker_is_served_where_it_may_serve_registers_alone(client: Client) -> None:
    answer = client.get(reverse("register_worker"))
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("text/javascript; charset=utf-8", "no-cache")
    assert "Service-Worker-Allowed" not in answer.headers
    assert reverse("register_worker") == "/registers/worker.js"
