"""The catalogue: courses, their levels, the business-plan priorities they serve, and enrolments in e-learning."""

from django.db import models
from django.db.models import F, Q

from core import words
from people.models import Person, TargetGroup


class Priority(models.Model):
    """A theme of the board's business plan that training serves."""

    title = models.CharField(max_length=200, unique=True)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "priorities"

    def __str__(self) -> str:
        return self.title


class Level(models.Model):
    """How far courses go, as the board's own scheme calls it: Level 2, Group A. In the scheme's order."""

    name = models.CharField(max_length=60, unique=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class Course(models.Model):
    """A topic of the catalogue; its dated runs are events."""

    class Kind(models.TextChoices):
        COURSE = "course", "Training course"
        LPG = "lpg", "Local Practice Group"
        CONFERENCE = "conference", "Conference"
        BESPOKE = "bespoke", "Bespoke session"
        PERFORMANCE = "performance", "Performance"
        E_LEARNING = "e-learning", "E-learning"

    class Need(models.TextChoices):
        SERIOUS_CASE_REVIEW = "serious-case-review", "Serious case review"
        SECTION_11 = "section-11", "Section 11 audit"
        NATIONAL = "national", "National direction"
        LOCAL = "local", "Local priority"
        OTHER = "other", "Other"

    code = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, choices=Kind)
    summary = models.TextField(blank=True, help_text="Two or three sentences for those who choose a course.")
    outcomes = models.TextField(blank=True, help_text="What people can do afterwards, one a line.")
    priority = models.ForeignKey(Priority, null=True, blank=True, on_delete=models.PROTECT, related_name="courses")
    need = models.CharField(max_length=30, choices=Need, blank=True, help_text="Where the need for it came from.")
    prerequisite = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="leads_to",
        help_text="The course that people attend first.",
    )
    hours = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    level = models.ForeignKey(Level, null=True, blank=True, on_delete=models.PROTECT, related_name="courses")
    refresh_after_months = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="After how many months people attend it again. Blank: once is enough."
    )
    later_weeks = models.PositiveSmallIntegerField(
        "weeks until asked again",
        default=12,
        help_text="After so many weeks those who came, and their managers, are asked what came of it.",
    )
    target_groups = models.ManyToManyField(
        TargetGroup, blank=True, related_name="courses", help_text="Who it is for; none chosen means everybody."
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(hours=None) | Q(hours__gte=0), name="course_hours_not_negative"),
            models.CheckConstraint(condition=~Q(refresh_after_months=0), name="course_is_refreshed_after_some_months"),
            models.CheckConstraint(condition=~Q(prerequisite=F("pk")), name="course_is_not_its_own_prerequisite"),
            models.CheckConstraint(
                condition=Q(later_weeks__range=(1, 104)), name="people_are_asked_again_within_two_years"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def refreshed_every(self) -> str:
        """How often it is attended again, in words: `3 years`, `18 months`; nothing where once is enough."""
        months = self.refresh_after_months
        if months is None:
            return ""
        return words.count_noun(months, "month") if months % 12 else words.count_noun(months // 12, "year")


class Enrolment(models.Model):
    """Somebody's enrolment in an e-learning course; it belongs to the reporting year of its enrolment date."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="enrolments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="enrolments")
    enrolled_on = models.DateField(db_index=True)
    modules_completed = models.PositiveIntegerField(null=True, blank=True)
    completed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["enrolled_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "person", "enrolled_on"], name="one_enrolment_a_course_person_and_day"
            ),
            models.CheckConstraint(
                condition=Q(completed_on=None) | Q(completed_on__gte=F("enrolled_on")),
                name="completed_not_before_enrolled",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} in {self.course}"
