"""What the filters of lists have in common: a field for words."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet

from core.search import words_in


class WordsFilter(django_filters.CharFilter):
    """The rows in which all the words occur, each in one of the fields `found_by`; all rows where nothing is typed."""

    def __init__(self, found_by: tuple[str, ...], *, label: str = "Search") -> None:
        super().__init__(max_length=200, label=label, widget=forms.TextInput(attrs={"type": "search"}))
        self.found_by = found_by

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Those rows."""
        return qs.filter(words_in(self.found_by, value))
