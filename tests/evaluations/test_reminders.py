"""Reminders: a week apart, twice at most, and none once it is answered, refused or too late."""

from datetime import datetime, timedelta

import pytest

from core.models import AuditEntry, OutgoingMail
from evaluations import evaluations, invitations, reminders
from evaluations.models import Evaluation
from events.models import Booking, Event
from tests.evaluations.makers import answers_to, make_attended
from tests.makers import NOW, TESTER, make_booking, make_conference, make_event, make_workshop

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


def remind(at: datetime) -> int:
    """How many are reminded then."""
    return reminders.remind_due(at=at)


@pytest.fixture
def evaluation() -> Evaluation:
    return evaluations.ask(make_attended(), at=NOW)


def test_it_is_asked_again_a_week_later_and_a_week_after_that_and_then_no_more(evaluation: Evaluation) -> None:
    moments = [
        NOW + WEEK - timedelta(seconds=1),
        NOW + WEEK,
        NOW + WEEK,
        NOW + 2 * WEEK,
        NOW + 3 * WEEK,
        NOW + 5 * WEEK,
    ]
    assert [remind(at) for at in moments] == [0, 1, 0, 1, 0, 0]
    assert OutgoingMail.objects.filter(letter="evaluation-reminder").count() == 2


def test_an_answer_stops_it(evaluation: Evaluation) -> None:
    assert evaluation.questionnaire
    evaluations.submit(evaluation, answers_to(evaluation.questionnaire), {}, False, by=TESTER, at=NOW)
    assert remind(NOW + WEEK) == 0


def test_a_word_stops_it_and_is_no_answer(evaluation: Evaluation) -> None:
    for _ in range(2):
        evaluations.stop_reminders(evaluation, at=NOW)
    assert remind(NOW + WEEK) == 0
    assert evaluations.asked_by(Evaluation.objects.get()).demand_open(at=NOW + WEEK)
    assert AuditEntry.objects.filter(verb="evaluations.stop_reminders").count() == 1


def test_nobody_is_reminded_when_it_is_too_late() -> None:
    evaluation = evaluations.ask(make_attended(make_event(days=-55)), at=NOW)
    assert remind(evaluation.event.ends_at + timedelta(days=62)) == 0


@pytest.mark.parametrize("was", [{"attendance": Booking.Attendance.ABSENT}, {"attendance": ""}])
def test_nobody_is_reminded_whose_mark_was_corrected(evaluation: Evaluation, was: dict[str, str]) -> None:
    Booking.objects.update(**was)
    assert remind(NOW + WEEK) == 0


def test_nobody_is_reminded_of_what_was_cancelled(evaluation: Evaluation) -> None:
    Event.objects.update(status="cancelled", cancelled_at=NOW)
    assert remind(NOW + WEEK) == 0


def test_a_conference_and_its_workshops_have_one_reminder() -> None:
    conference = make_conference(days=-1)
    whole = make_attended(conference)
    make_booking(make_workshop(conference), whole.person, outcome="attended")
    invitations.invite_due(at=NOW)
    assert remind(NOW + WEEK) == 2
    assert OutgoingMail.objects.filter(letter="evaluation-reminder").count() == 1


def test_two_sweeps_at_once_remind_once(evaluation: Evaluation) -> None:
    as_both_saw_it = Evaluation.objects.get()
    assert [reminders._remind(as_both_saw_it, at=NOW + WEEK, tell=True) for _ in range(2)] == [True, False]
