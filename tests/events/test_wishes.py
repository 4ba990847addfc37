"""Wishes for a next date: who may wish, who is told of which date, once, and who hears nothing any more."""

from datetime import timedelta

import pytest
from django.core import mail as django_mail

from core import mail
from core.models import AuditEntry, OutgoingMail
from events import bookings, programme, waiting, wishes
from events.models import DateWish, Event
from people.models import Person
from tests.makers import NOW, TESTER, make_booking, make_course, make_event, make_person
from training.models import Course

pytestmark = pytest.mark.django_db


@pytest.fixture
def course() -> Course:
    return make_course(title="Neglect")


@pytest.fixture
def person(course: Course) -> Person:
    """Somebody who wishes for a next date of the course."""
    person = make_person(first_name="Ann")
    wishes.make(course, person, by=TESTER, at=NOW)
    return person


def test_a_wish_is_kept_once_and_on_the_trail(course: Course, person: Person) -> None:
    again = wishes.make(course, person, by=TESTER, at=NOW)
    assert wishes.open_one(course, person) == again
    assert (wishes.how_many(course), AuditEntry.objects.filter(verb="wishes.make").count()) == (1, 1)


def test_who_can_book_already_has_nothing_to_wish_for(course: Course) -> None:
    person = make_person()
    ours = make_event(course=course, for_agency=person.agency)
    with pytest.raises(wishes.HasDates, match="Neglect has coming dates"):
        wishes.make(course, person, by=TESTER, at=NOW)
    assert wishes.why_not(course, make_person(), at=NOW) is None
    assert wishes.why_not(course, person, at=NOW + timedelta(31)) is None
    Event.objects.filter(pk=ours.pk).update(status="draft")
    assert wishes.why_not(course, person, at=NOW) is None
    with pytest.raises(wishes.HasDates, match="has no dates"):
        wishes.make(make_course("e-learning"), person, by=TESTER, at=NOW)


def test_they_are_told_once_of_all_that_they_can_book(course: Course, person: Person) -> None:
    assert wishes.tell_due(at=NOW) == 0
    make_event(course=course, days=20)
    make_event(course=course, days=30)
    assert [wishes.tell_due(at=NOW), wishes.tell_due(at=NOW)] == [1, 0]
    assert mail.send_due(at=NOW) == 1
    letter = django_mail.outbox[0]
    assert letter.subject == "There is a date now: Neglect"
    assert "Sunday 24 May 2026" in letter.body
    assert "Wednesday 3 June 2026" in letter.body
    assert f"/courses/{course.code}/" in letter.body
    assert wishes.open_one(course, person) is None
    make_event(course=course, days=40)
    assert wishes.tell_due(at=NOW) == 0


@pytest.mark.parametrize(
    "field", [{"status": "draft"}, {"opens_on": (NOW + timedelta(5)).date()}, {"days": -1}, {"for_agency": None}]
)
def test_a_date_that_they_can_not_book_is_no_news(course: Course, person: Person, field: dict[str, object]) -> None:
    if "for_agency" in field:
        field = {"for_agency": make_person().agency}
    make_event(course=course, **field)  # type: ignore[arg-type]
    make_event()
    assert wishes.tell_due(at=NOW) == 0


def test_they_are_told_when_booking_opens(course: Course, person: Person) -> None:
    make_event(course=course, opens_on=(NOW + timedelta(5)).date(), for_agency=person.agency)
    assert [wishes.tell_due(at=NOW + timedelta(4)), wishes.tell_due(at=NOW + timedelta(5))] == [0, 1]


def test_who_has_booked_meanwhile_gets_no_letter(course: Course, person: Person) -> None:
    event = make_event(course=course)
    wishes.tell_due(at=NOW)
    bookings.book(event, person, by=TESTER, at=NOW)
    OutgoingMail.objects.exclude(letter="next-date").delete()
    assert mail.send_due(at=NOW) == 0
    assert OutgoingMail.objects.get().dropped_at == NOW


def test_who_is_told_of_it_for_having_waited_gets_one_letter(course: Course, person: Person) -> None:
    full = make_event(course=course, days=5, places=0)
    make_booking(full, person, outcome="waiting")
    later = NOW + timedelta(6)
    waiting.lapse_begun(at=later)
    event = make_event(course=course, days=20, status="draft")
    programme.publish(event, by=TESTER, at=later)
    assert wishes.tell_due(at=later) == 1
    mail.send_due(at=later)
    told = ["No place came free: Neglect", "Another date: Neglect"]
    assert [letter.subject for letter in django_mail.outbox] == told


def test_who_wants_it_no_more_is_not_told(course: Course, person: Person) -> None:
    wishes.end(course, person, by=TESTER, at=NOW)
    make_event(course=course)
    assert wishes.tell_due(at=NOW) == 0
    assert DateWish.objects.count() == 0
    assert AuditEntry.objects.filter(verb="wishes.end").count() == 1
