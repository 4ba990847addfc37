"""A questionnaire as a form."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from evaluations.answers import CHOICES, Answer, prompts_of, questions_of
from evaluations.evaluations import LONGEST_COMMENT
from evaluations.models import Prompt, Question, Questionnaire

_ASKED, _PROMPTED = "question-", "prompt-"


class OwnWords(forms.CharField):
    """A long answer; browsers send each end of a line as two characters, and it counts as one."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return super().to_python(value.replace("\r\n", "\n") if isinstance(value, str) else value) or ""


class EvaluationForm(forms.Form):
    """Asks every question, and invites a few words; `answers`, `comments` and `quotable` are what was said."""

    template_name = "evaluations/questions.html"

    may_quote = forms.BooleanField(
        required=False,
        label="You may quote my words without my name",
        help_text="Only wording that a named person has approved is ever published.",
    )

    def __init__(self, questionnaire: Questionnaire, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in questions_of(questionnaire):
            self.fields[f"{_ASKED}{question.code}"] = _choice_field(question)
        for prompt in prompts_of(questionnaire):
            self.fields[f"{_PROMPTED}{prompt}"] = _words_field(prompt)

    @property
    def ratings(self) -> Iterator[BoundField]:
        """The fields of the questions, for the template."""
        return (field for field in self if field.name.startswith(_ASKED))

    @property
    def words(self) -> Iterator[BoundField]:
        """The fields of the prompts, for the template."""
        return (field for field in self if field.name.startswith(_PROMPTED))

    @property
    def answers(self) -> dict[str, Answer]:
        """What was answered, {question: answer}."""
        return self._cleaned(_ASKED)

    @property
    def comments(self) -> dict[str, str]:
        """What was written, {prompt: text}."""
        return self._cleaned(_PROMPTED)

    @property
    def quotable(self) -> bool:
        """Whether the words may be quoted."""
        return bool(self.cleaned_data["may_quote"])

    def _cleaned(self, prefix: str) -> dict[str, Any]:
        return {
            name.removeprefix(prefix): value for name, value in self.cleaned_data.items() if name.startswith(prefix)
        }


def _choice_field(question: Question) -> forms.Field:
    is_score = question.answer_kind == Question.AnswerKind.ONE_TO_TEN
    return forms.TypedChoiceField(
        label=question.wording,
        choices=CHOICES[question.answer_kind],
        coerce=int if is_score else str,
        help_text="1 is not at all, 10 is completely." if is_score else "",
        widget=forms.RadioSelect(attrs={"class": "inline small" if is_score else "inline"}),
        error_messages={"invalid_choice": f"Choose one of the answers to “{question.wording}”"},
    )


def _words_field(prompt: str) -> forms.Field:
    label = Prompt(prompt).label
    return OwnWords(
        label=label,
        required=False,
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"max_length": f"“{label}” has room for {LONGEST_COMMENT:,} characters"},
    )
