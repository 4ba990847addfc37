"""The training passport: what it adds up, who may see it, on paper and as a file; and whose refreshers fall due."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from evaluations import certificates, passports, passports_pdf
from people.models import Agency, Duty, Person, User
from tests.core.pdf.reading import Reading
from tests.makers import NOW, TESTER, make_agency, make_booking, make_course, make_event, make_person, make_user
from training.models import Course, Enrolment, Level

pytestmark = pytest.mark.django_db


def attend(person: Person, on: date, *, outcome: str = "attended", course: Course | None = None, **fields: Any) -> Any:
    event = make_event(course=course or make_course(**fields), starts_on=on)
    return make_booking(event, person, outcome=outcome)


@pytest.fixture
def person() -> Person:
    """Somebody with a course at each of two levels, a part of one, and e-learning, over two reporting years."""
    person = make_person(first_name="Ann", last_name="Lee", user=make_user(), email="")
    one, two = Level.objects.create(name="Level 1"), Level.objects.create(name="Level 2")
    attend(person, date(2025, 3, 31), title="Basics", hours="3", level=one)
    attend(person, date(2025, 4, 1), title="Neglect", hours="6.5", level=two, refresh_after_months=12)
    attend(person, date(2025, 5, 1), outcome="part-attended", title="Harm", hours="6", level=two)
    for outcome in ("did-not-attend", "booked", "cancelled"):
        attend(person, date(2025, 5, 2), outcome=outcome, title="Missed", hours="6")
    online = make_course("e-learning", title="Online", hours="1.5")
    Enrolment.objects.create(course=online, person=person, enrolled_on=date(2025, 3, 1), completed_on=date(2025, 4, 9))
    Enrolment.objects.create(course=online, person=person, enrolled_on=date(2025, 9, 1))
    attend(make_person(), date(2025, 5, 1), title="Somebody else's")
    return person


def test_it_holds_what_was_attended_and_completed_the_latest_first(person: Person) -> None:
    passport = passports.of(person, at=NOW)
    assert [(line.name, line.how) for line in passport.lines] == [
        ("Harm", "Attended in part"),
        ("Online", "Completed"),
        ("Neglect", "Attended"),
        ("Basics", "Attended"),
    ]
    assert passport.hours == 17
    assert [(each.name, each.times, float(each.hours)) for each in passport.by_level] == [
        ("Level 2", 2, 12.5),
        ("Level 1", 1, 3),
        (passports.NO_LEVEL, 1, 1.5),
    ]
    assert [(each.name, float(each.hours)) for each in passport.by_year] == [("2025-26", 14), ("2024-25", 3)]
    assert [(each.course.title, each.by) for each in passport.refreshers] == [("Neglect", date(2026, 4, 1))]


def test_its_certificates_are_the_person_s_own_and_good_ones(person: Person) -> None:
    booking = person.bookings.get(event__course__title="Neglect")
    made = certificates.issue(booking, by=TESTER, at=NOW, reason="Known")
    lines = passports.of(person, at=NOW).lines
    assert [line.certificate for line in lines if line.certificate] == [made]
    assert lines[2].certificate == made


def test_courses_without_hours_add_none() -> None:
    person = make_person()
    attend(person, date(2025, 5, 1))
    passport = passports.of(person, at=NOW)
    assert [float(passport.hours), passport.by_year[0].times] == [0, 1]


def page(client: Client, person: Person, **asked: str) -> str:
    return " ".join(client.get(f"/passports/{person.pk}/", asked).content.decode().split())


def test_the_page_says_what_is_to_be_refreshed_in_words(client: Client, person: Person) -> None:
    client.force_login(person.user or make_user())
    assert client.get("/passports/mine/")["Location"] == f"/passports/{person.pk}/"
    said = page(client, person)
    for words in ("Your training passport", "Overdue", "1 Apr 2026", "12.5", "Attended in part", "Level 2"):
        assert words in said
    assert "Missed" not in said
    assert "Somebody else" not in said
    lines = b"".join(client.get(f"/passports/{person.pk}/", {"download": "csv"})).decode()
    assert "Neglect,2025-04-01,Attended,6.50,Level 2,None" in lines


def test_an_empty_passport_says_what_to_do(client: Client) -> None:
    person = make_person(user=make_user())
    client.force_login(person.user or make_user())
    assert "Find training in the programme" in page(client, person)
    client.force_login(make_user())
    assert client.get("/passports/mine/")["Location"] == "/my/"


def test_leads_see_their_own_staff_s_and_nobody_who_has_left(client: Client, person: Person) -> None:
    client.force_login(make_user(Duty.Kind.LEAD, agency=person.agency))
    assert "Training passport of Ann Lee" in page(client, person)
    Person.objects.filter(pk=person.pk).update(agency=make_agency())
    for path in (f"/passports/{person.pk}/", f"/passports/{person.pk}/pdf/"):
        assert client.get(path).status_code == 404


def text_of(file: bytes) -> str:
    reading = Reading(file)
    return " ".join(reading.text(reading.tree).split())


@pytest.mark.once
def test_it_can_be_printed_as_a_tagged_file(person: Person) -> None:
    file = passports_pdf.draw(passports.of(person, at=NOW), at=NOW)
    said = text_of(file)
    for words in ("Training passport of Ann Lee", "To be refreshed", "Overdue", "12.5", "2025-26", "Hours by level"):
        assert words in said
    empty = passports_pdf.draw(passports.of(make_person(), at=NOW), at=NOW)
    assert "Nothing is on record yet." in text_of(empty)


@pytest.mark.parametrize("events", [1, 3, 30])
def test_the_page_costs_as_much_however_long_it_is(
    client: Client, events: int, django_assert_max_num_queries: Any
) -> None:
    person = make_person(user=make_user())
    course = make_course(refresh_after_months=12)
    for number in range(events):
        booking = attend(person, date(2025, 5, 1 + number % 28), course=course)
        certificates.issue(booking, by=TESTER, at=NOW, reason="Known")
    client.force_login(person.user or make_user())
    with django_assert_max_num_queries(13):
        page(client, person)


@pytest.fixture
def agency() -> Agency:
    """An agency with three people: one overdue, one due, one who has time."""
    agency, today = make_agency(name="Grange School"), timezone.now().date()
    course = make_course(title="Neglect", refresh_after_months=12)
    for name, months in (("Overdue", 13), ("Due", 11), ("Fresh", 2)):
        on = date(today.year - (today.month <= months % 12) - months // 12, (today.month - months - 1) % 12 + 1, 1)
        attend(make_person(first_name="Pat", last_name=name, agency=agency), on, course=course)
    return agency


def listed(client: Client, path: str, **asked: str) -> list[str]:
    said = client.get(path, asked).content.decode()
    return [name for name in ("Pat Overdue", "Pat Due", "Pat Fresh") if name in said]


def test_a_lead_finds_whose_refreshers_fall_due(client: Client, agency: Agency) -> None:
    client.force_login(make_user(Duty.Kind.LEAD, agency=agency))
    path = "/refreshers/team/"
    assert listed(client, path) == ["Pat Overdue", "Pat Due", "Pat Fresh"]
    assert listed(client, path, standing="urgent") == ["Pat Overdue", "Pat Due"]
    assert listed(client, path, standing="overdue") == ["Pat Overdue"]
    assert listed(client, path, name="fresh", course="") == ["Pat Fresh"]
    assert 'name="agency"' not in client.get(path).content.decode()
    assert listed(client, path, agency="atlantis") == ["Pat Overdue", "Pat Due", "Pat Fresh"]
    file = b"".join(client.get(path, {"download": "csv", "standing": "overdue"})).decode()
    assert [line.split(",")[0] for line in file.splitlines()[1:]] == ["Pat Overdue"]
    client.force_login(make_user(Duty.Kind.LEAD, agency=make_agency()))
    assert listed(client, path) == []
    assert "Nobody here attended a course" in client.get(path).content.decode()


def test_a_manager_finds_them_in_every_agency(client: Client, agency: Agency, manager: User) -> None:
    assert listed(client, "/manage/refreshers/") == ["Pat Overdue", "Pat Due", "Pat Fresh"]
    assert listed(client, "/manage/refreshers/", agency=agency.code, standing="due") == ["Pat Due"]
    assert listed(client, "/manage/refreshers/", agency=make_agency().code) == []
