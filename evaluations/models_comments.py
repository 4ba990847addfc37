"""The themes of the board's codebook, what attendees write, and what people decided about it."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q

LAST = 9_999
"""Where a theme stands that nobody has put anywhere yet."""


class Prompt(models.TextChoices):
    """What people are invited to write about in their own words."""

    IMPACT = "impact", "What will you do differently?"
    IMPROVEMENT = "improvement", "What should be better?"
    OTHER = "other", "Anything else?"
    WHY = "why", "What helped, or what stood in the way?"
    EXAMPLE = "example", "Can you give an example of what changed for a child?"
    SEEN = "seen", "What have you seen?"


AT_THE_END = (Prompt.IMPACT, Prompt.IMPROVEMENT, Prompt.OTHER)
"""The prompts that the yearly report and records packages know; the others are asked later."""


class ThemeQuerySet(models.QuerySet["Theme"]):
    """Sentences about many themes."""

    def in_use(self) -> "ThemeQuerySet":
        """Those that comments may be given."""
        return self.filter(retired_at=None)


class Theme(models.Model):
    """A theme of the board's codebook, for what comments speak of; evaluations/codebook.py changes it.

    One that comments have is never deleted: it is retired, or merged into another.
    """

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    keywords = models.TextField(blank=True, help_text="Words that such comments use, parted by commas.")
    position = models.PositiveIntegerField(default=LAST)
    retired_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="absorbed")

    objects = ThemeQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(retired_at__isnull=False), name="merged_themes_are_retired"
            ),
            models.CheckConstraint(condition=~Q(merged_into=models.F("pk")), name="theme_is_not_merged_into_itself"),
        ]

    def __str__(self) -> str:
        return self.name


def drawn_lot() -> int:
    """A number that nothing can be told by, small enough for every database and every browser."""
    return secrets.randbelow(2**50)


class CommentQuerySet(models.QuerySet["Comment"]):
    """Sentences about many comments. They stand in the order of their lots, which tells nothing."""

    def to_read(self) -> "CommentQuerySet":
        """Those that the house has not looked through yet (evaluations/reading.py)."""
        return self.filter(read_at=None)

    def without_theme(self) -> "CommentQuerySet":
        """Those of which nobody has said yet what they speak of; "no theme" said by a person is an answer."""
        return self.filter(theme=None, themed_at=None)

    def flagged(self) -> "CommentQuerySet":
        """Those with possible personal details at which nobody has looked yet."""
        return self.filter(details=Comment.Details.UNDECIDED).exclude(found="")

    def to_review(self) -> "CommentQuerySet":
        """Those that wait for a person."""
        return self.filter(Q(theme=None, themed_at=None) | (Q(details=Comment.Details.UNDECIDED) & ~Q(found="")))

    def quotable(self) -> "CommentQuerySet":
        """Those whose writers allow them to be quoted, and of which no wording is approved yet."""
        return self.filter(may_quote=True, approved_by=None)

    def approved(self) -> "CommentQuerySet":
        """Those of which a named person approved a wording."""
        return self.filter(may_quote=True, approved_by__isnull=False)

    def disclosed(self) -> "CommentQuerySet":
        """Those that may tell of harm, and with which the designated lead is not done."""
        return self.filter(disclosure__isnull=False, disclosure__closed_at=None)

    def held_back(self) -> "CommentQuerySet":
        """Those that a person held back."""
        return self.filter(details=Comment.Details.HELD)

    def not_released(self) -> "CommentQuerySet":
        """Those whose own words only managers read: not looked through, flagged, held back, or with a lead."""
        return self.filter(
            Q(read_at=None)
            | Q(details=Comment.Details.HELD)
            | (Q(details=Comment.Details.UNDECIDED) & ~Q(found=""))
            | Q(disclosure__isnull=False, disclosure__closed_at=None)
        )


class Comment(models.Model):
    """What a respondent wrote to one prompt: never changed by anybody here, nor deleted.

    But for words that may give away somebody who is erased: evaluations/erasing.py blanks and holds back these.

    Beside it stand what the house found in it (evaluations/reading.py), and what people decided: its theme, whether it
    gives somebody away, and the wording that may be quoted (evaluations/reviewing.py). Pages know it by its lot.
    """

    class Details(models.TextChoices):
        """What a person said of the personal details in it."""

        UNDECIDED = "", "Not looked at"
        CLEAR = "clear", "Gives nobody away"
        HELD = "held", "Held back"

    evaluation = models.ForeignKey("evaluations.Evaluation", on_delete=models.CASCADE, related_name="comments")
    prompt = models.CharField(max_length=20, choices=Prompt)
    text = models.TextField()
    lot = models.BigIntegerField(unique=True, default=drawn_lot, help_text="Drawn at random: it tells nothing.")
    read_at = models.DateTimeField(null=True, blank=True)
    found = models.CharField(max_length=200, blank=True, help_text="Kinds of possible personal details in it.")
    suggested = models.ForeignKey(Theme, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    matched = models.CharField(max_length=200, blank=True, help_text="The words for which the theme is suggested.")
    theme = models.ForeignKey(Theme, null=True, blank=True, on_delete=models.PROTECT, related_name="comments")
    themed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    themed_at = models.DateTimeField(null=True, blank=True)
    details = models.CharField(max_length=10, choices=Details, blank=True, default=Details.UNDECIDED)
    details_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    details_at = models.DateTimeField(null=True, blank=True)
    may_quote = models.BooleanField(null=True)
    approved_wording = models.TextField(blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="wordings_approved"
    )
    approved_at = models.DateTimeField(null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "prompt"], name="one_comment_a_prompt"),
            models.CheckConstraint(
                condition=Q(approved_by=None, approved_wording="", approved_at=None)
                | (Q(approved_by__isnull=False, approved_at__isnull=False, may_quote=True) & ~Q(approved_wording="")),
                name="wording_is_approved_by_somebody_and_allowed",
            ),
            models.CheckConstraint(
                condition=Q(themed_by=None) | Q(themed_at__isnull=False), name="themed_by_goes_with_themed_at"
            ),
            models.CheckConstraint(
                condition=Q(details="", details_by=None, details_at=None)
                | (~Q(details="") & Q(details_at__isnull=False)),
                name="details_are_decided_at_some_time",
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(read_at=None), name="comments_to_read"),
            models.Index(fields=["lot"], condition=Q(theme=None, themed_at=None), name="comments_without_theme"),
        ]

    def __str__(self) -> str:
        return f"{self.get_prompt_display()} ({self.evaluation.event})"

    @property
    def is_themed(self) -> bool:
        """Whether a person has said what it speaks of, or that no theme fits."""
        return self.theme_id is not None or self.themed_at is not None

    @property
    def is_flagged(self) -> bool:
        """Whether it has possible personal details at which nobody has looked yet."""
        return bool(self.found) and self.details == self.Details.UNDECIDED


class Disclosure(models.Model):
    """That a comment may tell of harm to somebody: the designated lead's to act on. Its words stay in the comment."""

    comment = models.OneToOneField(Comment, on_delete=models.CASCADE, related_name="disclosure")
    raised_at = models.DateTimeField()
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Nobody: the house found it.",
    )
    asked_at = models.DateTimeField(null=True, blank=True, help_text="When its writer was asked to get in touch.")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    outcome = models.TextField(blank=True, help_text="What was done, without names.")

    class Meta:
        ordering = ["raised_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None, outcome="")
                | (Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(outcome="")),
                name="disclosure_is_closed_by_somebody_with_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"Disclosure {self.pk}"
