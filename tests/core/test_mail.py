"""Outgoing mail: posted with the act, sent once, kept when something fails."""

from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.core import mail as django_mail
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from core import mail
from core.models import OutgoingMail
from tests.makers import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def letters() -> Iterator[None]:
    """Three letters that only these tests know."""
    before = dict(mail._writers)
    mail.letter("greeting")(lambda number: mail.Letter("ann@example.org", f"Hello {number}", "Dear Ann"))
    mail.letter("moot")(lambda number: None)
    mail.letter("broken")(lambda number: mail.Letter("ann@example.org", "Two\nlines", "Dear Ann"))
    yield
    mail._writers.clear()
    mail._writers.update(before)


def test_a_letter_is_sent_once_with_a_message_id_of_its_own() -> None:
    mail.post("greeting", key="1", at=NOW, number=7)
    mail.post("greeting", key="1", at=NOW, number=7)
    assert (mail.send_due(at=NOW), mail.send_due(at=NOW)) == (1, 0)
    [sent] = django_mail.outbox
    row = OutgoingMail.objects.get()
    assert (sent.to, sent.subject) == (["ann@example.org"], "Hello 7")
    assert sent.extra_headers["Message-ID"] == f"<turnout-{row.pk}@localhost>"
    assert row.sent_at == NOW


def test_what_is_beside_the_words_is_a_file_or_another_form_of_them() -> None:
    beside = (mail.Part("text/calendar; method=REQUEST", "BEGIN:é\r\n"), mail.Part("application/ics", "é", "a.ics"))
    mail.letter("greeting")(lambda number: mail.Letter("ann@example.org", "Hello", "Dear Ann", beside))
    mail.post("greeting", key="1", at=NOW, number=7)
    assert mail.send_due(at=NOW) == 1
    [sent] = django_mail.outbox
    whole = message_from_bytes(sent.message().as_bytes(), policy=policy.default)
    words, other, file = [part for part in whole.walk() if not part.is_multipart()]
    assert [part.get_content_type() for part in whole.walk() if part.is_multipart()] == [
        "multipart/mixed",
        "multipart/alternative",
    ]
    assert words.get_content_type() == "text/plain"
    assert (other.get_content_type(), other.get_param("method")) == ("text/calendar", "REQUEST")
    assert other.get_content().strip() == "BEGIN:é"
    assert (file.get_content_type(), file.get_filename(), file.get_content()) == (
        "application/ics",
        "a.ics",
        "é".encode(),
    )


def test_posting_costs_one_statement(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for _ in range(2):
        with django_assert_num_queries(1):
            mail.post("greeting", key="1", at=NOW, number=7)


def test_a_letter_is_not_sent_before_it_is_due() -> None:
    mail.post("greeting", key="1", at=NOW, number=7)
    assert mail.send_due(at=NOW - timedelta(seconds=1)) == 0


def test_what_is_rolled_back_is_not_posted() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        mail.post("greeting", key="1", at=NOW, number=1 // 0)
    assert mail.send_due(at=NOW) == 0


def test_a_letter_with_nobody_left_to_write_to_is_dropped() -> None:
    mail.post("moot", key="1", at=NOW, number=7)
    assert mail.send_due(at=NOW) == 0
    assert OutgoingMail.objects.get().dropped_at == NOW


def test_a_fault_keeps_the_letter_for_later_and_lets_the_others_go() -> None:
    mail.post("broken", key="1", at=NOW, number=7)
    mail.post("greeting", key="1", at=NOW, number=7)
    assert mail.send_due(at=NOW) == 1
    row = OutgoingMail.objects.get(letter="broken")
    assert (row.sent_at, row.attempts, row.last_error) == (None, 1, "BadHeaderError")
    assert row.due_at > NOW


def test_what_another_sender_has_claimed_is_left_to_it_until_it_must_have_died() -> None:
    mail.post("greeting", key="1", at=NOW, number=7)
    OutgoingMail.objects.update(claimed_at=NOW)
    assert mail.send_due(at=NOW + mail.CLAIM_LAPSES_AFTER) == 0
    assert mail.send_due(at=NOW + mail.CLAIM_LAPSES_AFTER + timedelta(seconds=1)) == 1


def test_only_known_letters_can_be_posted() -> None:
    with pytest.raises(LookupError, match="No letter is called"):
        mail.post("unheard-of", key="1", at=NOW)
