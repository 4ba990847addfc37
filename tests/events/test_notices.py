"""Notices: a manager's own words reach those they are for, once each, after they were seen."""

import re

import pytest
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from core import mail
from events import bookings, notices
from events.models import Booking, Event, Notice
from people.models import User
from tests.makers import NOW, make_booking, make_event, make_person, make_user

pytestmark = pytest.mark.django_db
State, Audience = Booking.State, Notice.Audience
WORDS = {"subject": "Bring a coat", "text": "The hall is cold.\n\nSee you there."}


@pytest.fixture
def event() -> Event:
    """One who has a place and an address, one without an address, one who waits, and one who gave up."""
    made = make_event()
    make_booking(made, make_person(email="ann@example.org"))
    make_booking(made, make_person(email=""))
    make_booking(made, make_person(email="wes@example.org"), state=State.WAITING, held_place=False)
    make_booking(made, make_person(email="gus@example.org"), outcome="cancelled")
    return made


@pytest.mark.parametrize(
    ("audience", "to"),
    [
        (Audience.COMING, ["ann@example.org"]),
        (Audience.WAITING, ["wes@example.org"]),
        (Audience.EVERYBODY, ["ann@example.org", "wes@example.org"]),
    ],
)
def test_those_it_is_for_get_it(event: Event, audience: str, to: list[str], mailoutbox: list[EmailMessage]) -> None:
    sent = notices.send(event, audience=audience, **WORDS, by=make_user(), at=NOW)
    mail.send_due(at=NOW)
    assert sorted(letter.to[0] for letter in mailoutbox) == to
    assert sent.people == len(to)
    assert {letter.subject for letter in mailoutbox} == {f"Bring a coat: {event.name}"}
    assert all("The hall is cold.\n\nSee you there." in str(letter.body) for letter in mailoutbox)


@pytest.mark.parametrize(
    ("audience", "outcomes"), [(Audience.CAME, ["attended", "part-attended"]), (Audience.MISSED, ["did-not-attend"])]
)
def test_who_came_and_who_did_not_are_told_apart(
    audience: str, outcomes: list[str], mailoutbox: list[EmailMessage]
) -> None:
    event = make_event(days=-3)
    for outcome in ("attended", "part-attended", "did-not-attend"):
        make_booking(event, make_person(email=f"{outcome}@example.org"), outcome=outcome)
    notices.send(event, audience=audience, **WORDS, by=make_user(), at=NOW)
    mail.send_due(at=NOW)
    assert sorted(letter.to[0] for letter in mailoutbox) == [f"{outcome}@example.org" for outcome in outcomes]


def test_who_gives_up_before_it_leaves_gets_none(event: Event, mailoutbox: list[EmailMessage]) -> None:
    notices.send(event, audience=Audience.COMING, **WORDS, by=make_user(), at=NOW)
    bookings.cancel(event.bookings.get(person__email="ann@example.org"), by=make_user(), at=NOW, reason="Moved")
    mail.send_due(at=NOW)
    assert not [letter for letter in mailoutbox if "coat" in letter.subject]


def test_nobody_to_tell_is_refused_and_nothing_is_kept(event: Event) -> None:
    with pytest.raises(notices.NobodyToTell, match="those who came"):
        notices.send(event, audience=Audience.CAME, **WORDS, by=make_user(), at=NOW)
    assert not Notice.objects.exists()


def test_it_is_seen_and_counted_before_it_is_sent(client: Client, event: Event, manager: User) -> None:
    page, form = reverse("write_notice", args=[event.code]), {"audience": "coming", **WORDS}
    assert "Those who have a place: 1 person, and 1 without an address" in client.get(page).content.decode()
    client.post(page, form | {"send": "yes"})
    shown = client.post(page, form | {"show": "yes"}).content.decode()
    assert not Notice.objects.exists()
    assert "Send to 1 person" in shown
    seen = {"seen": re.findall(r'name="seen" value="([^"]+)"', shown)[0]}
    client.post(page, form | seen | {"send": "yes", "text": "Something else"})
    assert not Notice.objects.exists()
    answer = client.post(page, form | seen | {"send": "yes"}, follow=True).content.decode()
    assert "Your message goes to 1 person." in answer
    assert Notice.objects.get().written_by == manager
    assert "Bring a coat, " in client.get(page).content.decode()


def test_a_line_break_in_the_subject_ends_no_header(client: Client, event: Event, manager: User) -> None:
    page = reverse("write_notice", args=[event.code])
    form = {"audience": "coming", **WORDS, "subject": "Coat\nBcc: all@example.org"}
    assert "Coat Bcc: all@example.org" in client.post(page, form | {"show": "yes"}).content.decode()


def test_with_nobody_on_it_the_page_says_so(client: Client, manager: User) -> None:
    assert "nobody to write to" in client.get(reverse("write_notice", args=[make_event().code])).content.decode()
