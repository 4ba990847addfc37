"""The letter that asks what people thought."""

import pytest

from core.mail import Letter
from evaluations import evaluations, links
from evaluations.letters import evaluation_invitation, evaluation_reminder
from evaluations.models import Evaluation, EvaluationLink
from events.models import Booking
from tests.evaluations.makers import answers_to, make_attended
from tests.makers import NOW, TESTER, make_course, make_event, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def evaluation() -> Evaluation:
    event = make_event(days=-1, code="neglect-1", course=make_course(title="Neglect & <poverty>"))
    return evaluations.ask(make_attended(event, email="ann@example.org"), at=NOW)


def test_it_says_what_about_until_when_and_where(evaluation: Evaluation) -> None:
    letter = evaluation_invitation(evaluation.pk)
    assert letter is not None
    assert (letter.to, letter.subject) == ("ann@example.org", "What did you think? Neglect & <poverty>")
    assert "Dear Ann," in letter.body
    assert "until Thursday 2 July 2026" in letter.body
    assert _opened_by(letter) == evaluation


def _opened_by(letter: Letter) -> Evaluation | None:
    """What the link in the letter opens."""
    token = letter.body.partition("http://127.0.0.1:8000/answer/")[2].partition("/")[0]
    return links.behind(token)


def test_each_letter_has_a_link_of_its_own_and_the_first_goes_on_working(evaluation: Evaluation) -> None:
    letters = [evaluation_invitation(evaluation.pk), evaluation_reminder(evaluation.pk)]
    assert [letter and _opened_by(letter) for letter in letters] == [evaluation, evaluation]
    kept = EvaluationLink.objects.values_list("hashed", flat=True)
    assert len(kept) == 2
    assert not any(hashed in letter.body for hashed in kept for letter in letters if letter)


def test_nobody_is_reminded_who_does_not_want_to_be(evaluation: Evaluation) -> None:
    evaluations.stop_reminders(evaluation, at=NOW)
    assert evaluation_reminder(evaluation.pk) is None


def test_somebody_with_an_account_alone_gets_it_there(evaluation: Evaluation) -> None:
    assert evaluation.booking is not None
    person = evaluation.booking.person
    person.email, person.user = "", make_user(email="user@example.org")
    person.save()
    letter = evaluation_invitation(evaluation.pk)
    assert letter is not None
    assert letter.to == "user@example.org"


def test_nobody_is_written_to_who_has_answered(evaluation: Evaluation) -> None:
    assert evaluation.questionnaire is not None
    evaluations.submit(evaluation, answers_to(evaluation.questionnaire), {}, False, by=TESTER, at=NOW)
    assert evaluation_invitation(evaluation.pk) is None


def test_nobody_is_written_to_whose_mark_was_corrected(evaluation: Evaluation) -> None:
    Booking.objects.update(attendance=Booking.Attendance.ABSENT)
    assert evaluation_invitation(evaluation.pk) is None


def test_nobody_is_written_to_who_has_no_address_or_is_gone(evaluation: Evaluation) -> None:
    assert evaluation.booking is not None
    type(evaluation.booking.person).objects.update(email="")
    assert evaluation_invitation(evaluation.pk) is None
    evaluation.delete()
    assert evaluation_invitation(evaluation.pk) is None
