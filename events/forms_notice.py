"""The form in which a manager writes to the people of an event."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from django import forms

from core.words import count_noun
from events.models import Notice
from events.notices import Readers


class NoticeForm(forms.Form):
    """To whom, about what, and the words; `seen` stands for what the preview showed."""

    subject = forms.CharField(max_length=Notice._meta.get_field("subject").max_length)
    text = forms.CharField(
        label="Message",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="Greeting, the event’s name and day, and the way to the booking are added. Name no child or family.",
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, readers: Sequence[Readers]) -> None:
        super().__init__(data)
        self._readers = {each.audience: each for each in readers}
        choices = [(each.audience, f"{each.label}: {_counted(each)}") for each in readers]
        self.fields["audience"] = forms.ChoiceField(label="To whom", choices=choices, widget=forms.RadioSelect)
        self.order_fields(["audience"])

    def clean_subject(self) -> str:
        """One line: what pages let through as a line break would end the header of a letter."""
        return " ".join(str(self.cleaned_data["subject"]).split())

    def clean_audience(self) -> str:
        """Somebody there must have an address."""
        audience = str(self.cleaned_data["audience"])
        if not self._readers[audience].reached:
            raise forms.ValidationError("None of these people has an e-mail address. Choose others, or telephone.")
        return audience

    @property
    def readers(self) -> Readers:
        """Those whom it is to."""
        return self._readers[self.cleaned_data["audience"]]

    @property
    def words(self) -> dict[str, str]:
        """What is sent, by the names that events/notices.py gives it."""
        return {name: self.cleaned_data[name] for name in ("audience", "subject", "text")}

    @property
    def edition(self) -> str:
        """What stands for these words to these people in the page that shows them."""
        words = hashlib.sha256("\n".join(self.words.values()).encode()).hexdigest()
        return f"{words}:{self.readers.reached}"

    @property
    def was_seen(self) -> bool:
        """Whether the page that was sent showed these very words, to as many people."""
        return bool(self.cleaned_data["seen"] == self.edition)

    def shown_again(self, readers: Sequence[Readers]) -> NoticeForm:
        """The same, for the page that shows what would be sent."""
        again = NoticeForm({**self.words, "seen": self.edition}, readers)
        again.is_valid()
        return again


def _counted(readers: Readers) -> str:
    reached = count_noun(readers.reached, "person,people") if readers.reached else "nobody with an address"
    return f"{reached}, and {readers.without_address} without an address" if readers.without_address else reached
