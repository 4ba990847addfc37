"""How bookings end, in the letters that tell of it: what it meant, what it costs, and what can be done now."""

from datetime import time, timedelta
from typing import Any

import pytest

from core import mail, words
from core.models import AuditEntry, OutgoingMail
from events import approvals, bookings, policies, programme, registers, waiting
from events.models import Event, Policy, Venue
from people.models import Duty, User
from tests.makers import (
    NOW,
    TESTER,
    make_agency,
    make_booking,
    make_conference,
    make_event,
    make_person,
    make_user,
    make_workshop,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("days", "fields", "said"),
    [
        (30, {}, "It was cancelled in time, so nothing is charged for it."),
        (1, {}, "It was cancelled late: The Trust is charged £20.00."),
        (1, {"state": "waiting", "held_place": False}, "You held no place, so nothing is charged and nothing counts"),
    ],
)
def test_the_letter_says_whether_it_was_late_and_what_that_costs(
    days: int, fields: dict[str, Any], said: str, mailoutbox: list[Any]
) -> None:
    policy = Policy.objects.create(starts_on=NOW.date(), late_charge=20)
    person = make_person(agency=make_agency(name="The Trust"))
    booking = make_booking(make_event(days=days), person, policy=policy, **fields)
    bookings.cancel(booking, by=TESTER, at=NOW)
    assert mail.send_due(at=NOW) == 1
    assert said in mailoutbox[0].body
    assert "The reason given" not in mailoutbox[0].body


@pytest.mark.parametrize(
    ("charge", "said"),
    [(20, "9:30am, it counts as late, and The Trust is charged £20.00."), (0, "9:30am, it counts as late.")],
)
def test_who_comes_by_a_place_is_told_until_when_giving_it_back_is_in_time(
    charge: int, said: str, mailoutbox: list[Any]
) -> None:
    policy = Policy.objects.create(starts_on=NOW.date(), late_charge=charge)
    event = make_event(places=1)
    holder = make_booking(event)
    make_booking(event, make_person(agency=make_agency(name="The Trust")), outcome="waiting", policy=policy)
    bookings.cancel(holder, by=TESTER, at=NOW)
    assert mail.send_due(at=NOW) == 2
    [letter] = [each for each in mailoutbox if each.subject.startswith("A place came free")]
    until = policies.in_time_until(event, policy, news_at=NOW)
    assert f"Given up after {words.day(until)}, {said}" in letter.body


WAITED: tuple[tuple[str, dict[str, Any], str, str], ...] = (
    ("waiting", {}, "No place came free", "We are sorry: no place came free for you, and the waiting"),
    ("requested", {"decide_by": NOW}, "Not approved in time", "Nobody approved your request for a place in time."),
    (
        "offered",
        {"offer_lapses_at": NOW},
        "Offer not answered in time",
        "The place that was offered to you was not taken",
    ),
)


@pytest.mark.parametrize(("state", "fields", "subject", "said"), WAITED)
def test_who_waits_when_it_begins_is_told_so_and_of_other_dates(
    state: str, fields: dict[str, Any], subject: str, said: str, mailoutbox: list[Any]
) -> None:
    event = make_event(title="Neglect")
    make_booking(event, outcome="waiting", state=state, **fields)
    other = make_event(course=event.course, days=60)
    make_event(course=event.course, days=61, places=0)
    assert waiting.lapse_begun(at=event.starts_at) == 1
    assert mail.send_due(at=event.starts_at) == 1
    [letter] = mailoutbox
    assert letter.subject == f"{subject}: Neglect"
    assert f"Neglect on Wednesday 3 June 2026 has begun. {said}" in letter.body
    assert "Nothing is charged, and nothing is counted against you." in letter.body
    assert "There are places on another date:" in letter.body
    assert f"/events/{other.code}/" in letter.body
    assert letter.body.count("/events/") == 1


def test_without_another_date_who_waited_is_led_to_the_course_and_told_that_we_write(mailoutbox: list[Any]) -> None:
    event = make_event()
    make_booking(event, outcome="waiting")
    waiting.lapse_begun(at=event.starts_at)
    mail.send_due(at=event.starts_at)
    assert "at the moment. We write to you as soon as there is a new one." in mailoutbox[0].body
    assert f"/courses/{event.course.code}/" in mailoutbox[0].body


@pytest.mark.once
def test_who_came_all_the_same_or_is_at_the_conference_is_not_told_of_waiting_in_vain() -> None:
    workshop = make_workshop(make_conference())
    make_booking(workshop, outcome="waiting")
    event, person = make_event(), make_person()
    make_booking(event, person, outcome="waiting")
    waiting.lapse_begun(at=max(event.starts_at, workshop.starts_at))
    registers.add_walk_in(event, person, by=TESTER, at=event.starts_at)
    assert OutgoingMail.objects.filter(letter="waiting-ended").count() == 1
    assert mail.send_due(at=event.starts_at + timedelta(days=1)) == 0


def test_managers_are_told_once_of_a_request_that_nobody_answered_and_that_is_theirs(mailoutbox: list[Any]) -> None:
    manager = make_user(Duty.Kind.MANAGER)
    User.objects.filter(pk=make_user(Duty.Kind.MANAGER).pk).update(is_active=False)
    event = make_event(title="Neglect", approval_hours=24, if_unanswered=Event.IfUnanswered.ASK_MANAGER)
    due = NOW + timedelta(hours=24)
    asked: dict[str, Any] = {"state": "requested", "outcome": "waiting"}
    request = make_booking(event, make_person(first_name="Ann", last_name="Lee"), decide_by=due, **asked)
    make_booking(event, decide_by=due + timedelta(hours=1), **asked)
    make_booking(make_event(if_unanswered=Event.IfUnanswered.APPROVE), decide_by=due, **asked)
    assert approvals.refer_due(at=due - timedelta(minutes=1)) == 0
    assert [approvals.refer_due(at=due) for _ in range(2)] == [1, 0]
    assert AuditEntry.objects.get(verb="approvals.refer").subject == f"events.booking:{request.pk}"
    assert mail.send_due(at=due) == 1
    [letter] = mailoutbox
    assert (letter.to, letter.subject) == ([manager.email], "Nobody answered, please decide: Ann Lee, Neglect")
    assert f"/bookings/{request.pk}/decide/" in letter.body


@pytest.mark.once
def test_a_request_that_is_decided_before_the_letter_leaves_troubles_nobody() -> None:
    make_user(Duty.Kind.MANAGER)
    event = make_event(if_unanswered=Event.IfUnanswered.ASK_MANAGER)
    request = make_booking(event, outcome="waiting", state="requested", decide_by=NOW)
    approvals.refer_due(at=NOW)
    approvals.decline(request, by=TESTER, at=NOW, reason="Not now")
    assert mail.send_due(at=NOW) == 1
    assert OutgoingMail.objects.get(letter="request-due").dropped_at == NOW


def test_who_waits_or_asked_is_told_of_another_time_but_not_of_another_room(mailoutbox: list[Any]) -> None:
    event = make_event(title="Neglect", places=0)
    make_booking(event, make_person(email="waits@example.org"), outcome="waiting")
    fields = {"state": "requested", "decide_by": NOW + timedelta(days=2)}
    make_booking(event, make_person(email="asks@example.org"), outcome="waiting", **fields)
    programme.change(event, by=TESTER, at=NOW, venue=Venue.objects.create(name="Hall"))
    assert mail.send_due(at=NOW) == 0
    programme.change(event, by=TESTER, at=NOW, starts_time=time(9))
    assert mail.send_due(at=NOW) == 2
    said = {letter.to[0]: letter.body for letter in mailoutbox}
    assert "for which you are on the waiting list, takes place at another time." in said["waits@example.org"]
    assert "Your request is open until Wednesday 6 May 2026, midday." in said["asks@example.org"]
    assert all("9am to 4:30pm" in body for body in said.values())


def test_who_decides_is_told_where_there_is_less_time_for_it(mailoutbox: list[Any]) -> None:
    manager, event = make_user(Duty.Kind.MANAGER), make_event()
    until = event.starts_at - timedelta(hours=1)
    request = make_booking(event, outcome="waiting", state="requested", decide_by=until)
    programme.change(
        event, by=TESTER, at=NOW, starts_on=event.starts_on + timedelta(1), ends_on=event.ends_on + timedelta(1)
    )
    assert not AuditEntry.objects.filter(verb="approvals.bring_forward").exists()
    sooner = NOW.date() + timedelta(days=3)
    programme.change(event, by=TESTER, at=NOW + timedelta(1), starts_on=sooner, ends_on=sooner)
    assert AuditEntry.objects.get(verb="approvals.bring_forward").subject == f"events.booking:{request.pk}"
    mail.send_due(at=NOW + timedelta(1))
    [letter] = [each for each in mailoutbox if each.to == [manager.email]]
    assert letter.subject.startswith("Less time to decide")
    assert "by Thursday 7 May 2026, 9:30am: that is when it begins." in letter.body


@pytest.mark.once
def test_whose_date_is_put_off_is_told_until_when_giving_it_back_is_in_time(mailoutbox: list[Any]) -> None:
    policy = Policy.objects.create(starts_on=NOW.date(), late_charge=20)
    booking = make_booking(make_event(), make_person(agency=make_agency(name="The Trust")), policy=policy)
    event = programme.change(booking.event, by=TESTER, at=NOW, starts_time=time(9))
    assert mail.send_due(at=NOW) == 1
    until = f"{words.day(policies.in_time_until(event, policy, news_at=NOW))}, 9am"
    said = f"Given up after {until}, your place counts as given back late, and The Trust is charged £20.00."
    assert said in mailoutbox[0].body
