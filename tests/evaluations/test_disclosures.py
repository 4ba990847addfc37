"""Disclosures: the designated lead is told that something waits, never what; nobody is told who wrote it."""

from datetime import timedelta

import pytest
from django.core.mail import EmailMessage

from core import mail
from core.models import OutgoingMail
from evaluations import disclosures
from evaluations.models import Comment
from people.models import Duty, User
from tests.evaluations.makers import give, make_attended
from tests.makers import NOW, make_user

pytestmark = pytest.mark.django_db
Kind = Duty.Kind


@pytest.fixture
def lead() -> User:
    return make_user(Kind.SAFEGUARDING, email="lead@example.org")


@pytest.fixture
def comment() -> Comment:
    booking = make_attended(first_name="Wilhelmina", email="writer@example.org")
    return give(booking, comments={"other": "My partner hits me."}).comments.get()


def test_the_letter_says_that_something_waits_and_where(
    comment: Comment, lead: User, mailoutbox: list[EmailMessage]
) -> None:
    make_user(Kind.MANAGER)
    passed_on = disclosures.pass_on(comment, by=make_user(Kind.MANAGER), at=NOW, reason="Look.")
    assert passed_on
    mail.send_due(at=NOW)
    (letter,) = [letter for letter in mailoutbox if letter.to == ["lead@example.org"]]
    said = f"{letter.subject} {letter.body}"
    assert f"/disclosures/{passed_on.pk}/" in said
    assert [word for word in ("hits", "Wilhelmina", str(comment.evaluation.event), "harm") if word in said] == []


def test_where_nobody_is_designated_the_managers_are_told(comment: Comment) -> None:
    manager = make_user(Kind.MANAGER)
    disclosures.pass_on(comment, by=manager, at=NOW, reason="Look.")
    assert OutgoingMail.objects.get(letter="disclosure").about["user"] == manager.pk


def test_of_what_is_long_past_nobody_is_written_to(comment: Comment, lead: User) -> None:
    later = NOW + disclosures.LETTERS_FOR + timedelta(days=2)
    assert disclosures.pass_on(comment, by=lead, at=later, reason="Look.")
    assert not OutgoingMail.objects.filter(letter="disclosure").exists()


def test_the_writer_is_asked_to_get_in_touch_by_a_letter_that_says_nothing(
    comment: Comment, lead: User, mailoutbox: list[EmailMessage]
) -> None:
    passed_on = disclosures.pass_on(comment, by=lead, at=NOW, reason="Look.")
    assert passed_on
    disclosures.ask_writer(passed_on, by=lead, at=NOW)
    mail.send_due(at=NOW)
    (letter,) = [letter for letter in mailoutbox if letter.to == ["writer@example.org"]]
    assert "lead@example.org" in letter.body
    assert [word for word in ("hits", str(comment.evaluation.event)) if word in f"{letter.subject} {letter.body}"] == []


def test_nobody_is_asked_where_no_booking_is_known(comment: Comment, lead: User) -> None:
    passed_on = disclosures.pass_on(comment, by=lead, at=NOW, reason="Look.")
    assert passed_on
    comment.evaluation.booking = None
    comment.evaluation.save()
    with pytest.raises(disclosures.NobodyToAsk):
        disclosures.ask_writer(passed_on, by=lead, at=NOW)


def test_it_is_closed_once_with_what_was_done(comment: Comment, lead: User) -> None:
    passed_on = disclosures.pass_on(comment, by=lead, at=NOW, reason="Look.")
    assert passed_on
    assert comment in Comment.objects.disclosed()
    with pytest.raises(disclosures.NoOutcome):
        disclosures.close(passed_on, by=lead, at=NOW, outcome=" ")
    disclosures.close(passed_on, by=lead, at=NOW, outcome="Referred.")
    assert comment not in Comment.objects.disclosed()
    with pytest.raises(disclosures.AlreadyClosed):
        disclosures.close(passed_on, by=lead, at=NOW, outcome="Again.")
    assert disclosures.pass_on(comment, by=lead, at=NOW, reason="Again.") is None
