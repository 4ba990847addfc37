"""The forms of those who review comments and keep the codebook."""

from collections.abc import Iterable
from typing import Any

from django import forms

from core.forms import ReasonForm
from evaluations.forms import OwnWords
from evaluations.models import Comment, Theme
from evaluations.reviewing import LONGEST_WORDING

LATER, NONE = "", "-"
_FIELD = "theme-"


def theme_choices(*, first: tuple[str, str]) -> list[tuple[str, str]]:
    """The codebook as choices, after one that comes first."""
    themes = Theme.objects.in_use().values_list("code", "name")
    return [first, *themes, (NONE, "No theme fits")]


class ThemesForm(forms.Form):
    """For each of some comments its theme, the suggested one preselected; `chosen` is what was said, by lot."""

    def __init__(self, data: Any, comments: Iterable[Comment]) -> None:
        super().__init__(data)
        choices = theme_choices(first=(LATER, "Leave it for later"))
        for comment in comments:
            self.fields[f"{_FIELD}{comment.lot}"] = forms.ChoiceField(
                choices=choices,
                required=False,
                label="Theme",
                initial=comment.suggested.code if comment.suggested else LATER,
            )

    @property
    def chosen(self) -> dict[int, Theme | None]:
        """The themes that were chosen; what is left for later isn't among them."""
        said = {int(name.removeprefix(_FIELD)): code for name, code in self.cleaned_data.items() if code != LATER}
        themes = {theme.code: theme for theme in Theme.objects.filter(code__in=set(said.values()))}
        return {lot: themes.get(code) for lot, code in said.items()}


class ThemeOfOneForm(forms.Form):
    """The theme of one comment."""

    theme = forms.ChoiceField(label="Theme")

    def __init__(self, data: Any, comment: Comment) -> None:
        given = comment.theme or comment.suggested
        super().__init__(data, initial={"theme": given.code if given else (NONE if comment.themed_at else LATER)})
        self.fields["theme"].choices = theme_choices(first=(LATER, "Choose a theme"))  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Theme | None:
        """The theme that was chosen; None where none fits."""
        return Theme.objects.filter(code=self.cleaned_data["theme"]).first()


class WordingForm(forms.Form):
    """A wording that may be quoted."""

    wording = OwnWords(
        label="Wording to quote",
        max_length=LONGEST_WORDING,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Leave out or put in general words whatever may give somebody away. What was written stays as it is.",
        error_messages={"max_length": f"A quotation has room for {LONGEST_WORDING:,} characters"},
    )
    looked = forms.BooleanField(
        required=False,
        label="I have looked at what is marked: this wording gives nobody away",
        help_text="Needed only where something in the wording is marked.",
    )


class OutcomeForm(forms.Form):
    """What was done about a disclosure."""

    outcome = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        label="What was done",
        help_text="In a few words, without names: “Referred to children’s social care”, “No harm told of”.",
    )


class CodebookForm(ReasonForm):
    """A theme, and why it is added or changed."""

    name = forms.CharField(max_length=120)
    description = forms.CharField(
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What comments under it speak of, for those who choose among themes.",
    )
    keywords = forms.CharField(
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Words that such comments use, parted by commas. By these it is suggested.",
    )

    field_order = ("name", "description", "keywords", "reason")


class MergeForm(ReasonForm):
    """Which theme takes the comments over, and why."""

    into = forms.ModelChoiceField(queryset=Theme.objects.none(), label="Theme that takes its comments over")

    field_order = ("into", "reason")

    def __init__(self, data: Any, theme: Theme) -> None:
        super().__init__(data)
        self.fields["into"].queryset = Theme.objects.in_use().exclude(pk=theme.pk)  # type: ignore[attr-defined]
