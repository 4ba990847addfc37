"""Marks that devices queued without a signal: taken in once, in order, and told of what stands against them."""

import json
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.models import AuditEntry
from events import registers
from events.attendance import Mark, mark_of
from events.models import LONDON, Booking, Event, EventTrainer
from people.models import Duty, Person, User
from tests.makers import TESTER, make_agency, make_booking, make_event, make_event_on, make_person, make_user

pytestmark = pytest.mark.django_db
NONE, ATTENDED, ABSENT = ["", None, None], ["attended", None, None], ["absent", None, None]
_keys = count(1)


def key() -> str:
    return f"a-key-of-a-device-{next(_keys):06}"


def queued(booking: Booking, mark: Any, seen: Any = NONE, *, minute: int = 0, **more: Any) -> dict[str, Any]:
    noted_at = f"2026-05-04T10:{minute:02}:00.000Z"
    return {"key": key(), "booking": booking.pk, "mark": mark, "seen": seen, "noted_at": noted_at} | more


def walk_in(minute: int = 0, **said: Any) -> dict[str, Any]:
    return {"key": key(), "noted_at": f"2026-05-04T10:{minute:02}:00Z"} | said


def send(
    client: Client, event: Event, *marks: Any, on: date | None = None, walk_ins: Any = (), status: int = 200
) -> Any:
    address = reverse("queued_marks_date", args=[event.code, on]) if on else reverse("queued_marks", args=[event.code])
    answer = client.post(address, json.dumps({"marks": marks, "walk_ins": list(walk_ins)}), "application/json")
    assert answer.status_code == status, answer.content
    return answer.json()


def results(said: Any) -> list[str]:
    return [verdict["result"] for verdict in said["verdicts"]]


def sentences(said: Any) -> str:
    return " ".join(verdict["sentence"] for verdict in said["verdicts"])


def marked(booking: Booking) -> Mark:
    booking.refresh_from_db()
    return mark_of(booking)


def acts(verb: str = "registers.mark") -> int:
    return AuditEntry.objects.filter(verb=verb).count()


@pytest.fixture
def event() -> Event:
    return make_event(days=-1, at=timezone.now())


def test_what_is_sent_is_kept_and_what_is_sent_twice_is_kept_once(client: Client, manager: User, event: Event) -> None:
    one, late = make_booking(event), make_booking(event)
    both = [queued(one, ABSENT), queued(late, ["attended", 20, None])]
    said = send(client, event, *both)
    assert results(said) == ["done", "done"]
    assert said["lines"] == {str(one.pk): ABSENT, str(late.pk): ["part", 20, None]}
    registers.mark(event, {one.pk: "attended"}, by=TESTER, at=timezone.now())
    assert results(send(client, event, *both)) == ["already", "already"]
    assert (marked(one), marked(late)) == (Mark("attended"), Mark("part", 20))
    assert acts() == 3
    told = AuditEntry.objects.filter(verb="registers.mark").order_by("pk")[0]
    assert (told.actor, told.details["noted_at"]) == (manager.actor_ref, "2026-05-04T10:00:00+00:00")


def test_the_same_key_is_nobody_elses(client: Client, manager: User, event: Event) -> None:
    one, other = make_booking(event), make_booking(event)
    sent = queued(one, ABSENT)
    send(client, event, sent)
    client.force_login(make_user(Duty.Kind.MANAGER))
    assert results(send(client, event, sent | {"booking": other.pk})) == ["done"]


def test_two_devices_that_differ_are_laid_before_a_person(client: Client, manager: User, event: Event) -> None:
    booking, untouched = make_booking(event), make_booking(event)
    send(client, event, queued(booking, ATTENDED))
    other = queued(booking, ABSENT)
    said = send(client, event, other, queued(untouched, ATTENDED))
    assert results(said) == ["conflict", "done"]
    told = f"{booking.person} is “Attended” on the register by now. This device says “Did not attend”."
    assert said["verdicts"][0] == {
        "key": other["key"], "result": "conflict", "sentence": told, "may_insist": True, "may_add": False
    }  # fmt: skip
    assert marked(booking) == Mark("attended")
    assert results(send(client, event, queued(booking, ATTENDED))) == ["already"]
    assert results(send(client, event, queued(booking, ABSENT, ATTENDED))) == ["done"]
    assert marked(booking) == Mark("absent")


def test_marks_of_one_person_are_taken_in_the_order_in_which_they_were_made(
    client: Client, manager: User, event: Event
) -> None:
    booking = make_booking(event)
    last, first = queued(booking, ABSENT, minute=9), queued(booking, ATTENDED, minute=2)
    assert results(send(client, event, last, first)) == ["done", "done"]
    assert marked(booking) == Mark("absent")
    assert acts() == 1
    assert results(send(client, event, last, first)) == ["already", "already"]


def test_a_register_that_was_closed_meanwhile_is_left_alone(client: Client, manager: User, event: Event) -> None:
    same, other = make_booking(event), make_booking(event)
    registers.mark(event, {same.pk: "attended", other.pk: "attended"}, by=TESTER, at=timezone.now())
    registers.close(event, by=TESTER, at=timezone.now())
    here: dict[str, Any] = {"first_name": "Ann", "last_name": "New", "agency": make_agency().pk}
    said = send(client, event, queued(same, ATTENDED), queued(other, ABSENT), walk_ins=[walk_in(**here)])
    assert results(said) == ["already", "conflict", "conflict"]
    assert sentences(said).count("Reopen it, with a reason, to change it.") == 2
    assert marked(other) == Mark("attended")
    assert not Person.objects.filter(last_name="New").exists()


def test_whose_booking_was_given_up_meanwhile_can_be_put_on_after_all(
    client: Client, manager: User, event: Event
) -> None:
    booking = make_booking(event, outcome="cancelled")
    said = send(client, event, queued(booking, ATTENDED), queued(booking, ABSENT))
    assert results(said) == ["conflict", "conflict"]
    assert [verdict["may_add"] for verdict in said["verdicts"]] == [True, False]
    assert f"The booking of {booking.person} is not on the register any more: cancelled." in sentences(said)
    assert results(send(client, event, walk_ins=[walk_in(booking=booking.pk)])) == ["done"]
    assert event.bookings.get(unscheduled=True).person == booking.person
    elsewhere = make_booking(make_event(days=-1, at=timezone.now()))
    said = send(client, event, queued(elsewhere, ATTENDED), walk_ins=[walk_in(booking=elsewhere.pk)])
    assert results(said) == ["refused", "refused"]
    assert str(elsewhere.person) not in sentences(said)


def test_a_date_that_was_put_off_has_no_register_any_more(client: Client, manager: User) -> None:
    here = timezone.now().astimezone(LONDON).date()
    several = make_event_on(-8, -1, at=timezone.now())
    booking, gone = make_booking(several), here - timedelta(3)
    assert results(send(client, several, queued(booking, ATTENDED), on=here - timedelta(1))) == ["done"]
    for on in (gone, None):
        said = send(client, several, queued(booking, ABSENT), on=on)
        assert results(said) == ["conflict"] or "never" in sentences(said)
        assert "have been changed: it has no register of that day." in sentences(said)
    put_off = make_event(days=3, at=timezone.now())
    said = send(client, put_off, queued(make_booking(put_off), ATTENDED))
    assert results(said) == ["conflict"]
    assert "has not begun. Its register opens when it does." in sentences(said)


def test_walk_ins_are_matched_and_what_they_were_matched_by_is_said(
    client: Client, manager: User, event: Event
) -> None:
    agency = make_agency()
    by_name = make_person(first_name="Ben", last_name="Known", agency=agency)
    by_address = make_person(email="cat@example.org")
    booked, absent = make_booking(event), make_booking(event)
    registers.mark(event, {absent.pk: "absent"}, by=TESTER, at=timezone.now())
    names = {"first_name": "ben", "last_name": "KNOWN", "agency": agency.pk}
    new = {"first_name": "Dee", "last_name": "New", "agency": agency.pk, "email": ""}
    sent = [
        walk_in(1, **names),
        walk_in(2, email="Cat@example.org"),
        walk_in(3, email=booked.person.email),
        walk_in(4, email=absent.person.email),
        walk_in(5, **new),
        walk_in(6, **new),
        walk_in(7, first_name="Only"),
    ]
    said = send(client, event, walk_ins=sent)
    assert results(said) == ["done", "done", "done", "conflict", "done", "already", "refused"]
    for words in (
        "known by name and agency, so please make sure that it is them",
        "known by their e-mail address",
        "had a booking, which is marked as attended",
        "If they came, change that on the register.",
        "new on record",
        "Enter a last name; Enter an agency",
    ):
        assert words in sentences(said)
    came = {booking.person.last_name for booking in event.bookings.filter(unscheduled=True)}
    assert came == {by_name.last_name, by_address.last_name, "New"}
    assert marked(booked) == Mark("attended")
    again = results(send(client, event, walk_ins=sent))
    assert again == ["already", "already", "already", "conflict", "already", "already", "refused"]
    assert event.bookings.count() == 5


def test_nobody_is_guessed_among_several_of_one_name_and_agency(client: Client, manager: User, event: Event) -> None:
    names: dict[str, Any] = {"first_name": "Sam", "last_name": "Twice", "agency": make_agency()}
    make_person(**names)
    make_person(**names)
    said = send(client, event, walk_ins=[walk_in(**names | {"agency": names["agency"].pk})])
    assert results(said) == ["refused"]
    assert "several people called Sam Twice" in sentences(said)


def test_a_refused_walk_in_leaves_nobody_on_record(client: Client, manager: User) -> None:
    conference = make_event(days=-1, at=timezone.now())
    workshop = make_event(days=-1, at=timezone.now(), parent=conference, course=conference.course)
    new: dict[str, Any] = {"first_name": "Dee", "last_name": "New", "agency": make_agency().pk}
    said = send(client, workshop, walk_ins=[walk_in(**new)])
    assert results(said) == ["refused"]
    assert "add them there first" in sentences(said)
    assert not Person.objects.filter(last_name="New").exists()


def test_somebody_elses_register_is_no_register(client: Client, event: Event) -> None:
    booking, trainer = make_booking(event), make_user(Duty.Kind.TRAINER)
    client.force_login(trainer)
    address = reverse("queued_marks", args=[event.code])
    body = json.dumps({"marks": [queued(booking, ATTENDED)]})
    assert client.post(address, body, "application/json").status_code == 404
    EventTrainer.objects.create(event=event, user=trainer, name="Marta", days=1)
    assert client.get(address).status_code == 405
    assert client.post(address, body, "application/json").status_code == 200
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(trainer)
    assert strict.post(address, body, "application/json").status_code == 403
    assert Client().post(address, body, "application/json").status_code == 302


RUBBISH = [
    b"",
    b"\xff\xfe",
    b"null",
    b"[]",
    b'"x"',
    b"12",
    b'{"marks": 1}',
    b'{"marks": [null]}',
    b'{"marks": [{}]}',
    b"[" * 100_000,
    b'{"walk_ins": [{}]}',
    b'{"walk_ins": {"a": 1}}',
    b'{"marks": [[1, 2]]}',
]
UNFIT: list[dict[str, Any]] = [
    {"key": 7},
    {"key": "short"},
    {"key": "x" * 41},
    {"key": "with\x00nul-in-the-middle"},
    {"booking": "1"},
    {"booking": True},
    {"booking": 2**70},
    {"booking": -1},
    {"mark": ["late", None, None]},
    {"mark": "attended"},
    {"mark": ["attended", "20", None]},
    {"mark": ["attended", 0, None]},
    {"mark": [["attended"], None, None]},
    {"seen": None},
    {"noted_at": "yesterday"},
    {"noted_at": "2026-05-04T10:00:00"},
    {"noted_at": 12},
    {"mark": ["attended", 1e400, None]},
]


def test_rubbish_is_told_so_and_changes_nothing(client: Client, manager: User, event: Event) -> None:
    booking, address = make_booking(event), reverse("queued_marks", args=[event.code])
    unfit = [json.dumps({"marks": [queued(booking, ATTENDED), queued(booking, ABSENT) | more]}) for more in UNFIT]
    for body in (*RUBBISH, *unfit):
        answer = client.post(address, body, "application/json")
        assert (answer.status_code, "Nothing was changed." in answer.json()["sentence"]) == (400, True), body[:90]
    assert marked(booking) == Mark()
    assert send(client, event)["verdicts"] == []


def test_minutes_that_no_day_has_are_refused_and_the_rest_is_kept(client: Client, manager: User, event: Event) -> None:
    wrong, right = make_booking(event), make_booking(event)
    said = send(
        client, event, queued(wrong, ["part", 721, None]), queued(right, ["absent", 3, None]), queued(right, ABSENT)
    )
    assert results(said) == ["refused", "refused", "done"]
    assert "a whole number from 1 to 720" in sentences(said)


def test_ten_thousand_marks_are_taken_in_parts(client: Client, manager: User, event: Event) -> None:
    booking = make_booking(event)
    many = [queued(booking, ABSENT if number % 2 else ATTENDED, minute=1) for number in range(10_000)]
    said = send(client, event, *many, status=400)
    assert said["sentence"] == "More than 500 marks at once: send them in parts."
    assert marked(booking) == Mark()
    answered = [
        result for start in range(0, 2_000, 500) for result in results(send(client, event, *many[start : start + 500]))
    ]
    assert len(answered) == 2_000
    assert marked(booking) in {Mark("attended"), Mark("absent")}


def test_two_hundred_people_take_as_few_statements_as_three(
    client: Client, manager: User, event: Event, django_assert_max_num_queries: Any
) -> None:
    sent = [queued(make_booking(event), ABSENT) for _ in range(60)]
    with django_assert_max_num_queries(20):
        assert set(results(send(client, event, *sent))) == {"done"}
