"""Questionnaires as data, and the evaluations that attendees give; their comments are in models_comments."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from evaluations.models_comments import Comment, CommentQuerySet, Disclosure, Prompt, Theme
from events.models import Booking, Event
from training.models import Course

__all__ = [
    "Certificate",
    "CertificateQuerySet",
    "Comment",
    "CommentQuerySet",
    "Disclosure",
    "Evaluation",
    "EvaluationQuerySet",
    "Prompt",
    "Question",
    "Questionnaire",
    "QuestionnaireItem",
    "Theme",
]


class Question(models.Model):
    """Something that is asked, always with the same kind of answer."""

    class AnswerKind(models.TextChoices):
        QUALITY = "quality", "Excellent to poor"
        YES_NO = "yes-no", "Yes or no"
        ONE_TO_TEN = "one-to-ten", "1 to 10"

    QUALITIES: ClassVar[tuple[str, ...]] = ("excellent", "good", "satisfactory", "poor")

    code = models.SlugField(max_length=60, unique=True)
    wording = models.CharField(max_length=300)
    answer_kind = models.CharField(max_length=20, choices=AnswerKind)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.wording


class Questionnaire(models.Model):
    """One version of the questions of one kind for one kind of event; a published one never changes."""

    class Kind(models.TextChoices):
        BEFORE = "before", "Before the event"
        END = "end", "At the end"
        LATER = "later", "Later, when practice may have changed"
        MANAGER = "manager", "For the line manager"

    code = models.SlugField(max_length=60)
    version = models.PositiveIntegerField(default=1)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind)
    course_kind = models.CharField(max_length=20, choices=Course.Kind)
    for_workshops = models.BooleanField(default=False, help_text="Asked of the workshops inside an event of that kind.")
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["code", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="one_questionnaire_a_code_and_version"),
        ]

    def __str__(self) -> str:
        return f"{self.title} (version {self.version})"


class QuestionnaireItem(models.Model):
    """One line of a questionnaire: a question, or a prompt for people's own words."""

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    question = models.ForeignKey(Question, null=True, blank=True, on_delete=models.PROTECT)
    prompt = models.CharField(max_length=20, choices=Prompt, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "position"], name="one_item_a_position"),
            models.CheckConstraint(
                condition=(Q(question=None) & ~Q(prompt="")) | (Q(question__isnull=False) & Q(prompt="")),
                name="item_is_a_question_or_a_prompt",
            ),
        ]

    def __str__(self) -> str:
        return str(self.question) if self.question else Prompt(self.prompt).label


class EvaluationQuerySet(models.QuerySet["Evaluation"]):
    """Sentences about many evaluations."""

    def submitted(self) -> "EvaluationQuerySet":
        """Those that were given."""
        return self.filter(state=Evaluation.State.SUBMITTED)

    def awaited(self) -> "EvaluationQuerySet":
        """Those that were asked for and may still be given."""
        return self.filter(state=Evaluation.State.INVITED)


class Evaluation(models.Model):
    """One respondent's answers about one event.

    `answers` holds {code of the question: answer} in one value: "excellent" to "poor", "yes" or "no", or 1 to 10 as a
    number. The respondent is a token; evaluations/evaluations.py changes the state, nothing else does.
    """

    class State(models.TextChoices):
        INVITED = "invited", "Invited"
        SUBMITTED = "submitted", "Submitted"
        LAPSED = "lapsed", "Lapsed"

    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        State.INVITED: frozenset({State.SUBMITTED, State.LAPSED}),
        State.SUBMITTED: frozenset(),
        State.LAPSED: frozenset(),
    }

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="evaluations")
    booking = models.ForeignKey(Booking, null=True, blank=True, on_delete=models.SET_NULL, related_name="evaluations")
    kind = models.CharField(max_length=10, choices=Questionnaire.Kind, default=Questionnaire.Kind.END)
    questionnaire = models.ForeignKey(
        Questionnaire, null=True, blank=True, on_delete=models.PROTECT, related_name="evaluations"
    )
    respondent = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State)
    invited_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    answers = models.JSONField(default=dict, blank=True)

    objects = EvaluationQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "respondent", "kind"], name="one_evaluation_a_respondent_and_kind"
            ),
            models.UniqueConstraint(
                fields=["booking", "event", "kind"],
                condition=Q(booking__isnull=False),
                name="one_evaluation_a_booking_event_and_kind",
            ),
            models.CheckConstraint(
                condition=Q(state="submitted") | Q(submitted_at=None), name="submitted_at_goes_with_submitted"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.event}"

    def may_become(self, state: str) -> bool:
        """Whether that move exists."""
        return state in self.MOVES[self.state]


class CertificateQuerySet(models.QuerySet["Certificate"]):
    """Sentences about many certificates."""

    def good(self) -> "CertificateQuerySet":
        """Those whose holder is still on record as having come."""
        kept = self.filter(booking__state=Booking.State.CONFIRMED, booking__attendance__in=Booking.CAME)
        return kept.exclude(booking__event__status=Event.Status.CANCELLED)

    def in_order(self) -> "CertificateQuerySet":
        """The latest event first, of each the people by name; with all that a certificate says."""
        whole = self.select_related("booking__person", "booking__event__course", "booking__agency")
        whole = whole.prefetch_related("booking__event__dates")
        names = ("booking__person__last_name", "booking__person__first_name")
        return whole.order_by("-booking__event__ends_on", "-booking__event", *names, "pk")


class Certificate(models.Model):
    """That somebody attended, as anybody may check it by its code. What it says is read from the booking each time."""

    booking = models.OneToOneField(Booking, on_delete=models.CASCADE, related_name="certificate")
    code = models.CharField(max_length=12, unique=True)
    issued_at = models.DateTimeField()
    reason = models.TextField(blank=True, help_text="Why a manager issued it though something was missing.")

    objects = CertificateQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_at", "-pk"]

    def __str__(self) -> str:
        return self.shown_code

    @property
    def shown_code(self) -> str:
        """The code as people read it out: in fours."""
        return "-".join(self.code[start : start + 4] for start in range(0, len(self.code), 4))

    @property
    def is_good(self) -> bool:
        """Whether its holder is still on record as having come."""
        booking = self.booking
        came = booking.state == Booking.State.CONFIRMED and booking.attendance in Booking.CAME
        return came and booking.event.status != Event.Status.CANCELLED
