"""The reference data: every question that records packages know, a questionnaire a kind of event, a codebook."""

import pytest

from evaluations.answers import prompts_of, questions_of
from evaluations.models import Question, Questionnaire, Theme

pytestmark = pytest.mark.django_db

KNOWN = {
    "quality": "aims learning-outcomes equality-and-diversity delivery materials organisation venue overall keynote",
    "yes-no": "recommend applicable will-use information-sharing joint-working change-seen",
    "progress": "practice-changed",
    "one-to-ten": "confidence-before confidence-after",
}


def test_the_known_questions_keep_to_their_kind_of_answer() -> None:
    brought = {kind: set(Question.objects.filter(answer_kind=kind).values_list("code", flat=True)) for kind in KNOWN}
    assert brought == {kind: set(codes.split()) for kind, codes in KNOWN.items()}


def test_every_question_is_a_whole_question_which_errors_can_quote() -> None:
    assert [question.code for question in Question.objects.all() if not question.wording.endswith("?")] == []


@pytest.mark.parametrize("questionnaire", ["course", "lpg", "conference", "workshop", "bespoke", "e-learning"])
def test_each_standard_questionnaire_asks_how_it_was_overall_and_for_words(questionnaire: str) -> None:
    brought = Questionnaire.objects.get(code=f"standard-{questionnaire}-end", version=1)
    assert brought.published_at
    assert "overall" in [question.code for question in questions_of(brought)]
    assert prompts_of(brought) == ["impact", "improvement", "other"]


def test_only_the_conference_asks_about_organisation_and_keynote() -> None:
    asking = Questionnaire.objects.filter(items__question__code__in=["organisation", "keynote"]).distinct()
    assert [questionnaire.code for questionnaire in asking] == ["standard-conference-end"]


def test_every_theme_of_the_codebook_is_described() -> None:
    assert Theme.objects.filter(code="other").exists()
    assert not Theme.objects.filter(description="").exists()
