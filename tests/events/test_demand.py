"""Who asked for a course and had no place is counted by course, listed, and told of another date."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from core.models import OutgoingMail
from core.years import Period, period_of
from events import demand, letters, programme, registers
from events.models import Booking
from people.models import Duty, Person
from tests.makers import NOW, TESTER, make_agency, make_booking, make_course, make_event, make_person, make_user
from training.models import Course

pytestmark = pytest.mark.django_db
THIS_YEAR = period_of(NOW.date())
AGO = -20


@pytest.fixture
def course() -> Course:
    return make_course()


def asked(course: Course, person: Person | None = None, *, days: int = AGO) -> Booking:
    return make_booking(make_event(course=course, days=days), person, outcome="waiting", state="lapsed")


def called_off(course: Course, days: int = AGO) -> Booking:
    event = make_event(course=course, days=days)
    booking = make_booking(event)
    programme.cancel(event, by=TESTER, at=NOW, reason="Snow")
    return booking


def figures(course: Course, period: Period | None = THIS_YEAR) -> list[tuple[int, ...]]:
    columns = ("waited", "called", "without", "waiting", "dates")
    found = demand.by_course(Course.objects.filter(pk=course.pk), period=period, at=NOW)
    return list(found.values_list(*columns))


def test_it_is_counted_by_course_in_the_year_of_the_event_and_what_waits_now_always(course: Course) -> None:
    asked(course)
    asked(course, days=-40)
    called_off(course, 10)
    make_booking(make_event(course=course, days=5), outcome="waiting")
    make_booking(make_event(course=course, days=-1), outcome="waiting")
    make_booking(make_event(course=course), outcome="cancelled")
    make_booking(make_event(days=-1), outcome="attended")
    assert figures(course) == [(2, 1, 3, 1, 2)]
    assert figures(course, period=None) == [(3, 1, 4, 1, 2)]
    assert figures(course, period=THIS_YEAR.previous()) == [(1, 0, 1, 1, 2)]
    assert demand.by_course(Course.objects.exclude(pk=course.pk), period=None, at=NOW).count() == 0


@pytest.mark.parametrize(("outcome", "days"), [("booked", 9), ("waiting", 9), ("attended", -2)])
def test_who_has_or_awaits_a_place_by_now_or_came_since_is_not_without(course: Course, outcome: str, days: int) -> None:
    vain = asked(course)
    assert figures(course)[0][:3] == (1, 0, 1)
    make_booking(make_event(course=course, days=days), vain.person, outcome=outcome)
    assert figures(course)[0][:3] == (1, 0, 0)


@pytest.mark.parametrize(("outcome", "days"), [("attended", -30), ("cancelled", 9), ("did-not-attend", -2)])
def test_who_came_before_cancelled_or_was_absent_is_without_all_the_same(
    course: Course, outcome: str, days: int
) -> None:
    vain = asked(course)
    held: dict[str, Any] = {"status": "held", "register_closed_at": NOW} if days < 0 else {}
    make_booking(make_event(course=course, days=days, **held), vain.person, outcome=outcome)
    assert figures(course)[0][2] == 1


def test_who_waited_and_came_all_the_same_has_not_asked_in_vain(course: Course) -> None:
    event = make_event(course=course, days=-1)
    ben = make_booking(event, outcome="waiting")
    registers.add_walk_in(event, ben.person, by=TESTER, at=NOW)
    make_booking(event, outcome="waiting")
    assert figures(course)[0][:3] == (1, 0, 1)
    date = programme.publish(make_event(course=course, days=60, status="draft"), by=TESTER, at=NOW)
    assert not OutgoingMail.objects.filter(key=f"another-date:{ben.person_id}:{date.pk}").exists()
    assert letters.another_date(ben.pk, date.pk) is None


def test_who_asked_twice_is_one_person(course: Course) -> None:
    asked(course, asked(course).person, days=-10)
    assert figures(course)[0][:3] == (2, 0, 1)


def test_each_who_asked_in_vain_within_a_year_is_told_once_of_another_date(course: Course) -> None:
    vain, off = asked(course), called_off(course)
    asked(course, vain.person, days=-5)
    asked(course, days=-366)
    served = asked(course)
    make_booking(make_event(course=course, days=3), served.person)
    OutgoingMail.objects.all().delete()
    date = programme.publish(make_event(course=course, days=60, status="draft"), by=TESTER, at=NOW)
    keys = {f"another-date:{person}:{date.pk}" for person in (vain.person_id, off.person_id)}
    assert set(OutgoingMail.objects.values_list("key", flat=True)) == keys
    said = {pk: letters.another_date(pk, date.pk) for pk in (vain.pk, off.pk, served.pk)}
    assert said[served.pk] is None
    told = [letter.body for letter in said.values() if letter]
    assert ["none came free" in told[0], "did not take place" in told[1]] == [True, True]
    make_booking(date, vain.person)
    assert letters.another_date(vain.pk, date.pk) is None


def test_who_left_by_themselves_is_not_told(course: Course) -> None:
    make_booking(make_event(course=course, days=9), outcome="cancelled")
    make_booking(make_event(course=course, days=-9), outcome="did-not-attend")
    programme.publish(make_event(course=course, days=60, status="draft"), by=TESTER, at=NOW)
    assert not OutgoingMail.objects.exists()


def test_a_manager_reads_it_by_course_and_person_by_person_and_takes_it_along(client: Client) -> None:
    now = timezone.now()
    course = make_course(title="Neglect in depth")
    person = make_person(last_name="Moss", agency=make_agency(name="Grange School"))
    vain = make_booking(make_event(course=course, at=now, days=-3), person, outcome="waiting", state="lapsed")
    waits = make_booking(make_event(course=course, at=now, days=9), outcome="waiting")
    client.force_login(make_user(Duty.Kind.MANAGER))
    page, own = reverse("demand"), reverse("demand_of_course", args=[course.code])
    assert page in client.get(reverse("workspace")).content.decode()
    year = period_of(vain.event.starts_on).name
    said = client.get(page, {"year": year, "q": "neglect", "sort": "-without"}).content.decode()
    assert own in said
    assert reverse("repeat_event", args=[waits.event.code]) in said
    assert own not in client.get(page, {"year": year, "kind": "conference"}).content.decode()
    assert "Select a valid choice" in client.get(page, {"year": "1066"}).content.decode()
    file = b"".join(client.get(page, {"year": "ever", "download": "csv"}).streaming_content)  # type: ignore[attr-defined]
    assert "Neglect in depth,Training course,1,0,1,1,1" in file.decode()
    said = client.get(own).content.decode()
    for words in (str(person), str(waits.person), "Waited in vain", "Still without a place", "Waits for one"):
        assert words in said
    without = client.get(own, {"now": "without", "q": "grange"}).content.decode()
    assert "Moss" in without
    assert str(waits.person) not in without
    assert str(waits.person) in client.get(own, {"now": "waiting"}).content.decode()


def test_the_people_of_a_course_are_asked_for_at_once(
    course: Course, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(3):
        asked(course)
    with django_assert_num_queries(1):
        found = [(one.is_waiting, one.is_without, str(one.event), str(one.agency)) for one in _people(course)]
    assert [one[:2] for one in found] == [(False, True)] * 3


def _people(course: Course) -> list[Any]:
    return list(demand.people_of(course, at=NOW))
