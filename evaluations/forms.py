"""A questionnaire as a form, and with it those of the workshops that somebody was in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from evaluations.answers import CHOICES, prompts_of, questions_of
from evaluations.asking import LONGEST_COMMENT
from evaluations.evaluations import Said
from evaluations.models import Prompt, Question, Questionnaire
from events.models import Booking

_ASKED, _PROMPTED = "question-", "prompt-"
Workshops = Sequence[tuple[Booking, Questionnaire]]


class OwnWords(forms.CharField):
    """A long answer; browsers send each end of a line as two characters, and it counts as one."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return super().to_python(value.replace("\r\n", "\n") if isinstance(value, str) else value) or ""


@dataclass(frozen=True)
class Part:
    """What is asked about one thing: its name (none where the page says it) and the fields."""

    name: str
    ratings: list[BoundField]
    words: list[BoundField]


class EvaluationForm(forms.Form):
    """Asks every question, and invites a few words; `said` is what was said of the event, `said_of` of a workshop.

    Where `is_whole` isn't wanted, as of a form that somebody filled in on paper, questions may be left out.
    """

    template_name = "evaluations/questions.html"

    may_quote = forms.BooleanField(
        required=False,
        label="You may quote my words without my name",
        help_text="Only wording that a named person has approved is ever published.",
    )

    def __init__(
        self,
        questionnaire: Questionnaire,
        *args: Any,
        workshops: Workshops = (),
        asks_for_manager: bool = False,
        is_whole: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.workshops, self.is_whole = workshops, is_whole
        self._ask("", questionnaire)
        for booking, short in workshops:
            self._ask(_of(booking), short)
        if asks_for_manager:
            self.fields["manager"] = _manager_field()
        if any(_PROMPTED in name for name in self.fields):
            self.order_fields([*(name for name in self.fields if name != "may_quote"), "may_quote"])
        else:
            del self.fields["may_quote"]

    @property
    def parts(self) -> Iterator[Part]:
        """The event, and each workshop, for the template."""
        yield self._part("", "")
        for booking, _ in self.workshops:
            yield self._part(booking.event.name, _of(booking))

    @property
    def has_words(self) -> bool:
        """Whether it invites people to write at all."""
        return "may_quote" in self.fields

    @property
    def only_yes_or_no(self) -> BoundField | None:
        """The one question, where there is but one and it is answered by yes or no: two buttons can ask it."""
        asked = [name for name in self.fields if name.startswith(_ASKED)]
        yes_no = CHOICES[Question.AnswerKind.YES_NO]
        is_alone = len(asked) == 1 and tuple(getattr(self.fields[asked[0]], "choices", ())) == yes_no
        return self[asked[0]] if is_alone else None

    @property
    def said(self) -> Said:
        """What was said of the event."""
        return self._said("")

    def said_of(self, booking: Booking) -> Said:
        """What was said of the workshop that the booking is on."""
        return self._said(_of(booking))

    def _ask(self, prefix: str, questionnaire: Questionnaire) -> None:
        for question in questions_of(questionnaire):
            self.fields[f"{prefix}{_ASKED}{question.code}"] = _choice_field(question, required=self.is_whole)
        for prompt in prompts_of(questionnaire):
            self.fields[f"{prefix}{_PROMPTED}{prompt}"] = _words_field(prompt)

    def _part(self, name: str, prefix: str) -> Part:
        asked, prompted = ([f for f in self if f.name.startswith(prefix + kind)] for kind in (_ASKED, _PROMPTED))
        return Part(name, asked, prompted)

    def _said(self, prefix: str) -> Said:
        cleaned = self.cleaned_data
        return Said(
            {code: answer for code, answer in self._cleaned(prefix + _ASKED).items() if answer != ""},
            self._cleaned(prefix + _PROMPTED),
            bool(cleaned.get("may_quote")),
            "" if prefix else cleaned.get("manager", ""),
        )

    def _cleaned(self, prefix: str) -> dict[str, Any]:
        return {
            name.removeprefix(prefix): value for name, value in self.cleaned_data.items() if name.startswith(prefix)
        }


def _of(booking: Booking) -> str:
    """How the fields about a workshop are told from those about the event."""
    return f"workshop-{booking.pk}-"


def _choice_field(question: Question, *, required: bool) -> forms.Field:
    is_score = question.answer_kind == Question.AnswerKind.ONE_TO_TEN
    return forms.TypedChoiceField(
        label=question.wording,
        choices=CHOICES[question.answer_kind],
        coerce=int if is_score else str,
        required=required,
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


def _manager_field() -> forms.Field:
    return forms.EmailField(
        label="Your line manager’s e-mail address",
        required=False,
        help_text="We write to them, with your name, and ask whether they have seen a change in your practice. They do"
        " not see your answers.",
        error_messages={"invalid": "Enter an e-mail address like name@example.org, or leave it blank"},
    )
