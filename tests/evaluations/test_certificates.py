"""Certificates: who has earned one, what a manager may go past, finding one by its code, and the sweep."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as post_office
from django.db.models import QuerySet

from core import mail
from core.models import AuditEntry, OutgoingMail
from evaluations import certificates, evaluations
from evaluations.certificates import NotEarned, NotYet
from evaluations.models import Certificate, Questionnaire
from events.models import Booking, Event
from tests.evaluations.makers import give, make_attended
from tests.makers import NOW, TESTER, make_booking, make_conference, make_event, make_workshop

pytestmark = pytest.mark.django_db


def make_closed(**fields: Any) -> Event:
    """An event of yesterday whose register is closed."""
    defaults: dict[str, Any] = {"days": -1, "status": Event.Status.HELD, "register_closed_at": NOW}
    return make_event(**defaults | fields)


def make_earned(event: Event | None = None, **person: Any) -> Booking:
    """The booking of somebody who attended, and said what they thought of it."""
    booking = make_attended(event or make_closed(), **person)
    give(booking)
    return booking


def test_whoever_attended_and_said_what_they_thought_has_earned_it() -> None:
    booking = make_earned()
    assert certificates.why_not(booking, at=NOW) is None
    made = certificates.issue(booking, by=TESTER, at=NOW)
    assert (made.booking, made.issued_at, made.reason, made.is_good) == (booking, NOW, "", True)
    assert len(made.code) == certificates.LENGTH
    assert set(made.code) <= set(certificates.ALPHABET)
    assert certificates.issue(booking, by=TESTER, at=NOW) == made
    assert AuditEntry.objects.filter(verb="certificates.issue").count() == 1
    assert OutgoingMail.objects.filter(letter="certificate").count() == 1


@pytest.mark.parametrize("outcome", ["booked", "did-not-attend", "cancelled", "cancelled-late", "waiting"])
def test_without_having_come_there_is_none_whatever_the_reason(outcome: str) -> None:
    booking = make_booking(make_closed(), outcome=outcome)
    with pytest.raises(NotEarned, match="does not say that") as refused:
        certificates.issue(booking, by=TESTER, at=NOW, reason="They asked for it")
    assert not isinstance(refused.value, NotYet)
    assert not Certificate.objects.exists()


def test_a_workshop_and_a_cancelled_event_have_none() -> None:
    workshop = make_workshop(make_conference(days=-1), status=Event.Status.HELD, register_closed_at=NOW)
    with pytest.raises(NotEarned, match="covered by the certificate of their conference"):
        certificates.issue(make_attended(workshop), by=TESTER, at=NOW, reason="x")
    cancelled = make_attended(make_closed(status=Event.Status.CANCELLED, register_closed_at=None, cancelled_at=NOW))
    with pytest.raises(NotEarned, match="was cancelled"):
        certificates.issue(cancelled, by=TESTER, at=NOW, reason="x")


def make_not_said() -> Booking:
    return make_attended(make_closed())


def make_part() -> Booking:
    booking = make_attended(make_closed(), outcome="part-attended")
    give(booking)
    return booking


def make_open() -> Booking:
    return make_earned(make_event(days=-1))


LACKING = [
    (make_not_said, "has not been given"),
    (make_part, "attended only a part"),
    (make_open, "is not closed yet"),
]


@pytest.mark.parametrize(("make", "words"), LACKING)
def test_what_else_is_missing_a_manager_may_go_past_with_a_reason(make: Any, words: str) -> None:
    booking = make()
    for reason in ("", "   "):
        with pytest.raises(NotYet, match=words):
            certificates.issue(booking, by=TESTER, at=NOW, reason=reason)
    assert certificates.issue_due(at=NOW) == 0
    made = certificates.issue(booking, by=TESTER, at=NOW, reason="Was called away to a child in need")
    assert made.reason == "Was called away to a child in need"
    assert AuditEntry.objects.get(verb="certificates.issue").reason == made.reason


def test_a_reason_that_is_not_needed_is_not_kept() -> None:
    assert certificates.issue(make_earned(), by=TESTER, at=NOW, reason="To be sure").reason == ""


def test_an_invitation_that_was_not_answered_is_not_an_answer() -> None:
    booking = make_not_said()
    evaluations.ask(booking, at=NOW)
    assert isinstance(certificates.why_not(booking, at=NOW), NotYet)


def test_where_nothing_is_asked_nothing_need_be_said() -> None:
    QuerySet(Questionnaire).update(published_at=None)
    booking = make_not_said()
    assert certificates.why_not(booking, at=NOW) is None
    assert certificates.issue_due(at=NOW) == 1


def test_the_sweep_issues_each_once_and_writes_to_the_holder() -> None:
    earned, others = [make_earned(), make_earned()], [make() for make, _ in LACKING]
    assert certificates.issue_due(at=NOW) == 2
    assert certificates.issue_due(at=NOW) == 0
    assert {certificate.booking for certificate in Certificate.objects.all()} == set(earned)
    assert others
    mail.send_due(at=NOW)
    letters = {letter.to[0]: letter.body for letter in post_office.outbox if letter.subject.startswith("Your cert")}
    assert set(letters) == {booking.person.email for booking in earned}
    own = Certificate.objects.get(booking=earned[0])
    assert f"/certificates/{own.code}.pdf" in letters[earned[0].person.email]
    assert f"?code={own.shown_code}" in letters[earned[0].person.email]


def test_the_sweep_leaves_past_years_alone() -> None:
    old = make_earned(make_closed(days=-60))
    assert certificates.issue_due(at=NOW + timedelta(days=31)) == 0
    assert certificates.issue_due(at=NOW + timedelta(days=29)) == 1
    assert Certificate.objects.get().booking == old


def test_a_corrected_register_ends_it_and_the_letter_is_not_sent() -> None:
    booking = make_earned()
    made = certificates.issue(booking, by=TESTER, at=NOW)
    Booking.objects.filter(pk=booking.pk).update(attendance=Booking.Attendance.ABSENT)
    assert not Certificate.objects.get(pk=made.pk).is_good
    assert not Certificate.objects.good().exists()
    mail.send_due(at=NOW)
    assert not [letter for letter in post_office.outbox if letter.subject.startswith("Your certificate")]


def test_a_code_is_found_however_it_is_typed() -> None:
    made = certificates.issue(make_earned(), by=TESTER, at=NOW)
    Certificate.objects.update(code="7K3M90QT1201")
    for typed in ("7K3M-90QT-1201", "7k3m90qt1201", " 7k3m 90qt i2ol ", "7K3M–9OQT–L2OI"):
        assert certificates.with_code(typed) == made, typed
    for typed in ("", "7K3M-90QT-1202", "7K3M-90QT", "' OR 1=1 --", "\0", "٧K3M"):
        assert certificates.with_code(typed) is None, typed
