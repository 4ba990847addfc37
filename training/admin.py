"""The catalogue, for administrators."""

from django.contrib import admin

from core.admin import ReferenceAdmin
from training.models import Course, Enrolment, Level, Priority


@admin.register(Priority)
class PriorityAdmin(ReferenceAdmin):
    """The themes of the business plan."""

    search_fields = ("title",)


@admin.register(Level)
class LevelAdmin(ReferenceAdmin):
    """How far courses go, in the order in which they are put on record."""


@admin.register(Course)
class CourseAdmin(ReferenceAdmin):
    """The topics, what people can do afterwards, and who they are for."""

    list_display = ("title", "code", "kind", "level", "priority", "need", "refresh_after_months")
    list_filter = ("kind", "level", "need", "priority")
    list_select_related = ("level", "priority")
    search_fields = ("title", "code")
    autocomplete_fields = ("prerequisite",)
    settled = ("code",)


@admin.register(Enrolment)
class EnrolmentAdmin(ReferenceAdmin):
    """Who enrolled in e-learning, and how far they came."""

    list_display = ("course", "person", "enrolled_on", "modules_completed", "completed_on")
    list_filter = ("course",)
    list_select_related = ("course", "person")
    search_fields = ("person__last_name", "course__title")
    autocomplete_fields = ("course", "person")
    date_hierarchy = "enrolled_on"
