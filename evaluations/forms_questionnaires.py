"""Forms for drafts of questionnaires."""

from typing import Any

from django import forms

from core.forms import DayField
from evaluations.models import Prompt, Question, Questionnaire
from training.models import Course


class CopyForm(forms.Form):
    """What the copy is called, and whether one course alone is to be asked with it."""

    title = forms.CharField(max_length=200)
    course = forms.ModelChoiceField(Course.objects.none(), required=False, label="For one course alone")

    def __init__(self, source: Questionnaire, data: Any) -> None:
        super().__init__(data, initial={"title": source.title, "course": source.course_id})
        course: Any = self.fields["course"]
        course.queryset = Course.objects.filter(kind=source.course_kind).order_by("title")
        course.empty_label = "Every course of that kind that has none of its own"
        if source.for_workshops or source.course_id:
            del self.fields["course"]


class TitleForm(forms.Form):
    """What a draft is called."""

    title = forms.CharField(max_length=200)


class WordingForm(forms.Form):
    """How a draft words a question. It ends as a question, so that a message can quote it."""

    wording = forms.CharField(
        label="Question", max_length=300, help_text="It is the same question in other words: answers stay comparable."
    )

    def clean_wording(self) -> str:
        """Refused where it is no question."""
        return _asked(self.cleaned_data["wording"])


class AddForm(forms.Form):
    """One line more: something that is asked elsewhere, or a new question with its kind of answer."""

    known = forms.ChoiceField(label="A question that is known", required=False)
    wording = forms.CharField(label="Or a new question", max_length=300, required=False)
    answer_kind = forms.ChoiceField(
        label="How the new question is answered",
        choices=[("", "Choose"), *Question.AnswerKind.choices],
        required=False,
    )

    def __init__(self, draft: Questionnaire, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lines = list(draft.items.values_list("question", "prompt"))
        asked, prompted = ({line[part] for line in lines} for part in (0, 1))
        questions = [(f"question-{q.pk}", f"{q} ({q.get_answer_kind_display()})") for q in Question.objects.all()]
        prompts = [(f"prompt-{prompt}", label) for prompt, label in Prompt.choices if prompt not in prompted]
        known: Any = self.fields["known"]
        known.choices = [
            ("", "None"),
            ("Questions", [each for each in questions if int(each[0].partition("-")[2]) not in asked]),
            ("In their own words", prompts),
        ]

    @property
    def question(self) -> Question | None:
        """The known question that was chosen, if any."""
        kind, _, key = self.cleaned_data["known"].partition("-")
        return Question.objects.get(pk=key) if kind == "question" else None

    @property
    def prompt(self) -> str:
        """The prompt that was chosen, if any."""
        kind, _, key = self.cleaned_data["known"].partition("-")
        return key if kind == "prompt" else ""

    def clean_wording(self) -> str:
        """Refused where it is no question."""
        return _asked(self.cleaned_data["wording"])

    def clean(self) -> dict[str, Any]:
        """Refused where nothing was chosen, or both, or the kind of answer is missing."""
        cleaned = super().clean() or {}
        known, wording = cleaned.get("known"), cleaned.get("wording")
        if bool(known) == bool(wording) and "wording" not in self.errors:
            self.add_error("known", "Select a question that is known, or write a new one, and not both")
        elif wording and not cleaned.get("answer_kind"):
            self.add_error("answer_kind", "Select how the new question is answered")
        return cleaned


class PublishForm(forms.Form):
    """From which day on people are asked with it."""

    used_from = DayField(label="First day of use")


def _asked(wording: str) -> str:
    if wording and not wording.endswith("?"):
        raise forms.ValidationError("End the question with a question mark")
    return wording
