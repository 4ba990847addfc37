"""Invitations: everybody who came is asked once, and nobody else."""

from datetime import timedelta

import pytest

from core.models import AuditEntry, OutgoingMail
from evaluations.evaluations import ask
from evaluations.invitations import invite_due
from evaluations.letters import evaluation_invitation
from evaluations.models import Evaluation, Questionnaire
from events.models import Booking, Event
from tests.evaluations.makers import give, make_attended
from tests.makers import NOW, make_booking, make_conference, make_course, make_event, make_user, make_workshop

pytestmark = pytest.mark.django_db


def test_who_came_is_invited_with_a_token_and_a_letter() -> None:
    booking = make_attended()
    assert invite_due(at=NOW) == 1
    evaluation = Evaluation.objects.get()
    assert (evaluation.booking, evaluation.event, evaluation.state) == (
        booking,
        booking.event,
        Evaluation.State.INVITED,
    )
    assert (evaluation.kind, evaluation.invited_at) == (Questionnaire.Kind.END, NOW)
    assert evaluation.questionnaire is not None
    assert evaluation.questionnaire.code == "standard-course-end"
    assert len(evaluation.respondent) == 32
    assert OutgoingMail.objects.get().about == {"evaluation": evaluation.pk}
    assert AuditEntry.objects.get().verb == "evaluations.invite"


def test_looking_twice_invites_once() -> None:
    make_attended()
    assert [invite_due(at=NOW), invite_due(at=NOW + timedelta(minutes=5))] == [1, 0]
    assert (Evaluation.objects.count(), OutgoingMail.objects.count()) == (1, 1)


def test_two_tokens_are_never_the_same() -> None:
    event = make_event(days=-1)
    make_attended(event), make_attended(event)
    invite_due(at=NOW)
    assert len(set(Evaluation.objects.values_list("respondent", flat=True))) == 2


@pytest.mark.parametrize(
    ("outcome", "asked"),
    [
        ("attended", 1),
        ("part-attended", 1),
        ("booked", 0),
        ("did-not-attend", 0),
        ("cancelled", 0),
        ("cancelled-late", 0),
        ("waiting", 0),
    ],
)
def test_only_those_on_record_as_having_come_are_asked(outcome: str, asked: int) -> None:
    make_booking(make_event(days=-1), outcome=outcome)
    assert invite_due(at=NOW) == asked


def test_apologies_are_not_attendance() -> None:
    make_booking(make_event(days=-1), outcome="attended", attendance=Booking.Attendance.APOLOGIES)
    assert invite_due(at=NOW) == 0


def test_a_walk_in_came_and_is_asked() -> None:
    make_booking(make_event(days=-1), outcome="attended", unscheduled=True, held_place=False)
    assert invite_due(at=NOW) == 1


def test_nobody_is_asked_before_the_event_has_ended() -> None:
    event = make_event(days=0)
    make_attended(event)
    assert [invite_due(at=event.ends_at - timedelta(seconds=1)), invite_due(at=event.ends_at)] == [0, 1]


def test_past_years_brought_in_write_no_letters() -> None:
    make_attended(make_event(days=-61))
    assert (invite_due(at=NOW), OutgoingMail.objects.count()) == (0, 0)


def test_a_cancelled_event_is_not_asked_about() -> None:
    make_attended(make_event(days=-1, status=Event.Status.CANCELLED, cancelled_at=NOW))
    assert invite_due(at=NOW) == 0


def test_who_can_not_be_reached_is_not_asked_until_they_can() -> None:
    booking = make_attended(email="")
    assert invite_due(at=NOW) == 0
    booking.person.user = make_user()
    booking.person.save()
    assert invite_due(at=NOW) == 1


def test_an_event_without_a_questionnaire_takes_nobody_s_turn() -> None:
    make_attended(make_event(days=-1, course=make_course("performance")))
    make_attended()
    assert invite_due(at=NOW, limit=1) == 1


def test_who_has_answered_or_is_answering_is_not_invited_again() -> None:
    give(make_attended())
    ask(make_attended(), at=NOW)
    assert (invite_due(at=NOW), OutgoingMail.objects.count()) == (0, 0)


def test_the_rest_has_its_turn_at_the_next_look() -> None:
    event = make_event(days=-1)
    for _ in range(3):
        make_attended(event)
    assert [invite_due(at=NOW, limit=2) for _ in range(3)] == [2, 1, 0]


def test_a_workshop_s_attendees_are_asked_with_its_own_questionnaire() -> None:
    course = make_course("conference")
    conference = make_event(days=-1, course=course)
    make_attended(conference), make_attended(make_event(days=-1, course=course, parent=conference))
    invite_due(at=NOW)
    codes = Evaluation.objects.order_by("pk").values_list("questionnaire__code", flat=True)
    assert list(codes) == ["standard-conference-end", "standard-workshop-end"]


def test_a_conference_and_its_workshops_are_asked_about_in_one_letter_when_it_is_over() -> None:
    conference = make_conference(days=0)
    workshop = make_workshop(conference, title="Neglect")
    whole = make_attended(conference)
    make_booking(workshop, whole.person, outcome="attended")
    make_booking(make_workshop(conference, 14), whole.person, outcome="did-not-attend")
    assert invite_due(at=workshop.ends_at) == 0
    assert invite_due(at=conference.ends_at) == 2
    letter = OutgoingMail.objects.get()
    written = evaluation_invitation(**letter.about)
    assert written is not None
    assert "We also ask about these, on the same page:\n- Neglect\n" in written.body
    assert invite_due(at=conference.ends_at + timedelta(days=1)) == 0
