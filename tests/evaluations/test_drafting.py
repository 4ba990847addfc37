"""Drafts: copied, changed line by line, published; what is published never changes, from whatever side."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from evaluations import drafting, questionnaires
from evaluations.answers import prompts_of, questions_of
from evaluations.models import Published, Question, Questionnaire, QuestionnaireItem
from tests.evaluations.makers import give, make_attended
from tests.makers import NOW, TESTER, make_course, make_event

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture
def standard() -> Questionnaire:
    return Questionnaire.objects.get(code="standard-course-end")


@pytest.fixture
def draft(standard: Questionnaire) -> Questionnaire:
    return drafting.copy(standard, title="Ours", course=None, by=TESTER, at=NOW)


def codes(questionnaire: Questionnaire) -> list[str]:
    return [question.code for question in questions_of(questionnaire)]


def line(draft: Questionnaire, code: str) -> QuestionnaireItem:
    return draft.items.get(question__code=code)


def publish(draft: Questionnaire, days: int = 0) -> Questionnaire:
    return drafting.publish(draft, TODAY + timedelta(days), by=TESTER, at=NOW)


def test_a_copy_is_the_next_version_and_asks_the_same(standard: Questionnaire, draft: Questionnaire) -> None:
    assert (draft.code, draft.version, draft.published_at) == (standard.code, 2, None)
    assert (codes(draft), prompts_of(draft)) == (codes(standard), prompts_of(standard))


def test_a_draft_is_asked_of_nobody_until_it_is_published(standard: Questionnaire, draft: Questionnaire) -> None:
    event = make_event(days=-1)
    assert questionnaires.for_event(event, at=NOW) == standard
    publish(draft)
    assert questionnaires.for_event(event, at=NOW) == draft


def test_it_is_used_from_the_day_that_was_said(standard: Questionnaire, draft: Questionnaire) -> None:
    event = make_event()
    publish(draft, days=3)
    days = [questionnaires.for_event(event, at=NOW + timedelta(day)) for day in (2, 3)]
    assert days == [standard, draft]


def test_nothing_is_used_from_a_day_that_is_over(draft: Questionnaire) -> None:
    with pytest.raises(drafting.InThePast, match="Monday 4 May 2026"):
        publish(draft, days=-1)


def test_one_of_a_course_is_asked_of_that_course_alone(standard: Questionnaire) -> None:
    course = make_course()
    own = publish(drafting.copy(standard, title="Its own", course=course, by=TESTER, at=NOW))
    assert questionnaires.for_event(make_event(course=course), at=NOW) == own
    assert questionnaires.for_event(make_event(), at=NOW) == standard
    newer = drafting.copy(own, title="Its next", course=None, by=TESTER, at=NOW)
    assert (newer.code, newer.version, newer.course) == (own.code, 2, course)


def test_lines_are_added_worded_moved_and_taken_out(draft: Questionnaire) -> None:
    drafting.remove(line(draft, "venue"), by=TESTER, at=NOW)
    drafting.add(draft, question=Question.objects.get(code="keynote"), by=TESTER, at=NOW)
    drafting.add_new(draft, "Was the lunch good?", Question.AnswerKind.QUALITY, by=TESTER, at=NOW)
    drafting.move(line(draft, "learning-outcomes"), up=True, by=TESTER, at=NOW)
    drafting.reword(line(draft, "overall"), "All in all?", by=TESTER, at=NOW)
    assert codes(draft)[:2] == ["learning-outcomes", "aims"]
    assert codes(draft)[-2:] == ["keynote", "was-the-lunch-good"]
    assert "venue" not in codes(draft)
    assert [q.wording for q in questions_of(draft) if q.code == "overall"] == ["All in all?"]


def test_other_words_leave_the_question_and_other_questionnaires_as_they_were(draft: Questionnaire) -> None:
    drafting.reword(line(draft, "overall"), "All in all?", by=TESTER, at=NOW)
    assert Question.objects.get(code="overall").wording == "How would you rate it overall?"
    drafting.reword(line(draft, "overall"), "How would you rate it overall?", by=TESTER, at=NOW)
    assert line(draft, "overall").wording == ""


def test_two_new_questions_of_the_same_words_have_codes_of_their_own(draft: Questionnaire) -> None:
    made = [drafting.add_new(draft, "Overall?", "quality", by=TESTER, at=NOW).question for _ in range(2)]
    assert [question and question.code for question in made] == ["overall-2", "overall-3"]


def test_nothing_is_asked_twice_nor_moved_over_the_edge(draft: Questionnaire) -> None:
    with pytest.raises(drafting.AskedAlready):
        drafting.add(draft, prompt="impact", by=TESTER, at=NOW)
    with pytest.raises(drafting.AtTheEdge, match="first line"):
        drafting.move(line(draft, "aims"), up=True, by=TESTER, at=NOW)


def test_a_questionnaire_without_a_question_is_not_published(draft: Questionnaire) -> None:
    draft.items.filter(question__isnull=False).delete()
    with pytest.raises(drafting.NothingAsked):
        publish(draft)


def test_a_draft_is_thrown_away_with_its_lines(draft: Questionnaire) -> None:
    drafting.discard(draft, by=TESTER, at=NOW)
    assert not QuestionnaireItem.objects.filter(questionnaire=draft.pk).exists()


SIDES: dict[str, Callable[[Questionnaire, QuestionnaireItem], object]] = {
    "saved": lambda it, _: it.save(),
    "deleted": lambda it, _: it.delete(),
    "updated": lambda it, _: Questionnaire.objects.filter(pk=it.pk).update(title="-"),
    "all deleted": lambda *_: Questionnaire.objects.all().delete(),
    "line saved": lambda _, line: line.save(),
    "line deleted": lambda _, line: line.delete(),
    "line updated": lambda it, _: it.items.update(wording=""),
    "lines deleted": lambda it, _: it.items.all().delete(),
    "lines made": lambda it, _: QuestionnaireItem.objects.bulk_create(
        [QuestionnaireItem(questionnaire=it, position=99, prompt="seen")]
    ),
    "line made": lambda it, _: it.items.create(position=99, prompt="seen"),
    "copied over": lambda it, _: drafting.retitle(it, "-", by=TESTER, at=NOW),
    "added to": lambda it, _: drafting.add(it, prompt="seen", by=TESTER, at=NOW),
    "published again": lambda it, _: publish(it),
    "thrown away": lambda it, _: drafting.discard(it, by=TESTER, at=NOW),
    "worded": lambda _, line: drafting.reword(line, "-?", by=TESTER, at=NOW),
    "moved": lambda _, line: drafting.move(line, up=False, by=TESTER, at=NOW),
    "taken out": lambda _, line: drafting.remove(line, by=TESTER, at=NOW),
}


@pytest.mark.parametrize("side", SIDES)
def test_a_published_one_never_changes(side: str, standard: Questionnaire) -> None:
    kept = list(Questionnaire.objects.values()), list(QuestionnaireItem.objects.values())
    with pytest.raises(Published):
        SIDES[side](standard, standard.items.all()[0])
    assert (list(Questionnaire.objects.values()), list(QuestionnaireItem.objects.values())) == kept


def test_what_was_answered_stays_with_the_version_that_asked_it(standard: Questionnaire, draft: Questionnaire) -> None:
    given = give(make_attended())
    publish(draft)
    given.refresh_from_db()
    assert given.questionnaire == standard
