"""The managers' and trainers' pages: plan, publish, change, cancel, mark, close, reopen, add a walk-in."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.models import LONDON, Booking, Event, EventTrainer
from people.models import Duty, User
from tests.events.pages import event_in
from tests.makers import make_agency, make_booking, make_course, make_event, make_person, make_user

pytestmark = pytest.mark.django_db


def said_of_event(**changes: Any) -> dict[str, Any]:
    day = (timezone.now().astimezone(LONDON) + timedelta(days=20)).date()
    return {
        "starts_on_day": day.day, "starts_on_month": day.month, "starts_on_year": day.year,
        "starts_time": "9.30am", "ends_time": "4:30pm", "places": "20", "venue_name": "Shire  Hall",
        "dates-TOTAL_FORMS": "0", "dates-INITIAL_FORMS": "0",
    } | changes  # fmt: skip


def test_a_planned_event_is_a_draft_until_it_is_published(client: Client, manager: User) -> None:
    course = make_course(code="neglect")
    client.post(reverse("plan_event"), said_of_event(course=course.pk))
    event = Event.objects.get()
    assert (event.status, str(event.venue), event.places) == ("draft", "Shire Hall", 20)
    assert event.code.startswith("neglect-")
    assert event.course.title.encode() in client.get(reverse("workspace")).content
    client.post(reverse("publish_event", args=[event.code]))
    event.refresh_from_db()
    assert event.status == "published"


def test_an_event_can_not_end_before_it_starts(client: Client, manager: User) -> None:
    answer = client.post(reverse("plan_event"), said_of_event(course=make_course().pk, ends_time="9am"))
    assert b"The end time must be after the start time" in answer.content
    assert b"govuk-error-summary" in answer.content
    assert not Event.objects.exists()


def test_places_below_those_held_are_refused_in_a_sentence_and_nothing_is_lost(client: Client, manager: User) -> None:
    event = event_in(20)
    make_booking(event), make_booking(event)
    answer = client.post(reverse("change_event", args=[event.code]), said_of_event(places="1", venue_name="New Hall"))
    assert b"2 people hold a place" in answer.content
    assert b"New Hall" in answer.content
    event.refresh_from_db()
    assert event.places == 20


def test_what_can_t_be_done_with_an_event_is_said_before_anybody_tries(client: Client, manager: User) -> None:
    held = make_event(days=-3, status="held", register_closed_at=timezone.now())
    marked = make_event(at=timezone.now(), days=-1, title="Neglect")
    make_booking(marked, outcome="attended")
    coming = make_event(at=timezone.now())
    make_booking(coming)
    said = {event: client.get(reverse("manage_event", args=[event.code])).content.decode() for event in (held, marked)}
    assert "is held: it can&#x27;t be changed any more." in said[held]
    assert "took place: people are marked on its register. Take the marks back first." in said[marked]
    assert (
        "1 place taken: no fewer than that." in client.get(reverse("change_event", args=[coming.code])).content.decode()
    )


def test_cancelling_wants_a_reason_and_tells_how_many(client: Client, manager: User) -> None:
    event = event_in(20)
    booking = make_booking(event)
    address = reverse("cancel_event", args=[event.code])
    assert b"1 booking" in client.get(address).content
    assert b"Enter the reason" in client.post(address, {"reason": " "}).content
    client.post(address, {"reason": "Too few people"})
    booking.refresh_from_db()
    assert booking.state == Booking.State.CANCELLED


def test_a_register_is_marked_and_closed(client: Client, manager: User) -> None:
    event = event_in(-1)
    first, second = make_booking(event), make_booking(event)
    register, close = reverse("register", args=[event.code]), reverse("close_register", args=[event.code])
    client.post(register, {f"mark-{first.pk}": "attended", f"mark-{second.pk}": ""})
    assert b"No mark yet for" in client.post(close, follow=True).content
    client.post(close, {"leave_unrecorded": "yes"})
    event.refresh_from_db()
    assert event.status == "held"
    assert b"Open the register again" in client.get(register).content


def test_a_register_of_an_event_that_has_not_begun_says_so(client: Client, manager: User) -> None:
    event = event_in(1)
    booking = make_booking(event)
    answer = client.post(reverse("register", args=[event.code]), {f"mark-{booking.pk}": "attended"}, follow=True)
    assert answer.status_code == 200
    assert b"has not begun" in answer.content


def test_a_walk_in_is_found_by_e_mail_or_put_on_record(client: Client, manager: User) -> None:
    event, known = event_in(-1), make_person(email="ann@example.org")
    address = reverse("walk_in", args=[event.code])
    client.post(address, {"email": "ANN@example.org"})
    assert event.bookings.get().person == known
    agency = make_agency()
    client.post(address, {"first_name": "Zoë", "last_name": "O’Neill", "agency": agency.pk})
    assert event.bookings.filter(unscheduled=True, agency=agency).get().person.name == "Zoë O’Neill"
    assert "enter a first name" in client.post(address, {"email": "nobody@example.org"}).content.decode()


def test_a_trainer_reaches_the_registers_of_their_own_events_only(client: Client) -> None:
    trainer, own, other = make_user(Duty.Kind.TRAINER), event_in(-1), event_in(-1)
    EventTrainer.objects.create(event=own, user=trainer, name="Marta", days=1)
    client.force_login(trainer)
    assert own.course.title.encode() in client.get(reverse("teaching")).content
    assert client.get(reverse("register", args=[own.code])).status_code == 200
    assert client.get(reverse("register", args=[other.code])).status_code == 404
    assert client.get(reverse("workspace")).status_code == 404
    assert client.get(reverse("reopen_register", args=[own.code])).status_code == 404


@pytest.mark.parametrize("name", ["workspace", "events", "plan_event", "teaching"])
def test_practitioners_find_no_such_page(client: Client, name: str) -> None:
    client.force_login(make_user())
    assert client.get(reverse(name)).status_code == 404


@pytest.mark.once
def test_somebody_whom_nobody_finds_is_put_on_record_and_booked(client: Client, manager: User) -> None:
    event, agency = event_in(20), make_agency()
    new = reverse("put_on_record_to_book", args=[event.code])
    assert new in client.get(reverse("find_person", args=[event.code]), {"q": "Heron"}).content.decode()
    said = {"first_name": "Ida", "last_name": "Heron", "agency": agency.pk}
    assert "Enter the first name" in client.post(new, {}).content.decode()
    to_book = client.post(new, said)["Location"]
    client.post(to_book, {})
    [booking] = event.bookings.select_related("person")
    assert (booking.person.last_name, booking.state) == ("Heron", Booking.State.CONFIRMED)
    page, own = reverse("manage_event", args=[event.code]), reverse("booking", args=[booking.pk])
    assert f'href="{own}">Ida Heron<span' in client.get(page).content.decode()
    assert reverse("person", args=[booking.person.pk]) in client.get(own).content.decode()


@pytest.mark.parametrize("rows", [1, 3, 30])
def test_lists_ask_the_database_as_often_for_many_rows_as_for_one(
    client: Client, manager: User, rows: int, django_assert_num_queries: Any
) -> None:
    event = event_in(10)
    for _ in range(rows):
        make_booking(event_in(-1))
        make_booking(event)
    with django_assert_num_queries(15):
        client.get(reverse("workspace"))
    with django_assert_num_queries(6):
        client.get(reverse("events"))
    with django_assert_num_queries(12):
        client.get(reverse("manage_event", args=[event.code]))


def test_a_page_that_somebody_else_s_change_has_overtaken_changes_nothing_and_says_so(
    client: Client, manager: User
) -> None:
    event = make_event(at=timezone.now(), places=5)
    address = reverse("change_event", args=[event.code])
    page = client.get(address).context["form"]
    said = {"seen": page["seen"].value(), "dates-TOTAL_FORMS": "0", "dates-INITIAL_FORMS": "0", "places": 5}
    day = {"starts_on_day": event.starts_on.day, "starts_on_month": event.starts_on.month}
    said |= day | {"starts_on_year": event.starts_on.year, "starts_time": "9:30am", "ends_time": "4:30pm"}
    assert client.post(address, said | {"places": 6}).status_code == 302
    answer = client.post(address, said | {"joining_instructions": "Bring lunch"})
    assert "after you opened this page. Open it anew" in answer.content.decode()
    event.refresh_from_db()
    assert (event.places, event.joining_instructions) == (6, "")
