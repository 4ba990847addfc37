"""What may be answered to each kind of question, in the words of the records package and in those of the page."""

from collections.abc import Mapping

from evaluations.models import Question, Questionnaire

Answer = str | int
Answers = Mapping[str, Answer]

CHOICES: dict[str, tuple[tuple[Answer, str], ...]] = {
    Question.AnswerKind.QUALITY: tuple((quality, quality.capitalize()) for quality in Question.QUALITIES),
    Question.AnswerKind.YES_NO: (("yes", "Yes"), ("no", "No")),
    Question.AnswerKind.ONE_TO_TEN: tuple((score, str(score)) for score in range(1, 11)),
    Question.AnswerKind.PROGRESS: (("done", "Yes, done"), ("partly", "Partly"), ("not", "Not yet")),
}
"""The answers to each kind of question with their labels, best or lowest first as people expect them."""
_FITTING = {kind: [(type(value), value) for value, _ in choices] for kind, choices in CHOICES.items()}


def fits(kind: str, answer: object) -> bool:
    """Whether that is an answer to a question of that kind: a score is a whole number, not its digits and not a yes."""
    return (type(answer), answer) in _FITTING[kind]


def questions_of(questionnaire: Questionnaire) -> list[Question]:
    """What it asks, in its order and in its own wording."""
    asked = []
    for item in questionnaire.items.filter(question__isnull=False).select_related("question"):
        if question := item.question:
            question.wording = item.wording or question.wording
            asked.append(question)
    return asked


def prompts_of(questionnaire: Questionnaire) -> list[str]:
    """What it invites people to write about, in its order."""
    return list(questionnaire.items.exclude(prompt="").values_list("prompt", flat=True))
