"""The register's pages: by date, with minutes, quick to fill in on a phone, and nothing typed is lost."""

import gzip
import html
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from events import registers
from events.attendance import Mark, mark_of
from events.models import LONDON, Booking, Event, EventTrainer
from people.models import Duty, User
from tests.makers import TESTER, make_booking, make_event, make_event_on, make_person, make_user

pytestmark = pytest.mark.django_db


def event_on(*days: int, **fields: Any) -> Event:
    return make_event_on(*days, at=timezone.now(), **fields)


def day(days: int) -> date:
    return timezone.now().astimezone(LONDON).date() + timedelta(days)


def address(event: Event, days: int, page: str = "register") -> str:
    return reverse(f"{page}_date", args=[event.code, day(days)])


def text(answer: Any) -> str:
    assert answer.status_code == 200
    return html.unescape(" ".join(answer.content.decode().split()))


def marked(booking: Booking) -> list[tuple[date, Mark]]:
    return [(row.date.held_on, mark_of(row)) for row in booking.by_date.select_related("date")]


def test_the_register_of_several_dates_opens_at_the_date_that_is_due(client: Client, manager: User) -> None:
    event = event_on(-8, -1, 6)
    make_booking(event)
    page = reverse("register", args=[event.code])
    assert client.get(page)["Location"] == address(event, -1)
    said = text(client.get(page, follow=True))
    assert f"<title>Register: {event.name}, {day(-1):%A} {day(-1).day} {day(-1):%B %Y} – Turnout</title>" in said
    assert re.search(rf'href="{address(event, -1)}" aria-current="page"', said)
    assert said.count("1 to mark") == 2
    assert "to come" in said
    assert client.get(reverse("register", args=[event_on(1, 2).code]))["Location"].endswith(f"{day(1)}/")


@pytest.mark.parametrize("path", ["{}/2027-02-30/", "{}/2001-01-01/", "{}/2027-2-3/"])
def test_a_day_on_which_it_does_not_meet_has_no_register(client: Client, manager: User, path: str) -> None:
    for event in (event_on(-8, -1), make_event(days=-1, at=timezone.now())):
        assert client.get(f"/registers/{path.format(event.code)}").status_code == 404
    assert client.get(address(make_event(days=-1, at=timezone.now()), -1)).status_code == 404


def test_marks_and_minutes_of_one_date_are_kept_and_shown(client: Client, manager: User) -> None:
    event = event_on(-8, -1)
    late, away = make_booking(event), make_booking(event)
    sent = {
        f"mark-{late.pk}": "attended", f"late-{late.pk}": " 20 ", f"early-{late.pk}": "0",
        f"mark-{away.pk}": "absent", f"late-{away.pk}": "", f"early-{away.pk}": "",
    }  # fmt: skip
    answer = client.post(address(event, -1), sent, follow=True)
    assert answer.redirect_chain == [(address(event, -1), 302)]
    assert "The register is saved." in text(answer)
    assert marked(late) == [(day(-1), Mark("part", minutes_late=20))]
    assert marked(away) == [(day(-1), Mark("absent"))]
    assert re.search(rf'name="late-{late.pk}" inputmode="numeric" value="20"', text(answer))
    assert 'value="20"' not in text(client.get(address(event, -8)))


def test_what_is_refused_is_shown_as_it_was_typed(client: Client, manager: User) -> None:
    event = make_event(days=-1, at=timezone.now())
    wrong, right = make_booking(event), make_booking(event)
    for typed in ("half an hour", "9999999", "-3"):
        sent = {f"mark-{wrong.pk}": "part", f"late-{wrong.pk}": typed, f"mark-{right.pk}": "apologies"}
        said = text(client.post(reverse("register", args=[event.code]), sent))
        assert "Minutes late or early are a whole number from 1 to 720" in said
        assert f'name="late-{wrong.pk}" inputmode="numeric" value="{typed}"' in said
        assert re.search(rf'name="mark-{right.pk}" value="apologies" checked', said)
    assert not event.bookings.marked().exists()
    long = f"mark-{'9' * 5000}=part"
    answer = client.post(reverse("register", args=[event.code]), long, "application/x-www-form-urlencoded")
    assert answer.status_code == 302


def test_one_button_marks_the_rest_as_attended(client: Client, manager: User) -> None:
    event = event_on(-8, -1)
    away, came, late = (make_booking(event) for _ in range(3))
    walk_in = registers.add_walk_in(event, make_person(), by=TESTER, at=timezone.now(), on=event.meets_on[0])
    sent = {f"mark-{booking.pk}": "" for booking in (came, late, walk_in)}
    sent |= {f"mark-{away.pk}": "apologies", f"late-{late.pk}": "30", "rest": "attended"}
    client.post(address(event, -1), sent)
    found = {line.booking_id: line.attendance for line in event.meets_on[1].attendances.all()}
    assert found == {away.pk: "apologies", came.pk: "attended", late.pk: "part"}


def test_somebody_without_a_booking_is_put_on_the_register_of_the_date(client: Client, manager: User) -> None:
    event, known = event_on(-8, -1), make_person(email="ann@example.org")
    assert address(event, -1, "walk_in") in text(client.get(address(event, -1)))
    answer = client.post(address(event, -1, "walk_in"), {"email": "ann@example.org"})
    assert answer["Location"] == address(event, -1)
    assert marked(event.bookings.get(person=known)) == [(day(-1), Mark("attended"))]
    early = client.post(address(event_on(-8, 6), 6, "walk_in"), {"email": "ann@example.org"}, follow=True)
    assert "has not begun. Its register opens when it does." in text(early)


def test_the_register_is_closed_after_the_last_date_and_says_what_is_missing(client: Client, manager: User) -> None:
    event = event_on(-8, 6)
    booking = make_booking(event)
    said = text(client.get(address(event, -8)))
    assert "meets again until" in said
    assert reverse("close_register", args=[event.code]) not in said
    done = event_on(-8, -1)
    booking = make_booking(done)
    client.post(address(done, -8), {f"mark-{booking.pk}": "attended", f"late-{booking.pk}": "10"})
    said = text(client.get(address(done, -8)))
    assert f"No saved mark yet on {day(-1):%A} {day(-1).day} {day(-1):%B %Y} for {booking.person}." in said
    client.post(reverse("close_register", args=[done.code]), {"leave_unrecorded": "yes"})
    closed = text(client.get(address(done, -8)))
    assert "Attended, 10 minutes late</dd>" in closed
    assert "Open the register again" in closed
    assert "Not recorded</dd>" in text(client.get(address(done, -1)))


def test_the_rule_is_said_where_people_are_marked(client: Client, manager: User) -> None:
    for enough, said in ((None, "Who attends all 3 dates attended the whole"), (2, "Who attends 2 dates attended")):
        event = event_on(-8, -1, 6, grace_minutes=30, enough_dates=enough)
        make_booking(event)
        page = text(client.get(address(event, -1)))
        assert "Who misses more than 30 minutes, late or early, attended in part." in page
        assert said in page


def test_a_manager_says_what_counts_as_attended(client: Client, manager: User) -> None:
    event = event_on(7, 14)
    said = {
        "starts_time": "9:30am", "ends_time": "4:30pm", "starts_on": day(7), "dates-TOTAL_FORMS": "1",
        "dates-INITIAL_FORMS": "1", "dates-0-held_on": day(14), "dates-0-starts_time": "", "dates-0-ends_time": "",
    }  # fmt: skip
    change = reverse("change_event", args=[event.code])
    assert "There are only 2 dates to attend" in text(client.post(change, said | {"enough_dates": "3"}))
    client.post(change, said | {"enough_dates": "1", "grace_minutes": "0"})
    event.refresh_from_db()
    assert (event.enough_dates, event.grace_minutes) == (1, 0)
    client.post(change, said)
    event.refresh_from_db()
    assert (event.enough_dates, event.grace_minutes) == (None, 15)


def test_a_trainer_reaches_every_date_of_their_own_events_only(client: Client) -> None:
    trainer, own, other = make_user(Duty.Kind.TRAINER), event_on(-8, -1), event_on(-8, -1)
    EventTrainer.objects.create(event=own, user=trainer, name="Marta", days=1)
    client.force_login(trainer)
    for page in ("register", "walk_in"):
        assert client.get(address(own, -1, page)).status_code == 200
        assert client.get(address(other, -1, page)).status_code == 404


def test_people_see_on_their_booking_what_was_marked(client: Client) -> None:
    person, now = make_person(user=make_user()), timezone.now()
    event, once = event_on(-8, -1), make_event(days=-20, at=now)
    booking, other = make_booking(event, person), make_booking(once, person)
    registers.mark(event, {booking.pk: Mark("attended", 10, 5)}, by=TESTER, at=now, on=event.meets_on[0])
    registers.mark(once, {other.pk: Mark(minutes_early=40)}, by=TESTER, at=now)
    client.force_login(person.user or make_user())
    date_said = f"{day(-8):%A} {day(-8).day} {day(-8):%B %Y}"
    said = text(client.get(reverse("booking", args=[booking.pk])))
    assert f"{date_said}: Attended, 10 minutes late, left 5 minutes early" in said
    assert "Attended in part, left 40 minutes early" in text(client.get(reverse("booking", args=[other.pk])))


@pytest.mark.parametrize("people", [1, 3, 30])
@pytest.mark.parametrize("days", [(-1,), (-8, -1, 6)])
def test_a_register_costs_as_many_queries_for_many_as_for_one(
    client: Client, manager: User, people: int, days: tuple[int, ...], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    event = event_on(*days)
    for _ in range(people):
        make_booking(event)
    page = address(event, -1) if len(days) > 1 else reverse("register", args=[event.code])
    with django_assert_num_queries(7 if len(days) == 1 else 10):
        client.get(page)


def test_a_register_of_two_hundred_is_light(client: Client, manager: User) -> None:
    event = event_on(-8, -1)
    for number in range(200):
        make_booking(
            event, make_person(first_name=f"Person{number * 7919 % 1000}", last_name=f"No{number * 104729 % 997}")
        )
    page = client.get(address(event, -1))
    assert len(gzip.compress(page.content)) <= 30_000


def test_a_draft_has_no_register_for_its_trainer_until_it_is_published(client: Client) -> None:
    trainer, event = make_user(Duty.Kind.TRAINER), make_event(days=5, at=timezone.now(), status=Event.Status.DRAFT)
    EventTrainer.objects.create(event=event, user=trainer, name="Marta", days=1)
    client.force_login(trainer)
    page = reverse("register", args=[event.code])
    assert client.get(page).status_code == 404
    Event.objects.filter(pk=event.pk).update(status=Event.Status.PUBLISHED)
    assert client.get(page).status_code == 200
