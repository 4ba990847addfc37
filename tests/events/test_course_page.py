"""The catalogue and the page of a course: what it says, its dates, and how one hears of the next."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from events import wishes
from events.models import Event
from people.models import TargetGroup, User
from tests.makers import copies_of, make_agency, make_booking, make_course, make_event, make_person, make_user
from training.models import Course, Level, Priority

pytestmark = pytest.mark.django_db


def event_in(course: Course, **fields: Any) -> Event:
    return make_event(course=course, at=timezone.now(), **fields)


def text(client: Client, path: str, **asked: Any) -> str:
    return " ".join(client.get(path, asked).content.decode().split())


def page(client: Client, course: Course) -> str:
    return text(client, f"/courses/{course.code}/")


@pytest.fixture
def practitioner(client: Client) -> User:
    user = make_user()
    make_person(user=user)
    client.force_login(user)
    return user


def test_it_says_what_it_is_about_for_whom_and_what_goes_before(client: Client) -> None:
    first = make_course(title="Basics")
    course = make_course(
        title="Neglect",
        summary="What harm looks like.",
        outcomes="Name the signs\nAct on them",
        prerequisite=first,
        hours="6.50",
        level=Level.objects.create(name="Level 3"),
        priority=Priority.objects.create(title="Early help"),
        refresh_after_months=36,
    )
    course.target_groups.set(TargetGroup.objects.filter(code="3"))
    said = page(client, course)
    for words in (
        "What harm looks like.", "<li>Act on them</li>", f'href="/courses/{first.code}/">Basics', "6.5 hours",
        "Level 3", "Early help", "After 3 years", str(TargetGroup.objects.get(code="3")),
    ):  # fmt: skip
        assert words in said
    assert f'href="/courses/{course.code}/">Neglect' in page(client, first)


@pytest.mark.parametrize(("months", "said"), [(None, ""), (1, "1 month"), (12, "1 year"), (18, "18 months")])
def test_how_often_it_is_refreshed_is_said_in_words(months: int | None, said: str) -> None:
    assert Course(refresh_after_months=months).refreshed_every == said


def test_its_coming_dates_say_what_is_free(client: Client) -> None:
    course = make_course()
    make_booking(event_in(course, title="Soon", places=7))
    event_in(course, title="Theirs", for_agency=make_agency())
    event_in(course, title="Past", days=-1)
    event_in(make_course(), title="Other")
    said = page(client, course)
    assert re.findall(r'card__title"><a [^>]*>(.*?)</a>', said) == ["Soon"]
    assert "6 places left" in said
    assert "Tell me of the next date" not in said


def test_where_none_is_planned_one_asks_to_be_told_and_takes_that_back(client: Client, practitioner: User) -> None:
    course = make_course()
    assert "Tell me of the next date" in page(client, course)
    said = client.post(f"/courses/{course.code}/wish/", follow=True).content.decode()
    assert "We will write to you when there is a date of" in said
    assert "Do not tell me any more" in said
    assert wishes.how_many(course) == 1
    client.post(f"/courses/{course.code}/wish/end/")
    assert wishes.how_many(course) == 0
    assert "Tell me of the next date" in page(client, course)


def test_a_wish_for_what_has_a_date_meanwhile_is_refused_in_words(client: Client, practitioner: User) -> None:
    course = make_course(title="Neglect")
    event_in(course)
    assert "Neglect has coming dates." in client.post(f"/courses/{course.code}/wish/", follow=True).content.decode()


def test_who_is_nobody_yet_is_led_to_say_who_they_are(client: Client) -> None:
    course = make_course()
    assert f"/accounts/login/?next=/courses/{course.code}/" in page(client, course)
    client.force_login(make_user())
    assert f"/me/?next=/courses/{course.code}/" in page(client, course)
    assert client.post(f"/courses/{course.code}/wish/")["Location"] == "/me/"


def test_managers_see_how_many_wish_for_a_date_and_nobody_else_does(client: Client, manager: User) -> None:
    course = make_course()
    for _ in range(2):
        wishes.make(course, make_person(), by=manager, at=timezone.now())
    assert "2 people asked to be told" in page(client, course)
    client.logout()
    assert "asked to be told" not in page(client, course)


def test_e_learning_has_no_dates_to_wait_for(client: Client, practitioner: User) -> None:
    said = page(client, make_course("e-learning"))
    assert "E-learning has no dates" in said
    assert "Tell me of the next date" not in said


def titles(client: Client, **asked: Any) -> list[str]:
    return re.findall(r'<a class="govuk-link" href="/courses/[^>"]+/">(.*?)</a>', text(client, "/courses/", **asked))


def test_the_catalogue_lists_every_course_with_its_next_date(client: Client) -> None:
    level = Level.objects.create(name="Level 2")
    harm, neglect = make_course(title="Harm", level=level, hours="10"), make_course("lpg", title="Neglect")
    day = event_in(harm, days=9).starts_on
    event_in(harm, days=5, for_agency=make_agency())
    said = text(client, "/courses/")
    assert titles(client) == ["Harm", "Neglect"]
    assert f"{day.day} {day:%b %Y}" in said
    assert ">10<" in said
    assert "None yet" in said
    assert titles(client, level=level.pk) == titles(client, q="HAR") == titles(client, kind="course") == ["Harm"]
    neglect.target_groups.set(TargetGroup.objects.filter(code="1"))
    assert titles(client, group="2") == ["Harm"]
    assert "No course fits all of that" in text(client, "/courses/", q="nothing")
    assert client.get("/courses/", {"download": "csv"}).status_code == 200


@pytest.mark.once
@pytest.mark.parametrize("events", [1, 3, 300])
def test_neither_page_costs_more_for_more_dates(
    client: Client, events: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    course = make_course()
    copies_of(event_in(course), events - 1)
    with django_assert_num_queries(4):
        page(client, course)
    for _ in range(events % 50):
        make_course()
    with django_assert_num_queries(4):
        titles(client)
