"""The year's stored figures, from which every form is drawn; the commentary on them, budget lines and targets."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.years import Period, parse_period
from people.models import Agency, TargetGroup


class BudgetLine(models.Model):
    """One line of the training budget of a reporting year, in pounds."""

    year = models.CharField(max_length=7)
    line = models.CharField(max_length=120)
    budgeted = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    actual = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ["year", "pk"]
        constraints = [models.UniqueConstraint(fields=["year", "line"], name="one_budget_line_a_year")]

    def __str__(self) -> str:
        return f"{self.line}, {self.year}"


class Target(models.Model):
    """How many different people of an agency, or of a target group, the board wants to reach in a reporting year."""

    year = models.CharField(max_length=7)
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.CASCADE, related_name="targets")
    target_group = models.ForeignKey(
        TargetGroup, null=True, blank=True, on_delete=models.CASCADE, related_name="targets"
    )
    people = models.PositiveIntegerField(null=True, blank=True)
    workforce = models.PositiveIntegerField(
        null=True, blank=True, help_text="How many people there are. Of an agency, blank means what its record says."
    )

    class Meta:
        ordering = ["year", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(agency=None, target_group__isnull=False) | Q(agency__isnull=False, target_group=None),
                name="a_target_is_for_an_agency_or_a_group",
            ),
            models.CheckConstraint(
                condition=Q(people__isnull=False) | Q(workforce__isnull=False), name="a_target_says_a_number"
            ),
            models.UniqueConstraint(
                fields=["year", "agency"], condition=Q(target_group=None), name="one_target_a_year_and_agency"
            ),
            models.UniqueConstraint(
                fields=["year", "target_group"], condition=Q(agency=None), name="one_target_a_year_and_group"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency or self.target_group}, {self.year}"

    @property
    def kind(self) -> str:
        """Whom it is for: an agency, or a target group."""
        return "agency" if self.agency_id else "target_group"

    @property
    def code(self) -> str:
        """The code of whom it is for."""
        return str((self.agency or self.target_group).code)  # type: ignore[union-attr]


class Withholding(models.Model):
    """What the board hides in public editions beyond the rules: a row of a year's table, or all of the table.

    reports/withholding.py adds and ends them, nothing else does.
    """

    year = models.CharField(max_length=10)
    table = models.CharField(max_length=60)
    code = models.CharField("row", max_length=200, blank=True)
    reason = models.TextField()
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="withholdings"
    )

    class Meta:
        ordering = ["-year", "table", "code"]
        constraints = [
            models.UniqueConstraint(fields=["year", "table", "code"], name="one_withholding_a_row"),
            models.CheckConstraint(condition=~Q(reason=""), name="a_withholding_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.table}, {self.year}"


class YearlyReport(models.Model):
    """One version of one period's report. Its figures are stored as data with a checksum and drawn, never recounted.

    reports/reports.py changes the state, nothing else does. Once it was published nothing of it changes any more: the
    database itself refuses (reports/freezing.py), and a correction is a new version, which supersedes it.
    """

    class State(models.TextChoices):
        REQUESTED = "requested", "Waiting to be compiled"
        COMPILING = "compiling", "Being compiled"
        DRAFT = "draft", "Draft"
        PUBLISHED = "published", "Published"
        SUPERSEDED = "superseded", "Superseded"
        FAILED = "failed", "Failed"

    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        State.REQUESTED: frozenset({State.COMPILING, State.FAILED}),
        State.COMPILING: frozenset({State.DRAFT, State.FAILED}),
        State.DRAFT: frozenset({State.PUBLISHED, State.SUPERSEDED}),
        State.PUBLISHED: frozenset({State.SUPERSEDED}),
        State.SUPERSEDED: frozenset(),
        State.FAILED: frozenset(),
    }

    class Audience(models.TextChoices):
        INTERNAL = "internal", "Internal: exact, for the board alone"
        PUBLIC = "public", "Public: small numbers protected"

    UNDER_WAY: ClassVar[tuple[str, ...]] = (State.REQUESTED, State.COMPILING)

    period_name = models.CharField(max_length=10)
    until = models.DateField(null=True, blank=True)
    audience = models.CharField(max_length=8, choices=Audience, default=Audience.INTERNAL)
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=State, default=State.REQUESTED)
    requested_at = models.DateTimeField()
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="reports_requested"
    )
    alive_at = models.DateTimeField(null=True, blank=True, help_text="When its compiler last said how far it is.")
    stage = models.CharField(max_length=80, blank=True)
    stages_done = models.PositiveSmallIntegerField(default=0)
    stages = models.PositiveSmallIntegerField(default=0)
    compiled_at = models.DateTimeField(null=True, blank=True)
    figures: Any = models.JSONField(null=True, blank=True)
    checksum = models.CharField(max_length=80, blank=True)
    failure = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="reports_published"
    )
    correction = models.TextField(blank=True, help_text="What it puts right of the version published before it.")
    commentary: Any = models.JSONField(default=dict, blank=True, help_text="As it was published, section by section.")
    seal = models.CharField(max_length=80, blank=True, help_text="The digest of everything that was published.")

    class Meta:
        ordering = ["-period_name", "-version"]
        constraints = [
            models.CheckConstraint(
                condition=Q(published_at=None, seal="", correction="")
                | (Q(state__in=["published", "superseded"], published_at__isnull=False) & ~Q(seal="")),
                name="what_was_published_is_sealed",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False),
                name="published_report_says_when",
            ),
            models.UniqueConstraint(
                fields=["period_name", "audience"],
                condition=Q(state="published", until=None),
                name="one_published_report_a_period",
            ),
            models.UniqueConstraint(
                fields=["period_name", "audience", "until"],
                condition=Q(state="published", until__isnull=False),
                name="one_published_report_a_period_and_day",
            ),
            models.UniqueConstraint(fields=["period_name", "version"], name="one_report_a_period_and_version"),
            models.UniqueConstraint(
                fields=["period_name"],
                condition=Q(state__in=["requested", "compiling"]),
                name="one_report_under_way_a_period",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["requested", "compiling", "failed"])
                | Q(figures__isnull=False, compiled_at__isnull=False),
                name="a_compiled_report_has_its_figures",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period_name}, version {self.version}"

    @property
    def is_public(self) -> bool:
        """Whether it is the edition whose small numbers are protected."""
        return self.audience == self.Audience.PUBLIC

    @property
    def period(self) -> Period:
        """The period that it counts."""
        return parse_period(self.period_name).cut(self.until)

    @property
    def was_published(self) -> bool:
        """Whether it is published, or was until another version took its place."""
        return self.published_at is not None

    @property
    def closes_its_year(self) -> bool:
        """Whether publishing it closes the reporting year: it counts all of it."""
        return self.period == Period(self.period.first_year)

    def may_become(self, state: str) -> bool:
        """Whether that move exists."""
        return state in self.MOVES[self.state]


class Commentary(models.Model):
    """What the training team says to one section of a period's report, until it is published: then it is kept there."""

    LONGEST: ClassVar[int] = 4000

    period_name = models.CharField(max_length=10)
    section = models.SlugField(max_length=40)
    text = models.TextField()
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="commentaries"
    )
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["period_name", "pk"]
        verbose_name_plural = "commentaries"
        constraints = [
            models.UniqueConstraint(fields=["period_name", "section"], name="one_commentary_a_period_and_section"),
            models.CheckConstraint(condition=~Q(text=""), name="a_commentary_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.section}, {self.period_name}"
