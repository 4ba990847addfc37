"""Before and later: who has a place is asked before, who came is asked again weeks later, and their manager is too."""

from datetime import timedelta

import pytest

from core.models import OutgoingMail
from evaluations import evaluations, invitations, links, window
from evaluations.asking import NotInvited, NotOpen
from evaluations.evaluations import NotTheirManager, Said
from evaluations.letters import evaluation_before, evaluation_later, evaluation_manager
from evaluations.models import Evaluation, EvaluationLink, Questionnaire
from events.models import Booking, Event
from tests.evaluations.makers import answers_to, give, make_attended
from tests.makers import NOW, make_booking, make_conference, make_course, make_event, make_workshop

pytestmark = pytest.mark.django_db
Kind = Questionnaire.Kind


def asked(kind: str) -> Evaluation:
    return Evaluation.objects.select_related("booking__person", "event__course", "questionnaire").get(kind=kind)


def say(evaluation: Evaluation, **other: str) -> Evaluation:
    """What was asked, answered in full."""
    assert evaluation.questionnaire
    said = Said(answers_to(evaluation.questionnaire), {}, manager=other.get("manager", ""))
    evaluations.answer(evaluations.asked_by(evaluation), said, at=NOW)
    return Evaluation.objects.get(pk=evaluation.pk)


class TestBefore:
    def test_who_has_a_place_is_asked_once(self) -> None:
        booking = make_booking(make_event())
        assert [invitations.invite_before_due(at=NOW) for _ in range(2)] == [1, 0]
        assert (asked(Kind.BEFORE).booking, OutgoingMail.objects.get().letter) == (booking, "evaluation-before")

    @pytest.mark.parametrize("outcome", ["waiting", "cancelled"])
    def test_nobody_else_is_asked(self, outcome: str) -> None:
        make_booking(make_event(), outcome=outcome)
        assert invitations.invite_before_due(at=NOW) == 0

    @pytest.mark.parametrize("kind", ["lpg", "conference", "performance"])
    def test_only_those_kinds_are_asked_about_that_have_the_questions(self, kind: str) -> None:
        make_booking(make_event(course=make_course(kind)))
        assert invitations.invite_before_due(at=NOW) == 0

    def test_it_closes_when_the_event_begins(self) -> None:
        event = make_event(days=1)
        make_booking(event)
        invitations.invite_before_due(at=NOW)
        evaluation = asked(Kind.BEFORE)
        assert not window.has_passed_for(evaluation, at=event.starts_at - timedelta(seconds=1))
        with pytest.raises(NotOpen, match="has begun"):
            evaluations.asked_by(evaluation).demand_open(at=event.starts_at)
        assert evaluations.lapse_passed(at=event.starts_at) == 1
        assert invitations.invite_before_due(at=event.starts_at) == 0

    def test_who_cancels_is_asked_no_more(self) -> None:
        make_booking(make_event())
        invitations.invite_before_due(at=NOW)
        Booking.objects.update(state="cancelled", cancelled_at=NOW, cancelled_late=False)
        with pytest.raises(NotInvited, match="no place"):
            evaluations.asked_by(asked(Kind.BEFORE)).demand_open(at=NOW)
        assert evaluation_before(asked(Kind.BEFORE).pk) is None


class TestLater:
    @pytest.mark.parametrize(
        ("weeks", "days", "found"), [(12, 83, 0), (12, 84, 1), (6, 42, 1), (6, 41, 0), (12, 145, 0)]
    )
    def test_who_came_is_asked_so_many_weeks_later_as_the_course_says(self, weeks: int, days: int, found: int) -> None:
        make_attended(make_event(days=-days, course=make_course(later_weeks=weeks)))
        assert invitations.invite_later_due(at=NOW) == found

    @pytest.mark.parametrize("outcome", ["booked", "did-not-attend", "cancelled"])
    def test_nobody_is_asked_who_did_not_come(self, outcome: str) -> None:
        make_booking(make_event(days=-84), outcome=outcome)
        assert invitations.invite_later_due(at=NOW) == 0

    def test_a_workshop_is_not_asked_about_and_its_conference_is(self) -> None:
        conference = make_conference(days=-84)
        whole = make_attended(conference)
        make_booking(make_workshop(conference), whole.person, outcome="attended")
        assert invitations.invite_later_due(at=NOW) == 1
        assert asked(Kind.LATER).event == conference

    def test_one_respondent_is_the_same_before_at_the_end_and_later(self) -> None:
        event = make_event(days=-84)
        booking = make_attended(event)
        end = give(booking, at=event.ends_at)
        invitations.invite_later_due(at=NOW)
        assert asked(Kind.LATER).respondent == end.respondent

    def test_it_is_open_for_sixty_days_from_the_day_on_which_it_is_asked(self) -> None:
        make_attended(make_event(days=-84))
        invitations.invite_later_due(at=NOW)
        evaluation = asked(Kind.LATER)
        assert evaluation.open_until == NOW.date() + timedelta(days=60)
        assert evaluations.lapse_passed(at=NOW + timedelta(days=60)) == 0
        assert evaluations.lapse_passed(at=NOW + timedelta(days=61)) == 1


class TestManager:
    @pytest.fixture
    def later(self) -> Evaluation:
        make_attended(make_event(days=-84, course=make_course(title="Neglect")), email="ann@example.org")
        invitations.invite_later_due(at=NOW)
        return asked(Kind.LATER)

    def test_nobody_is_asked_whose_address_was_not_given(self, later: Evaluation) -> None:
        say(later)
        assert not Evaluation.objects.filter(kind=Kind.MANAGER).exists()

    def test_the_manager_is_written_to_at_the_address_that_was_given(self, later: Evaluation) -> None:
        say(later, manager="boss@example.org")
        letter = evaluation_manager(asked(Kind.MANAGER).pk)
        assert letter is not None
        assert (letter.to, letter.subject) == ("boss@example.org", "Have you seen a change? Neglect")
        assert str(asked(Kind.MANAGER).booking.person) in letter.body  # type: ignore[union-attr]
        assert OutgoingMail.objects.filter(letter="evaluation-manager").count() == 1

    def test_the_address_is_forgotten_once_it_is_answered_or_lapses(self, later: Evaluation) -> None:
        say(later, manager="boss@example.org")
        assert say(asked(Kind.MANAGER)).ask_at == ""
        Evaluation.objects.filter(kind=Kind.MANAGER).update(
            state="invited", submitted_at=None, ask_at="boss@example.org"
        )
        evaluations.lapse_passed(at=NOW + timedelta(days=61))
        assert (asked(Kind.MANAGER).state, asked(Kind.MANAGER).ask_at) == ("lapsed", "")

    def test_nobody_is_their_own_manager_and_nothing_is_kept_then(self, later: Evaluation) -> None:
        with pytest.raises(NotTheirManager):
            say(later, manager="Ann@example.org")
        assert asked(Kind.LATER).state == "invited"

    def test_a_letter_to_who_did_not_come_after_all_is_not_written(self, later: Evaluation) -> None:
        Booking.objects.update(attendance=Booking.Attendance.ABSENT)
        assert evaluation_later(later.pk) is None


def test_links_are_forgotten_a_day_after_it_is_too_late() -> None:
    event: Event = make_attended(make_event(days=-84)).event
    invitations.invite_later_due(at=NOW)
    links.new_link(asked(Kind.LATER))
    assert (event.course.later_weeks, EvaluationLink.objects.count()) == (12, 1)
    assert links.forget_over(at=NOW + timedelta(days=61)) == 0
    assert links.forget_over(at=NOW + timedelta(days=62)) == 1
