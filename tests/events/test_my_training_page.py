"""My training: what is coming, where one waits, what became of the rest, and nobody else's."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from people.models import Person
from tests.events.pages import event_in
from tests.makers import make_booking, make_course, make_person, make_user
from training.models import Enrolment

pytestmark = pytest.mark.django_db


def my_training(client: Client) -> str:
    answer = client.get("/my/")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_it_is_for_those_who_are_signed_in(client: Client) -> None:
    assert client.get("/my/")["Location"] == f"{reverse('account_login')}?next=/my/"


def test_who_has_not_said_who_they_are_is_asked_to(client: Client) -> None:
    client.force_login(make_user())
    assert f'href="{reverse("profile")}">Tell us about your work' in my_training(client)


def test_with_nothing_booked_it_says_where_to_look(client: Client, person: Person) -> None:
    said = my_training(client)
    assert f'href="{reverse("programme")}">Find one in the programme' in said
    assert "Waiting for a place" not in said
    assert "<table" not in said


def test_coming_is_soonest_first_and_past_is_latest_first(client: Client, person: Person) -> None:
    for days, title in ((20, "Second"), (10, "First"), (-30, "Oldest"), (-10, "Latest")):
        make_booking(event_in(days, title=title), person)
    said = my_training(client)
    assert said.index("First") < said.index("Second") < said.index("Latest") < said.index("Oldest")
    assert said.count("Cancel<span") == 2


def test_waiting_says_the_place_in_each_line(client: Client, person: Person) -> None:
    for ahead in (0, 2):
        event = event_in(10 + ahead)
        for _ in range(ahead):
            make_booking(event, outcome="waiting", made_at=timezone.now() - timedelta(days=1))
        make_booking(event, person, outcome="waiting", made_at=timezone.now())
        make_booking(event, outcome="waiting", made_at=timezone.now() + timedelta(days=1))
    said = my_training(client)
    assert "On the waiting list, 1st" in said
    assert "On the waiting list, 3rd" in said


@pytest.mark.parametrize(
    ("days", "outcome", "said"),
    [
        (-3, "attended", "Attended<"),
        (-3, "part-attended", "Attended in part<"),
        (-3, "did-not-attend", "Did not attend<"),
        (-3, "booked", "Not recorded<"),
        (-3, "waiting", "On the waiting list<"),
        (3, "cancelled", "Cancelled<"),
    ],
)
def test_what_became_of_the_rest(client: Client, person: Person, days: int, outcome: str, said: str) -> None:
    make_booking(event_in(days), person, outcome=outcome)
    assert said in my_training(client)


def test_e_learning_is_part_of_the_record(client: Client, person: Person) -> None:
    course = make_course("e-learning", title="Awareness online")
    Enrolment.objects.create(course=course, person=person, enrolled_on=date(2026, 3, 2), modules_completed=3)
    said = my_training(client)
    assert "Awareness online" in said
    assert "2 Mar 2026" in said
    assert "Not yet" in said


def test_nobody_else_s_training_is_shown(client: Client, person: Person) -> None:
    colleague = make_person(agency=person.agency)
    for days in (-10, 10):
        make_booking(event_in(days, title="Secret"), colleague)
    Enrolment.objects.create(course=make_course(title="Secret"), person=colleague, enrolled_on=date(2026, 3, 2))
    assert "Secret" not in my_training(client)


@pytest.mark.parametrize("bookings", [1, 3, 30])
def test_it_costs_six_queries_however_much_one_booked(
    client: Client, person: Person, bookings: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(bookings):
        make_booking(event_in(number + 1), person)
        make_booking(event_in(number + 1), person, outcome="waiting")
        make_booking(event_in(-number - 1), person, outcome="attended")
    with django_assert_num_queries(6):
        my_training(client)
