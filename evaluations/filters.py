"""What the comments to review are filtered by; every choice stays in the page's address."""

from collections.abc import Callable

import django_filters

from core.filters import WordsFilter
from core.forms import FilterForm
from evaluations.details import Kind
from evaluations.models import Comment, CommentQuerySet, Prompt, Theme
from training.models import Course

STATES: dict[str, tuple[str, Callable[[CommentQuerySet], CommentQuerySet]]] = {
    "review": ("To review", CommentQuerySet.to_review),
    "unthemed": ("Without a theme", CommentQuerySet.without_theme),
    "flagged": ("Possible personal details", CommentQuerySet.flagged),
    "quotable": ("May be quoted, no wording approved", CommentQuerySet.quotable),
    "approved": ("Wording approved", CommentQuerySet.approved),
    "held": ("Held back", CommentQuerySet.held_back),
    "disclosed": ("With the designated lead", CommentQuerySet.disclosed),
    "all": ("All comments", CommentQuerySet.all),
}
SORTS = {"lot": "Shuffled", "theme": "Theme", "course": "Course"}
_BY = {"theme": ("theme__position", "theme", "lot"), "course": ("evaluation__event__course__title", "lot")}


class CommentsFilter(django_filters.FilterSet):
    """State, prompt, course, event, theme, kind of possible detail, and words; shuffled unless asked otherwise."""

    q = WordsFilter(("text",))
    state = django_filters.ChoiceFilter(
        method="in_state",
        choices=[(name, label) for name, (label, _) in STATES.items()],
        label="State",
        empty_label=None,
    )
    prompt = django_filters.ChoiceFilter(choices=Prompt.choices, label="Question", empty_label="Any question")
    course = django_filters.ModelChoiceFilter(
        queryset=Course.objects.order_by("title", "pk"),
        field_name="evaluation__event__course",
        to_field_name="code",
        label="Course",
        empty_label="Any course",
    )
    event = django_filters.CharFilter(field_name="evaluation__event__code", label="Code of the event", max_length=100)
    theme = django_filters.ModelChoiceFilter(
        queryset=Theme.objects.all(), to_field_name="code", label="Theme", empty_label="Any theme"
    )
    found = django_filters.ChoiceFilter(
        lookup_expr="contains",
        choices=[(kind.value, kind.value.capitalize()) for kind in Kind],
        label="Possible detail",
        empty_label="Any, or none",
    )
    sort = django_filters.ChoiceFilter(
        method="in_order", choices=list(SORTS.items()), label="Order", empty_label=None, null_label=None
    )

    class Meta:
        model = Comment
        fields: list[str] = []
        form = FilterForm

    def in_state(self, comments: CommentQuerySet, name: str, state: str) -> CommentQuerySet:
        """Those of which that is so."""
        return STATES[state][1](comments)

    def in_order(self, comments: CommentQuerySet, name: str, order: str) -> CommentQuerySet:
        """Sorted; those alike stay shuffled."""
        return comments.order_by(*_BY.get(order, ("lot",)))
