"""The sheet that people sign: everybody expected, room for others, and nobody else's to print."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.models import LONDON, Event, EventTrainer
from people.models import Duty, User
from tests.core.pdf.reading import Reading
from tests.makers import make_agency, make_booking, make_event, make_event_on, make_person, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    return make_event(code="neglect-1", title="Neglect", at=timezone.now())


def read(client: Client, path: str) -> Reading:
    response = client.get(path)
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    return Reading(response.content)


def test_everybody_who_is_expected_has_a_line_and_others_have_room(client: Client, manager: User, event: Event) -> None:
    agency = make_agency(name="The Hospital")
    make_booking(event, make_person(first_name="Zoë", last_name="Ó Briain", agency=agency))
    make_booking(event, make_person(last_name="Waiting"), outcome="waiting")
    make_booking(event, make_person(last_name="Cancelled"), outcome="cancelled")
    reading = read(client, reverse("sign_in_sheet", args=["neglect-1"]))
    said = reading.text(reading.tree)
    for words in (
        "Sign-in sheet: Neglect",
        "9:30am to 4:30pm",
        "1 expected",
        "Zoë Ó Briain",
        "The Hospital",
        "Signature",
    ):
        assert words in said, words
    assert "Waiting" not in said
    assert "Cancelled" not in said
    assert len(reading.nodes("TR")) == 1 + 1 + 6


def test_each_date_has_its_own(client: Client, manager: User) -> None:
    event = make_event_on(3, 10, at=timezone.now(), title="Two days")
    second = timezone.now().astimezone(LONDON).date() + timedelta(10)
    reading = read(client, reverse("sign_in_sheet_date", args=[event.code, second]))
    assert f"{second:%A} {second.day} {second:%B %Y}" in reading.text(reading.tree)
    assert client.get(reverse("sign_in_sheet_date", args=[event.code, second + timedelta(1)])).status_code == 404


def test_many_people_take_several_pages_with_the_headings_on_each(client: Client, manager: User, event: Event) -> None:
    for _ in range(60):
        make_booking(event)
    reading = read(client, reverse("sign_in_sheet", args=["neglect-1"]))
    assert len(reading.pdf.pages) > 1
    assert "Signature" in reading.artifacts(1)


def test_only_whoever_marks_the_register_prints_it(client: Client, event: Event) -> None:
    path = reverse("sign_in_sheet", args=["neglect-1"])
    trainer, other = make_user(Duty.Kind.TRAINER), make_user(Duty.Kind.TRAINER)
    EventTrainer.objects.create(event=event, user=trainer, name="Trainer", days=1)
    client.force_login(trainer)
    assert path in client.get(reverse("register", args=["neglect-1"])).content.decode()
    assert client.get(path).status_code == 200
    for user in (other, make_user(), make_user(Duty.Kind.BOARD)):
        client.force_login(user)
        assert client.get(path).status_code == 404
