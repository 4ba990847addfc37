"""Refreshers: what counts, when it falls due, who is told of it once, and who is not."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.core import mail as django_mail
from pytest_django import DjangoAssertNumQueries

from core import mail
from core.models import OutgoingMail
from events import refreshers
from events.models import Booking
from events.refreshers import Refresher, Standing
from people.models import Person
from tests.makers import NOW, make_booking, make_conference, make_course, make_event, make_person, make_workshop
from training.models import Course, Enrolment

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture
def course() -> Course:
    """One that is attended again after a year."""
    return make_course(title="Neglect", refresh_after_months=12)


@pytest.fixture
def person() -> Person:
    return make_person(first_name="Ann")


def attend(course: Course, person: Person, on: date, *, outcome: str = "attended", **fields: Any) -> Booking:
    return make_booking(make_event(course=course, starts_on=on, **fields), person, outcome=outcome)


def only(person: Person) -> Refresher:
    (found,) = refreshers.of(person, at=NOW)
    return found


@pytest.mark.parametrize(
    ("due_in", "standing"),
    [(-1, Standing.OVERDUE), (0, Standing.DUE), (90, Standing.DUE), (91, Standing.FRESH)],
)
def test_it_is_due_for_ninety_days_and_overdue_after_its_day(
    course: Course, person: Person, due_in: int, standing: Standing
) -> None:
    by = TODAY + timedelta(due_in)
    attend(course, person, by.replace(year=by.year - 1))
    assert (only(person).by, only(person).standing) == (by, standing)


def test_the_last_time_counts_whether_in_a_room_or_as_e_learning(course: Course, person: Person) -> None:
    attend(course, person, date(2024, 3, 1))
    attend(course, person, date(2025, 6, 1))
    assert only(person).last_on == date(2025, 6, 1)
    Enrolment.objects.create(
        course=course, person=person, enrolled_on=date(2025, 7, 1), completed_on=date(2025, 7, 9), modules_completed=3
    )
    assert only(person).last_on == date(2025, 7, 9)
    attend(course, person, date(2025, 8, 1))
    assert only(person).by == date(2026, 8, 1)


@pytest.mark.parametrize("outcome", ["part-attended", "did-not-attend", "booked", "cancelled"])
def test_who_did_not_attend_all_of_it_has_nothing_to_refresh(course: Course, person: Person, outcome: str) -> None:
    attend(course, person, date(2025, 6, 1), outcome=outcome)
    assert refreshers.of(person, at=NOW) == []


def test_nor_has_who_attended_what_once_is_enough_a_workshop_or_what_was_cancelled(
    course: Course, person: Person
) -> None:
    attend(make_course(), person, date(2025, 6, 1))
    conference = make_conference(days=-30)
    make_booking(make_workshop(conference, course=course), person, outcome="attended")
    attend(course, person, date(2025, 6, 1), status="cancelled", cancelled_at=NOW)
    Enrolment.objects.create(course=course, person=person, enrolled_on=date(2025, 7, 1))
    attend(course, make_person(), date(2025, 6, 1))
    assert refreshers.of(person, at=NOW) == []


def test_it_says_on_which_day_they_come_again(course: Course, person: Person) -> None:
    attend(course, person, date(2025, 6, 1))
    assert only(person).booked_on is None
    booked = make_booking(make_event(course=course, days=9), person)
    make_booking(make_event(course=course, days=5), person, outcome="cancelled")
    assert only(person).booked_on == booked.event.starts_on


def test_they_are_told_once_for_each_day_on_which_it_falls_due(course: Course, person: Person) -> None:
    attend(course, person, TODAY.replace(year=2025) + timedelta(60))
    day_before = NOW - timedelta(1)
    assert [refreshers.remind_due(at=at) for at in (day_before, NOW, NOW, NOW + timedelta(30))] == [0, 1, 0, 0]
    assert mail.send_due(at=NOW) == 1
    letter = django_mail.outbox[0]
    assert letter.subject == "To be refreshed by 3 July 2026: Neglect"
    assert "You last attended Neglect on 3 July 2025. It is to be refreshed after 1 year" in letter.body
    assert f"/courses/{course.code}/" in letter.body
    attend(course, person, TODAY - timedelta(10))
    next_time = NOW.replace(year=2027)
    assert [refreshers.remind_due(at=next_time - timedelta(40)), refreshers.remind_due(at=next_time)] == [1, 0]


def test_no_letter_of_what_was_due_before_to_who_has_booked_or_to_nobody(course: Course, person: Person) -> None:
    a_year_ago = TODAY.replace(year=2025)
    attend(course, person, a_year_ago - timedelta(1))
    booked = make_person()
    attend(course, booked, a_year_ago)
    make_booking(make_event(course=course), booked)
    attend(course, make_person(email=""), a_year_ago)
    assert refreshers.remind_due(at=NOW) == 0
    attend(course, make_person(), a_year_ago)
    assert refreshers.remind_due(at=NOW) == 1


def test_a_letter_that_is_no_news_any_more_is_not_sent(course: Course, person: Person) -> None:
    attend(course, person, TODAY.replace(year=2025))
    refreshers.remind_due(at=NOW)
    make_booking(make_event(course=course), person)
    assert mail.send_due(at=NOW) == 0
    assert OutgoingMail.objects.get().dropped_at == NOW


def test_the_letters_can_be_turned_off(course: Course, person: Person, settings: LazySettings) -> None:
    attend(course, person, TODAY.replace(year=2025))
    settings.REFRESHER_DAYS = 0
    assert refreshers.remind_due(at=NOW) == 0


@pytest.mark.parametrize("people", [1, 3, 30])
def test_six_statements_however_many_people_and_courses(
    people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    courses = [make_course(refresh_after_months=12) for _ in range(2)]
    for _ in range(people):
        person = make_person()
        for course in courses:
            attend(course, person, date(2025, 6, 1))
    with django_assert_num_queries(5):
        assert len(refreshers.of_people(Person.objects.all(), at=NOW)) == 2 * people
