"""The list of questionnaires."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.safestring import SafeString

from core.tables import HouseTable, NumberColumn, link, tag
from core.words import short_day
from evaluations.models import Questionnaire
from evaluations.questionnaires import InUse, first_day, use_of


class QuestionnairesTable(HouseTable):
    """Every version of every questionnaire: what it is for, and whether people are asked with it today."""

    caption = "Questionnaires"
    row_header = "title"

    title = tables.Column()
    kind = tables.Column(verbose_name="Asked")
    course_kind = tables.Column(verbose_name="Of")
    version = NumberColumn()
    state = tables.Column(empty_values=(), orderable=False)

    class Meta(HouseTable.Meta):
        model = Questionnaire
        fields: tuple[str, ...] = ()
        order_by = ("course_kind", "kind", "-version")
        empty_text = "There is no questionnaire."

    def __init__(self, *args: Any, in_use: dict[str, InUse], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.in_use = in_use

    def render_title(self, record: Questionnaire, value: str) -> SafeString:
        """The title leads to the questionnaire's own page."""
        return link(reverse("questionnaire", args=[record.pk]), value)

    def render_course_kind(self, record: Questionnaire) -> str:
        """What it is for."""
        return what_for(record)

    def render_state(self, record: Questionnaire) -> SafeString:
        """Whether it is a draft, in use, to come or replaced."""
        return tag(*standing(record, self.in_use))


def what_for(questionnaire: Questionnaire) -> str:
    """The course or the kind of event that it is for, in words."""
    if questionnaire.course:
        return questionnaire.course.title
    kind = questionnaire.get_course_kind_display()
    return f"{kind}: its workshops" if questionnaire.for_workshops else kind


def standing(questionnaire: Questionnaire, in_use: dict[str, InUse]) -> tuple[str, str]:
    """Where it stands, with the colour of it."""
    first = first_day(questionnaire)
    if first is None:
        return "Draft", "grey"
    used = in_use[questionnaire.kind].get(use_of(questionnaire))
    if used and used.pk == questionnaire.pk:
        return "In use", "green"
    is_later = used is None or first > (first_day(used) or first)
    return (f"From {short_day(first)}", "blue") if is_later else ("Replaced", "yellow")
