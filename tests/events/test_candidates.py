"""What stands against each of several people is what stands against each by themselves, for fewer questions."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from events import candidates, eligibility
from events.models import Event, LiftedSuspension, Policy
from people.models import Person
from tests.makers import NOW, make_booking, make_course, make_event, make_event_on, make_person
from training.models import Enrolment

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture
def event() -> Event:
    """A date of a course that builds on another one, where two absences suspend."""
    Policy.objects.create(starts_on=TODAY - timedelta(400), suspends_after=2)
    return make_event(course=make_course(prerequisite=make_course()))


def of_each_kind(event: Event) -> list[Person]:
    """One whom nothing stands against, one who attended nothing first, one who is elsewhere, one suspended, one not."""
    free, new, elsewhere, absent, lifted = people = [make_person() for _ in range(5)]
    first = event.course.prerequisite
    assert first
    for person in (free, elsewhere, absent, lifted):
        Enrolment.objects.create(course=first, person=person, enrolled_on=TODAY, completed_on=TODAY)
    Enrolment.objects.create(course=first, person=new, enrolled_on=TODAY)
    make_booking(make_event_on(30, 37), elsewhere)
    for person in (absent, lifted):
        for days in (-20, -10):
            missed = make_event(days=days, status=Event.Status.HELD, register_closed_at=NOW)
            make_booking(missed, person, outcome="did-not-attend")
    LiftedSuspension.objects.create(person=lifted, lifted_on=TODAY)
    return people


@pytest.mark.parametrize("times", [1, 3])
def test_what_stands_against_each_costs_as_many_statements_for_many_as_for_one(
    event: Event, times: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    people = [person for _ in range(times) for person in of_each_kind(event)]
    event = Event.objects.select_related("course__prerequisite").get(pk=event.pk)
    with django_assert_num_queries(7):
        told = candidates.why_not_each(event, people, at=NOW)
    alone = {person.pk: eligibility.why_not(event, person, at=NOW) for person in people}
    assert {pk: str(refusal) for pk, refusal in told.items()} == {pk: str(why) for pk, why in alone.items() if why}
    kinds = [type(told.get(person.pk)).__name__ for person in people[:5]]
    assert kinds == ["NoneType", "AnotherCourseFirst", "DiaryClash", "Suspended", "NoneType"]


def test_only_bookings_that_may_have_a_say_are_read(event: Event) -> None:
    person = make_person()
    here, beside = make_booking(event, person), make_booking(make_event_on(30, 37), person)
    first = event.course.prerequisite
    assert first
    before = make_booking(
        make_event(days=-30, course=first, status=Event.Status.HELD, register_closed_at=NOW), person, outcome="attended"
    )
    missed = make_booking(
        make_event(days=-20, status=Event.Status.HELD, register_closed_at=NOW), person, outcome="did-not-attend"
    )
    make_booking(make_event(days=-10, status=Event.Status.HELD, register_closed_at=NOW), person, outcome="attended")
    make_booking(make_event(days=40), person)
    assert set(candidates.with_a_say(event)) == {here, beside, before, missed}
    event.course.prerequisite = None
    assert set(candidates.with_a_say(event)) == {here, beside, missed}
