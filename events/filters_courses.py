"""What the catalogue is filtered by; every choice stays in the page's address."""

import django_filters
from django.db.models import Q, QuerySet

from core.filters import WordsFilter
from core.forms import FilterForm
from people.models import TargetGroup
from training.models import Course, Level


class CoursesFilter(django_filters.FilterSet):
    """Words, kind, level and target group."""

    q = WordsFilter(("title", "summary"))
    kind = django_filters.ChoiceFilter(choices=Course.Kind.choices, label="Kind of event", empty_label="All kinds")
    level = django_filters.ModelChoiceFilter(queryset=Level.objects.all(), label="Level", empty_label="All levels")
    group = django_filters.ModelChoiceFilter(
        method="for_group",
        queryset=TargetGroup.objects.filter(scheme__is_current=True),
        to_field_name="code",
        label="Fit for target group",
        empty_label="All groups",
    )

    class Meta:
        model = Course
        fields: list[str] = []
        form = FilterForm

    def for_group(self, courses: QuerySet[Course], name: str, group: TargetGroup) -> QuerySet[Course]:
        """The courses for that target group, or for everybody."""
        for_it = Course.objects.filter(Q(target_groups=group) | Q(target_groups=None))
        return courses.filter(pk__in=for_it.values("pk"))
