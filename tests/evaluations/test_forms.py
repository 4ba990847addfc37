"""The form: every question asked once, answers in the words of the contract, room for words but not for everything."""

import pytest

from evaluations.forms import EvaluationForm
from evaluations.models import Questionnaire
from tests.evaluations.makers import answers_to, form_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def questionnaire() -> Questionnaire:
    return Questionnaire.objects.get(code="standard-course-end")


def test_what_a_browser_sends_becomes_answers_words_and_leave_to_quote(questionnaire: Questionnaire) -> None:
    form = EvaluationForm(questionnaire, form_data(questionnaire, impact="More.") | {"may_quote": "on"})
    assert form.is_valid(), form.errors
    assert form.said.answers == answers_to(questionnaire)
    assert form.said.comments == {"impact": "More.", "improvement": "", "other": ""}
    assert form.said.may_quote


def test_every_question_wants_an_answer_and_no_words_are_wanted(questionnaire: Questionnaire) -> None:
    form = EvaluationForm(questionnaire, {})
    assert sorted(form.errors) == sorted(f"question-{code}" for code in answers_to(questionnaire))
    assert form["question-overall"].errors == ["Answer “How would you rate it overall?”"]


def test_an_answer_that_was_not_offered_is_refused(questionnaire: Questionnaire) -> None:
    form = EvaluationForm(questionnaire, form_data(questionnaire) | {"question-overall": "<b>great</b>"})
    assert form["question-overall"].errors == ["Choose one of the answers to “How would you rate it overall?”"]


def test_the_end_of_a_line_counts_as_one_character(questionnaire: Questionnaire) -> None:
    text = "abc\r\n" * 999 + "abcd"
    form = EvaluationForm(questionnaire, form_data(questionnaire, impact=text))
    assert form.is_valid(), form.errors
    assert (len(text), len(form.said.comments["impact"])) == (4_999, 4_000)


def test_a_word_too_many_is_refused_in_a_sentence(questionnaire: Questionnaire) -> None:
    form = EvaluationForm(questionnaire, form_data(questionnaire, impact="x" * 4_001))
    assert form["prompt-impact"].errors == ["“What will you do differently?” has room for 4,000 characters"]
