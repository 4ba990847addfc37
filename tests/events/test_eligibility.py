"""Why somebody can't book: one list, told in order, before the try as when it is made; and a manager's overruling."""

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.models import AuditEntry
from events import bookings, eligibility
from events.models import Event, Policy
from people.models import Duty, Person, TargetGroup
from tests.makers import NOW, TESTER, make_agency, make_booking, make_course, make_event, make_person, make_user
from training.models import Enrolment

pytestmark = pytest.mark.django_db


def told(event: Event, person: Person | None) -> list[str]:
    return [type(reason).__name__ for reason in eligibility.reasons(event, person, at=NOW)]


def outside_window(person: Person) -> Event:
    return make_event(closes_on=NOW.date() - timedelta(days=1))


def not_open_yet(person: Person) -> Event:
    return make_event(opens_on=NOW.date() + timedelta(days=1))


def another_agency(person: Person) -> Event:
    return make_event(for_agency=make_agency())


def another_group(person: Person) -> Event:
    course = make_course()
    course.target_groups.set(TargetGroup.objects.filter(code__in=["3", "4"], scheme__is_current=True))
    return make_event(course=course)


def another_course_first(person: Person) -> Event:
    return make_event(course=make_course(prerequisite=make_course()))


def in_the_diary(person: Person) -> Event:
    make_booking(make_event(starts_time=time(16), ends_time=time(18)), person)
    return make_event()


@pytest.mark.once
@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"state": "waiting"}, "is waiting for a place at that time, on {}: leave that waiting list first."),
        (
            {"state": "requested", "decide_by": NOW},
            "has asked for a place at that time, on {}: cancel that request first.",
        ),
        (
            {"state": "offered", "offer_lapses_at": NOW},
            "is offered a place at that time, on {}: turn that place down first.",
        ),
    ],
)
def test_who_only_waits_at_that_time_is_told_so_and_what_to_do_first(fields: dict[str, Any], said: str) -> None:
    person = make_person(first_name="Ann", last_name="Lee")
    waits = make_booking(make_event(title="Neglect"), person, outcome="waiting", **fields)
    refusal = eligibility.why_not(make_event(), person, at=NOW)
    assert isinstance(refusal, eligibility.DiaryClash)
    assert (refusal.sentence, refusal.booking) == (f"Ann Lee {said}".format(waits.event), waits)


def absent_twice(person: Person) -> Event:
    Policy.objects.create(starts_on=date(2020, 1, 1), suspends_after=2)
    for days in (-300, -10):
        make_booking(held(days), person, outcome="did-not-attend")
    return make_event()


def held(days: int, **fields: Any) -> Event:
    return make_event(days=days, status="held", register_closed_at=NOW, **fields)


@pytest.mark.parametrize(
    ("make", "kind", "sentence"),
    [
        (outside_window, eligibility.OutsideWindow, "closed on Sunday 3 May 2026."),
        (not_open_yet, eligibility.OutsideWindow, "opens on Tuesday 5 May 2026."),
        (another_agency, eligibility.WrongAudience, "is only for people from"),
        (another_group, eligibility.WrongAudience, "is for target groups 3 and 4, and which group Ann"),
        (another_course_first, eligibility.AnotherCourseFirst, "has not attended yet."),
        (in_the_diary, eligibility.DiaryClash, "has a booking at that time: Course"),
        (absent_twice, eligibility.Suspended, "was absent without apologies 2 times in the last 12 months"),
    ],
)
def test_each_reason_refuses_in_a_sentence_and_can_be_overruled_with_a_reason(
    make: Callable[[Person], Event], kind: type[eligibility.Ineligible], sentence: str
) -> None:
    person = make_person()
    event = make(person)
    assert told(event, person) == [kind.__name__]
    for blank in ("", "  "):
        with pytest.raises(kind, match=sentence):
            bookings.book(event, person, by=TESTER, at=NOW, overrule=blank)
    booking = bookings.book(event, person, by=TESTER, at=NOW, overrule="Agreed with her manager")
    entry = AuditEntry.objects.get(verb="bookings.book", subject=f"events.booking:{booking.pk}")
    assert (entry.reason, entry.details["overruled"]) == ("Agreed with her manager", kind.__name__)


def test_reasons_are_told_in_one_order_and_nobody_overrules_what_is_over() -> None:
    person = make_person()
    in_the_diary(person)
    event = make_event(for_agency=make_agency(), closes_on=NOW.date() - timedelta(days=1))
    assert told(event, person) == ["WrongAudience", "OutsideWindow", "DiaryClash"]
    assert told(event, None) == ["OutsideWindow"]
    make_booking(event, person)
    assert told(event, person) == ["WrongAudience", "OutsideWindow", "DiaryClash", "AlreadyBooked"]
    with pytest.raises(eligibility.AlreadyBooked):
        bookings.book(event, person, by=TESTER, at=NOW, overrule="All the same")
    begun = make_event(days=-1, for_agency=make_agency())
    assert told(begun, person) == ["EventNotOpen"]
    with pytest.raises(eligibility.EventNotOpen):
        bookings.book(begun, person, by=TESTER, at=NOW, overrule="All the same")


def test_a_reason_that_nobody_needed_is_not_kept() -> None:
    booking = bookings.book(make_event(), make_person(), by=TESTER, at=NOW, overrule="Just in case")
    assert AuditEntry.objects.get(subject=f"events.booking:{booking.pk}").reason == ""


def test_the_window_includes_its_first_and_last_day_by_the_clock_on_the_wall() -> None:
    event = make_event(opens_on=date(2026, 5, 5), closes_on=date(2026, 5, 5))
    midnight = NOW.replace(day=5, hour=0)
    moments = [midnight - timedelta(seconds=1), midnight, midnight + timedelta(hours=23, minutes=59)]
    found = [eligibility.why_not(event, None, at=at) for at in [*moments, midnight + timedelta(days=1)]]
    assert [reason is None for reason in found] == [False, True, True, False]


def test_a_person_of_one_of_the_groups_and_an_event_for_everybody_are_fine() -> None:
    person = make_person(target_group=TargetGroup.objects.get(code="4", scheme__is_current=True))
    assert told(another_group(person), person) == []
    assert told(make_event(), person) == []


def test_who_attended_the_course_before_or_completed_it_online_may_go_on() -> None:
    attended, completed, began, elsewhere = (make_person() for _ in range(4))
    event = another_course_first(attended)
    first = event.course.prerequisite
    assert first
    make_booking(held(-50, course=first), attended, outcome="part-attended")
    Enrolment.objects.create(course=first, person=completed, enrolled_on=NOW.date(), completed_on=NOW.date())
    Enrolment.objects.create(course=first, person=began, enrolled_on=NOW.date())
    make_booking(held(-50), elsewhere, outcome="attended")
    not_yet = ["AnotherCourseFirst"]
    assert [told(event, person) for person in (attended, completed, began, elsewhere)] == [[], [], not_yet, not_yet]


def test_events_that_touch_do_not_clash_and_given_up_bookings_are_in_nobody_s_way() -> None:
    person = make_person()
    make_booking(make_event(starts_time=time(16, 30), ends_time=time(18)), person)
    make_booking(make_event(days=31), person)
    make_booking(make_event(), person, outcome="cancelled")
    assert told(make_event(), person) == []
    assert told(make_event(starts_on=NOW.date(), days=0, ends_on=NOW.date() + timedelta(days=40)), person) != []


def test_only_absence_by_a_closed_register_of_the_last_twelve_months_suspends() -> None:
    Policy.objects.create(starts_on=date(2020, 1, 1), suspends_after=1)
    person = make_person()
    make_booking(held(-366), person, outcome="did-not-attend")
    make_booking(make_event(days=-1), person, outcome="did-not-attend")
    make_booking(held(-5), person, outcome="did-not-attend", attendance="apologies")
    assert told(make_event(), person) == []
    make_booking(held(-364), person, outcome="did-not-attend")
    assert told(make_event(), person) == ["Suspended"]


def test_the_event_s_page_says_every_reason_before_the_try(client: Client) -> None:
    person = make_person(user=make_user())
    client.force_login(person.user or make_user())
    today = timezone.localdate()
    event = make_event(at=timezone.now(), closes_on=today - timedelta(days=1), for_agency=make_agency(name="The Trust"))
    said = client.get(reverse("event", args=[event.code])).content.decode()
    assert 0 < said.index("is only for people from The Trust") < said.index("closed on")
    assert reverse("book", args=[event.code]) not in said


def test_a_manager_finds_somebody_and_books_them_with_a_reason_where_one_is_needed(client: Client) -> None:
    client.force_login(make_user(Duty.Kind.MANAGER))
    person = make_person(first_name="Élodie", last_name="Moss")
    event = make_event(at=timezone.now(), for_agency=make_agency(name="The Trust"))
    find, book = reverse("find_person", args=[event.code]), reverse("book_person", args=[event.code, person.pk])
    assert book in client.get(find, {"q": "élodie mos"}).content.decode()
    assert "Nobody on record fits" in client.get(find, {"q": "élodie nobody"}).content.decode()
    assert "is only for people from The Trust" in client.get(book).content.decode()
    assert "Enter why they are booked all the same" in client.post(book).content.decode()
    assert not event.bookings.exists()
    client.post(book, {"overrule": "A joint case"})
    assert event.bookings.get().person == person
    assert "is already booked on" in client.post(book, {"overrule": "Again"}).content.decode()


def test_a_manager_books_an_eligible_person_in_one_click(client: Client) -> None:
    client.force_login(make_user(Duty.Kind.MANAGER))
    person, event = make_person(), make_event(at=timezone.now())
    client.post(reverse("book_person", args=[event.code, person.pk]))
    assert event.bookings.get().person == person


@pytest.mark.parametrize("name", ["find_person", "book_person"])
def test_booking_others_is_the_managers(client: Client, name: str) -> None:
    person = make_person(user=make_user())
    client.force_login(person.user or make_user())
    args = [make_event(at=timezone.now()).code, *([person.pk] if name == "book_person" else [])]
    assert client.get(reverse(name, args=args)).status_code == 404
