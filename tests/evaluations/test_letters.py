"""The letter that asks what people thought."""

import pytest

from evaluations import evaluations
from evaluations.letters import evaluation_invitation
from evaluations.models import Evaluation
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
    assert "/events/neglect-1/evaluate/\n" in letter.body


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
