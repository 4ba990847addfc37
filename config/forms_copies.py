"""The form in which a manager asks for a copy of what is held about somebody who can't make it themself."""

from django import forms

from config.copies import FORMATS
from core.forms import ReasonForm

NAMES = {"html": "To read (HTML)", "json": "As data (JSON)"}


class CopyForm(ReasonForm):
    """Which file, and who asked for it how."""

    extension = forms.ChoiceField(
        choices=[(extension, NAMES[extension]) for extension in FORMATS],
        initial="html",
        widget=forms.RadioSelect(attrs={"class": "inline"}),
        label="What kind of file?",
    )
    field_order = ("extension", "reason")

    def __init__(self, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["reason"].help_text = "Who asked for it, and how you know that it was they. It is kept."
