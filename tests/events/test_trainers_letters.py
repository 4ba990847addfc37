"""Trainers are told of what becomes of their events, and their calendars follow."""

from datetime import time, timedelta
from typing import Any

import icalendar
import pytest
from pytest_django import DjangoAssertNumQueries

from core import mail
from core.models import OutgoingMail
from events import feeds, programme, trainers
from events.models import LONDON, Event, EventDate, EventTrainer
from people.models import Duty, User
from tests.makers import NOW, TESTER, make_conference, make_event, make_event_on, make_person, make_user, make_workshop

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def user() -> User:
    """Somebody whose duty it is to train."""
    return make_user(Duty.Kind.TRAINER)


def name(event: Event, user: User) -> EventTrainer:
    made = trainers.name(event, EventTrainer(name="Jo Hale", days=1, user=user), by=TESTER, at=NOW)
    mail.send_due(at=NOW)
    return made


def put_off(event: Event, **more: Any) -> None:
    later = event.starts_on + timedelta(days=7)
    programme.change(event, by=TESTER, at=LATER, starts_on=later, ends_on=later, **more)


def entries_of(letter: Any) -> list[tuple[str, Any]]:
    """What the letter's files say to calendars: ask or cancel, and of which entry."""
    files = [content for name, content, _ in letter.attachments if name]
    calendars: list[Any] = [icalendar.Calendar.from_ical(file) for file in files]
    return [(str(calendar["method"]), event) for calendar in calendars for event in calendar.events]


def new(mailoutbox: list[Any]) -> list[Any]:
    """The letters that went out since somebody was named."""
    mail.send_due(at=LATER)
    return mailoutbox[1:]


def test_another_day_is_told_and_the_entry_moves(user: User, mailoutbox: list[Any]) -> None:
    event = make_event(title="Neglect", joining_instructions="Bring a pen")
    name(event, user)
    put_off(event)
    [letter] = new(mailoutbox)
    assert (letter.to, letter.subject) == ([user.email], "Please note the change: you train at Neglect")
    assert "Wednesday 10 June 2026, 9:30am to 4:30pm" in letter.body
    assert "Bring a pen" in letter.body
    assert f"/registers/{event.code}/" in letter.body
    [(asked, made)], [(asked_again, moved)] = entries_of(mailoutbox[0]), entries_of(letter)
    assert (asked, asked_again, moved["uid"]) == ("REQUEST", "REQUEST", made["uid"])
    assert moved["sequence"] > made["sequence"]
    assert moved.start == event.starts_at + timedelta(days=7)
    assert str(moved["summary"]) == "Neglect: you train"


@pytest.mark.parametrize("is_cancelled", [True, False])
def test_what_is_cancelled_or_taken_from_them_leaves_their_calendar(
    user: User, mailoutbox: list[Any], is_cancelled: bool
) -> None:
    event = make_event_on(10, 17, title="Neglect")
    trainer = name(event, user)
    if is_cancelled:
        programme.cancel(event, by=TESTER, at=LATER, reason="Snow")
    else:
        trainers.take_off(trainer, by=TESTER, at=LATER, reason="Unwell")
    [letter] = new(mailoutbox)
    assert ("The reason: Snow" in letter.body, "any more" in letter.body) == (is_cancelled, not is_cancelled)
    made, gone = entries_of(mailoutbox[0]), entries_of(letter)
    assert [method for method, _ in gone] == ["CANCEL", "CANCEL"]
    assert [entry["uid"] for _, entry in gone] == [entry["uid"] for _, entry in made]
    assert min(entry["sequence"] for _, entry in gone) > max(entry["sequence"] for _, entry in made)


def test_a_date_that_there_is_no_more_is_cancelled_by_itself(user: User, mailoutbox: list[Any]) -> None:
    event = make_event_on(10, 17, 24)
    name(event, user)
    here = NOW.astimezone(LONDON).date()
    left = [EventDate(held_on=here + timedelta(day), starts_time=time(9), ends_time=time(16)) for day in (10, 17)]
    programme.change(event, by=TESTER, at=LATER, meets_on=left)
    told = entries_of(new(mailoutbox)[0])
    assert [method for method, _ in told] == ["REQUEST", "REQUEST", "CANCEL"]
    assert told[2][1]["uid"] == entries_of(mailoutbox[0])[2][1]["uid"]


def test_whoever_is_named_again_has_an_entry_of_its_own(user: User, mailoutbox: list[Any]) -> None:
    event = make_event()
    trainers.take_off(name(event, user), by=TESTER, at=NOW, reason="A slip")
    mail.send_due(at=NOW)
    name(event, user)
    uids = [str(entries_of(letter)[0][1]["uid"]) for letter in mailoutbox]
    assert uids[0] == uids[1] != uids[2]


def test_trainers_of_workshops_are_told_of_what_becomes_of_the_conference(user: User, mailoutbox: list[Any]) -> None:
    conference = make_conference()
    workshop = make_workshop(conference, title="Lakes")
    name(workshop, user)
    put_off(conference)
    programme.cancel(conference, by=TESTER, at=LATER + timedelta(hours=1), reason="Snow")
    assert OutgoingMail.objects.filter(letter="trainer-event-changed").count() == 1
    mail.send_due(at=LATER + timedelta(hours=2))
    [letter] = mailoutbox[1:]  # that it moved is no news of what is cancelled
    assert letter.subject == "Not taking place: Lakes, 10 June 2026"
    assert [method for method, _ in entries_of(letter)] == ["CANCEL"]


def test_nobody_is_told_of_a_draft_of_what_is_over_and_of_what_does_not_move(user: User) -> None:
    for event in (make_event(status=Event.Status.DRAFT), make_event(days=-3), make_event()):
        EventTrainer.objects.create(event=event, name="Jo Hale", days=1, user=user)
        EventTrainer.objects.create(event=event, name="Without an account", days=1)
        programme.change(event, by=TESTER, at=NOW, title="Another", places=30)
        if event.status == Event.Status.DRAFT or event.has_ended(at=NOW):
            programme.change(event, by=TESTER, at=NOW, ends_time=time(16))
            programme.cancel(event, by=TESTER, at=NOW, reason="Snow")
    assert not OutgoingMail.objects.filter(letter__startswith="trainer").exists()


@pytest.mark.once
def test_whoever_moves_their_own_event_has_the_entry_follow(user: User, mailoutbox: list[Any]) -> None:
    event = make_event()
    name(event, user)
    later = event.starts_on + timedelta(days=7)
    programme.change(event, by=user, at=LATER, starts_on=later, ends_on=later)
    assert len(new(mailoutbox)) == 1


@pytest.mark.parametrize("times", [1, 3])
def test_the_feed_shows_what_they_train_at(
    user: User, times: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    person = make_person(user=user)
    for number in range(times):
        name(make_event_on(number + 1, number + 2, title="Neglect"), user)
    other = make_event(title="Gone")
    name(other, user)
    programme.cancel(other, by=TESTER, at=NOW, reason="Snow")
    name(make_event(days=-91, title="Long ago"), user)
    with django_assert_num_queries(5):
        drawn = feeds.drawn(person, at=NOW)
    titles = [str(event["summary"]) for event in icalendar.Calendar.from_ical(drawn).events]
    assert titles == ["Neglect: you train (1 of 2)", "Neglect: you train (2 of 2)"] * times
    assert f"/registers/{Event.objects.filter(title='Neglect')[0].code}/" in drawn.replace("\r\n ", "")
