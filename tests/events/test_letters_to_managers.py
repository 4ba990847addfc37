"""Line managers are told what becomes of somebody's place, after the person is, and until either wants that no more."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from core import mail
from core.models import AuditEntry, OutgoingMail
from events import bookings, programme
from events.models import Booking
from people import copies, persons
from people.models import Duty, Person
from tests.makers import NOW, TESTER, make_agency, make_event, make_person, make_user

pytestmark = pytest.mark.django_db
BOSS = "boss@example.org"
LATER = NOW + timedelta(hours=1)


def asha(**fields: Any) -> Person:
    return make_person(**{"first_name": "Asha", "last_name": "Vale", "manager_email": BOSS, **fields})


def send(mailoutbox: list[Any]) -> list[Any]:
    """What goes to the manager, once all that is due went out, and what followed it."""
    for hours in (2, 3):
        mail.send_due(at=NOW + timedelta(hours=hours))
    return [letter for letter in mailoutbox if letter.to == [BOSS]]


def put_off(booking: Booking) -> None:
    later = booking.event.starts_on + timedelta(days=7)
    programme.change(booking.event, by=TESTER, at=LATER, starts_on=later, ends_on=later)


def move(booking: Booking) -> None:
    other = make_event(course=booking.event.course, title="Neglect", days=44)
    bookings.transfer(booking, other, by=TESTER, at=LATER)


def pass_on(booking: Booking) -> None:
    colleague = make_person(agency=booking.agency)
    bookings.substitute(booking, colleague, by=TESTER, at=LATER)


def give_up(booking: Booking) -> None:
    bookings.cancel(booking, by=TESTER, at=LATER, reason="A private illness")


def call_off(booking: Booking) -> None:
    programme.cancel(booking.event, by=TESTER, at=LATER, reason="Snow")


@pytest.mark.parametrize(
    ("act", "subject", "says"),
    [
        (put_off, "Asha Vale has a place: Neglect, 10 June 2026", "When: Wednesday 10 June 2026, 9:30am to 4:30pm"),
        (move, "Asha Vale has a place: Neglect, 17 June 2026", "They have changed their date of Neglect to this one."),
        (pass_on, "Asha Vale does not come to Neglect, 3 June 2026", "A colleague takes their place on Neglect"),
        (give_up, "Asha Vale does not come to Neglect, 3 June 2026", "has been given up."),
        (call_off, "Asha Vale does not come to Neglect, 3 June 2026", "will not take place."),
    ],
)
def test_a_copy_follows_each_letter_about_a_place_and_says_no_reason(
    mailoutbox: list[Any], act: Callable[[Booking], None], subject: str, says: str
) -> None:
    event = make_event(title="Neglect", joining_instructions="The link is secret")
    booking = bookings.book(event, asha(), by=TESTER, at=NOW)
    for minutes in (0, 1):
        mail.send_due(at=NOW + timedelta(minutes=minutes))
    act(booking)
    made, copy = send(mailoutbox)
    assert (made.subject, "They have a place on Neglect." in made.body) == (
        "Asha Vale has a place: Neglect, 3 June 2026",
        True,
    )
    assert copy.subject == subject
    assert says in copy.body
    for kept_back in ("private illness", "Snow", "secret", "calendar"):
        assert kept_back not in made.message().as_string() + copy.message().as_string()


def test_who_only_waits_or_was_given_up_before_the_letter_went_is_not_told_of(mailoutbox: list[Any]) -> None:
    bookings.book(make_event(places=0), asha(), by=TESTER, at=NOW)
    short = bookings.book(make_event(), asha(manager_email="other@example.org"), by=TESTER, at=NOW)
    bookings.cancel(short, by=TESTER, at=NOW)
    assert send(mailoutbox) == []
    assert [letter.subject for letter in mailoutbox if letter.to == ["other@example.org"]] == [
        f"Asha Vale does not come to {short.event.name}, 3 June 2026"
    ]


def test_a_manager_is_told_once_and_not_of_their_own_places(mailoutbox: list[Any]) -> None:
    bookings.book(make_event(), asha(), by=TESTER, at=NOW)
    bookings.book(make_event(), asha(email=BOSS.upper(), manager_email=BOSS), by=TESTER, at=NOW)
    assert len(send(mailoutbox)) == 1
    assert OutgoingMail.objects.filter(letter="copy-to-manager").count() == 1


def test_of_somebody_without_an_e_mail_the_manager_is_told_beside_the_lead(mailoutbox: list[Any]) -> None:
    agency = make_agency()
    lead = make_user(Duty.Kind.LEAD, agency=agency)
    bookings.book(make_event(), asha(email="", agency=agency), by=TESTER, at=NOW)
    assert len(send(mailoutbox)) == 1
    assert mailoutbox[0].to == [lead.email]


def test_the_link_in_a_copy_ends_them_by_a_press_and_only_for_that_address(
    client: Client, mailoutbox: list[Any]
) -> None:
    person = asha()
    bookings.book(make_event(), person, by=TESTER, at=NOW)
    [copy] = send(mailoutbox)
    link = re.findall(r"http://127.0.0.1:8000(/copies/\S+)", copy.body)[0]
    persons.correct(person, by=TESTER, at=NOW, manager_email="another@example.org")
    assert client.get(link).status_code == 410
    persons.correct(person, by=TESTER, at=NOW, manager_email=BOSS)
    assert "Asha Vale" in client.get(link).content.decode()
    assert Person.objects.filter(manager_email=BOSS).exists()
    answer = client.post(link, follow=True)
    assert "We send you nothing more about Asha Vale." in answer.content.decode()
    assert not Person.objects.filter(manager_email=BOSS).exists()
    assert AuditEntry.objects.get(verb="copies.end").actor == "system:link"
    assert client.post(link).status_code == 410
    bookings.book(make_event(days=40), person, by=TESTER, at=LATER)
    assert len(send(mailoutbox)) == 1


@pytest.mark.once
@pytest.mark.parametrize("wrong", ["-", "1", "1.", "1.abc", f"{'9' * 19}.abc", "²³.abc"])
def test_what_is_no_link_of_ours_leads_to_nobody(wrong: str) -> None:
    asha()
    assert copies.behind(wrong) is None


def test_another_address_that_was_given_meanwhile_stays(client: Client) -> None:
    person = asha()
    copies.end(person, seen="before@example.org", at=NOW)
    person.refresh_from_db()
    assert person.manager_email == BOSS
    assert copies.behind(copies.token_of(person)) == person
    assert copies.behind(copies.token_of(person)[:-1]) is None
