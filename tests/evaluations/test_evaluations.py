"""Evaluations: given once, whole, by those who came and while there is time; never changed."""

from datetime import datetime, timedelta

import pytest

from core.models import AuditEntry
from evaluations import evaluations
from evaluations.answers import Answer
from evaluations.asking import AlreadySubmitted, DoesNotFit, NotInvited, NotOpen
from evaluations.models import Comment, Evaluation, Questionnaire
from events.models import Booking
from tests.evaluations.makers import answers_to, give, make_attended
from tests.makers import NOW, TESTER, make_course, make_event

pytestmark = pytest.mark.django_db
COURSE = "standard-course-end"


@pytest.fixture
def evaluation() -> Evaluation:
    return evaluations.ask(make_attended(), at=NOW)


def standard(**other: str | int) -> dict[str, Answer]:
    return answers_to(Questionnaire.objects.get(code=COURSE, version=1), **other)


def submit(
    evaluation: Evaluation,
    answers: dict[str, Answer] | None = None,
    comments: dict[str, str] | None = None,
    at: datetime = NOW,
) -> Evaluation:
    answers = standard() if answers is None else answers
    return evaluations.submit(evaluation, answers, comments or {}, True, by=TESTER, at=at)


def test_what_was_answered_is_kept_as_it_was_said(evaluation: Evaluation) -> None:
    answers = standard(overall="poor", recommend="no", confidence_after=10)
    submit(evaluation, answers)
    kept = Evaluation.objects.get()
    assert (kept.state, kept.submitted_at, kept.answers) == (Evaluation.State.SUBMITTED, NOW, answers)


def test_words_are_kept_and_blank_ones_are_not(evaluation: Evaluation) -> None:
    submit(evaluation, comments={"impact": "  Ask once more. \n", "improvement": " \n ", "other": ""})
    comment = Comment.objects.get()
    assert (comment.prompt, comment.text, comment.may_quote) == ("impact", "Ask once more.", True)


def test_words_of_any_script_and_four_thousand_characters_stay_whole(evaluation: Evaluation) -> None:
    text = ("Zażółć 子どもの声 צלילים 🧒🏽 <b>x</b> =1+1 " * 200)[:4_000].strip()
    submit(evaluation, comments={"impact": text})
    assert Comment.objects.get().text == text


def test_the_trail_names_the_token_and_no_user() -> None:
    evaluation = evaluations.ask(make_attended(), at=NOW)
    evaluations.submit(evaluation, standard(), {}, False, by=evaluations.Respondent(evaluation), at=NOW)
    entry = AuditEntry.objects.get(verb="evaluations.submit")
    assert (entry.actor, entry.subject) == (
        f"respondent:{evaluation.respondent}",
        f"evaluations.evaluation:{evaluation.pk}",
    )
    assert not AuditEntry.objects.filter(actor__startswith="user:").exists()


def test_a_second_submission_is_refused_and_changes_nothing(evaluation: Evaluation) -> None:
    submit(evaluation, comments={"impact": "First"})
    with pytest.raises(AlreadySubmitted, match="already given your evaluation"):
        submit(evaluation, standard(overall="poor"), {"impact": "Second"})
    assert Evaluation.objects.get().answers["overall"] == "good"
    assert Comment.objects.get().text == "First"


def test_half_an_evaluation_is_refused_and_nothing_kept(evaluation: Evaluation) -> None:
    answers = standard()
    del answers["venue"]
    with pytest.raises(DoesNotFit, match="no answer to “How would you rate the venue"):
        submit(evaluation, answers, {"impact": "Kept?"})
    assert Evaluation.objects.get().state == Evaluation.State.INVITED
    assert not Comment.objects.exists()
    assert not AuditEntry.objects.filter(verb="evaluations.submit").exists()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"overall": "brilliant"}, "“brilliant” is not an answer to “How would you rate it overall"),
        ({"recommend": "good"}, "“good” is not an answer"),
        ({"confidence_after": 11}, "“11” is not an answer"),
        ({"confidence_after": "7"}, "“7” is not an answer"),
        ({"keynote": "good"}, "Nobody was asked about keynote"),
    ],
)
def test_answers_to_other_questions_are_refused(
    evaluation: Evaluation, wrong: dict[str, Answer], sentence: str
) -> None:
    with pytest.raises(DoesNotFit, match=sentence):
        submit(evaluation, standard(**wrong))


@pytest.mark.parametrize(
    ("comments", "sentence"),
    [
        ({"impact": "x" * 4_001}, "room for 4,000 characters"),
        ({"impact": "\0 and more"}, "is not text"),
        ({"gossip": "x"}, "Nobody was asked about gossip"),
    ],
)
def test_words_that_do_not_fit_are_refused(evaluation: Evaluation, comments: dict[str, str], sentence: str) -> None:
    with pytest.raises(DoesNotFit, match=sentence):
        submit(evaluation, comments=comments)


def test_asking_before_the_sweep_makes_the_one_evaluation() -> None:
    booking = make_attended()
    assert evaluations.ask(booking, at=NOW) == evaluations.ask(booking, at=NOW)
    assert Evaluation.objects.get().questionnaire == Questionnaire.objects.get(code=COURSE)


@pytest.mark.parametrize("outcome", ["booked", "did-not-attend"])
def test_who_is_not_on_record_as_having_come_is_told_so(outcome: str) -> None:
    with pytest.raises(NotInvited, match="does not say that you came"):
        evaluations.ask(make_attended(outcome=outcome), at=NOW)
    assert not Evaluation.objects.exists()


def test_a_mark_that_was_corrected_ends_the_invitation(evaluation: Evaluation) -> None:
    Booking.objects.update(attendance=Booking.Attendance.ABSENT)
    with pytest.raises(NotInvited):
        submit(evaluation)


def test_an_evaluation_whose_booking_is_gone_is_nobody_s(evaluation: Evaluation) -> None:
    Evaluation.objects.update(booking=None)
    with pytest.raises(NotInvited, match="belongs to nobody"):
        submit(evaluation)


def test_too_early_and_too_late_are_told_apart() -> None:
    event = make_event(days=0)
    booking = make_attended(event)
    with pytest.raises(NotOpen, match="has not ended yet"):
        evaluations.ask(booking, at=event.ends_at - timedelta(seconds=1))
    evaluation = evaluations.ask(booking, at=event.ends_at)
    with pytest.raises(NotOpen, match="could be evaluated until Friday 3 July 2026"):
        submit(evaluation, at=event.ends_at + timedelta(days=61))


def test_nothing_is_asked_about_a_performance() -> None:
    with pytest.raises(NotOpen, match="no questions"):
        evaluations.ask(make_attended(make_event(days=-1, course=make_course("performance"))), at=NOW)


def test_a_cancelled_event_can_not_be_evaluated() -> None:
    event = make_event(days=-1, status="cancelled", cancelled_at=NOW)
    with pytest.raises(NotOpen, match="was cancelled"):
        evaluations.ask(make_attended(event), at=NOW)


def test_what_was_invited_is_answered_with_its_own_version(evaluation: Evaluation) -> None:
    Questionnaire.objects.create(code=COURSE, version=2, kind="end", course_kind="course", published_at=NOW)
    assert evaluations.ask(evaluation.booking, at=NOW) == evaluation  # type: ignore[arg-type]
    assert submit(evaluation).questionnaire == Questionnaire.objects.get(code=COURSE, version=1)


def test_a_workshop_is_rated_by_who_was_booked_on_its_conference() -> None:
    course = make_course("conference")
    conference = make_event(days=-1, course=course)
    workshop = make_event(days=-1, course=course, parent=conference)
    booking = make_attended(conference)
    give(booking)
    questionnaire = Questionnaire.objects.get(code="standard-workshop-end")
    rows = {
        "booking": booking,
        "event": workshop,
        "questionnaire": questionnaire,
        "respondent": "r",
        "state": "invited",
    }
    given = submit(Evaluation.objects.create(**rows), answers_to(questionnaire))
    assert (given.event, given.answers) == (workshop, {"delivery": "good", "overall": "good"})


def test_what_is_never_given_lapses_and_stays_so() -> None:
    given, missed, open_still = (
        make_attended(make_event(days=-10)),
        make_attended(make_event(days=-10)),
        make_attended(),
    )
    give(given), evaluations.ask(open_still, at=NOW)
    evaluation = evaluations.ask(missed, at=NOW)
    later = NOW + timedelta(days=51)
    assert [evaluations.lapse_passed(at=later), evaluations.lapse_passed(at=later)] == [1, 0]
    states = {row.booking: row.state for row in Evaluation.objects.all()}
    assert states == {given: "submitted", missed: "lapsed", open_still: "invited"}
    with pytest.raises(NotOpen, match="That day has passed"):
        submit(evaluation, at=later)


def test_what_was_given_a_moment_before_the_sweep_reached_it_does_not_lapse(evaluation: Evaluation) -> None:
    as_the_sweep_saw_it = Evaluation.objects.get()
    submit(evaluation)
    assert not evaluations._lapse(as_the_sweep_saw_it, at=NOW)
    assert Evaluation.objects.get().state == Evaluation.State.SUBMITTED


def test_a_lapsed_evaluation_stays_lapsed_though_the_event_be_moved(evaluation: Evaluation) -> None:
    Evaluation.objects.update(state=Evaluation.State.LAPSED)
    with pytest.raises(NotOpen):
        submit(evaluation)


def test_nothing_awaits_somebody_whose_mark_was_corrected(evaluation: Evaluation) -> None:
    Booking.objects.update(attendance=Booking.Attendance.ABSENT)
    assert evaluation.booking is not None
    assert list(evaluations.awaited_from(evaluation.booking.person, at=NOW)) == []


def test_what_awaits_somebody_is_theirs_and_ends_when_given() -> None:
    first, second = make_attended(), make_attended()
    evaluations.ask(second, at=NOW)
    assert list(evaluations.awaited_from(first.person, at=NOW)) == [first]
    evaluation = evaluations.ask(first, at=NOW)
    assert list(evaluations.awaited_from(first.person, at=NOW)) == [first]
    submit(evaluation)
    assert list(evaluations.awaited_from(first.person, at=NOW)) == []
    assert list(evaluations.given_by(first.person)) == [evaluation]
