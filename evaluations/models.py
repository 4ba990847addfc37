"""Questionnaires as data, and the evaluations that attendees give; their comments are in models_comments."""

from collections.abc import Iterable
from typing import Any, ClassVar, TypeVar

from django.db import models
from django.db.models import Q

from core.refusals import Refusal
from evaluations.models_comments import AT_THE_END, Comment, CommentQuerySet, Disclosure, Prompt, Theme
from events.models import Booking, Event
from training.models import Course

__all__ = [
    "AT_THE_END",
    "Certificate",
    "CertificateQuerySet",
    "Comment",
    "CommentQuerySet",
    "Disclosure",
    "Evaluation",
    "EvaluationLink",
    "EvaluationQuerySet",
    "Prompt",
    "Published",
    "Question",
    "Questionnaire",
    "QuestionnaireItem",
    "Theme",
]

Row = TypeVar("Row", bound=models.Model)


class Published(Refusal):
    """A published questionnaire: people answer it as it is, so it never changes."""

    def __init__(self) -> None:
        super().__init__("A published questionnaire never changes. Copy it, change the copy, and publish that.")


class DraftsAlone(models.QuerySet[Row]):
    """Adds, changes and deletes rows of drafts alone, however it is asked to. `published` leads to the moment."""

    published: ClassVar[str]

    def update(self, **fields: Any) -> int:
        """Django's, of drafts alone."""
        self.demand_drafts()
        return super().update(**fields)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Django's, of drafts alone."""
        self.demand_drafts()
        return super().delete()

    def demand_drafts(self) -> None:
        """Refused where one of them is published."""
        if self.filter(**{f"{self.published}__isnull": False}).exists():
            raise Published


class Question(models.Model):
    """Something that is asked, always with the same kind of answer."""

    class AnswerKind(models.TextChoices):
        QUALITY = "quality", "Excellent to poor"
        YES_NO = "yes-no", "Yes or no"
        ONE_TO_TEN = "one-to-ten", "1 to 10"
        PROGRESS = "progress", "Done, partly or not"

    QUALITIES: ClassVar[tuple[str, ...]] = ("excellent", "good", "satisfactory", "poor")

    code = models.SlugField(max_length=60, unique=True)
    wording = models.CharField(max_length=300)
    answer_kind = models.CharField(max_length=20, choices=AnswerKind)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.wording


class QuestionnaireQuerySet(DraftsAlone["Questionnaire"]):
    """Sentences about many questionnaires."""

    published = "published_at"


class Questionnaire(models.Model):
    """One version of the questions of one kind for one kind of event, or for one course; a published one never changes.

    Of those published for the same use, the one that is used from the latest day on is asked.
    """

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
    course = models.ForeignKey(
        Course,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="questionnaires",
        help_text="The one course that it is for, of that kind. Blank: all that have none of their own.",
    )
    published_at = models.DateTimeField(null=True, blank=True)
    used_from = models.DateField(null=True, blank=True, help_text="Blank: from the day on which it was published.")

    objects = QuestionnaireQuerySet.as_manager()

    class Meta:
        ordering = ["code", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="one_questionnaire_a_code_and_version"),
            models.CheckConstraint(
                condition=Q(used_from=None) | Q(published_at__isnull=False), name="only_published_ones_are_used"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} (version {self.version})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Django's, while it is a draft."""
        Questionnaire.objects.filter(pk=self.pk).demand_drafts()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Django's, while it is a draft."""
        Questionnaire.objects.filter(pk=self.pk).demand_drafts()
        return super().delete(*args, **kwargs)


class ItemQuerySet(DraftsAlone["QuestionnaireItem"]):
    """Sentences about many lines."""

    published = "questionnaire__published_at"

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        """Django's, into drafts alone."""
        rows = list(objs)
        Questionnaire.objects.filter(pk__in={row.questionnaire_id for row in rows}).demand_drafts()
        return super().bulk_create(rows, *args, **kwargs)


class QuestionnaireItem(models.Model):
    """One line of a questionnaire: a question, or a prompt for people's own words."""

    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    question = models.ForeignKey(Question, null=True, blank=True, on_delete=models.PROTECT)
    prompt = models.CharField(max_length=20, choices=Prompt, blank=True)
    wording = models.CharField(
        max_length=300, blank=True, help_text="How this questionnaire words the question, where it does so otherwise."
    )

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "position"], name="one_item_a_position"),
            models.UniqueConstraint(
                fields=["questionnaire", "question"], condition=Q(question__isnull=False), name="asks_a_question_once"
            ),
            models.UniqueConstraint(
                fields=["questionnaire", "prompt"], condition=~Q(prompt=""), name="invites_to_write_of_a_thing_once"
            ),
            models.CheckConstraint(condition=Q(wording="") | Q(prompt=""), name="prompts_keep_their_wording"),
            models.CheckConstraint(
                condition=(Q(question=None) & ~Q(prompt="")) | (Q(question__isnull=False) & Q(prompt="")),
                name="item_is_a_question_or_a_prompt",
            ),
        ]

    def __str__(self) -> str:
        return (self.wording or str(self.question)) if self.question else Prompt(self.prompt).label

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Django's, while its questionnaire is a draft."""
        Questionnaire.objects.filter(pk=self.questionnaire_id).demand_drafts()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Django's, while its questionnaire is a draft."""
        Questionnaire.objects.filter(pk=self.questionnaire_id).demand_drafts()
        return super().delete(*args, **kwargs)


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
    number. The respondent is a token, the same in all that one person is asked about an event, so that what they said
    before, at the end and later can be set side by side without their name. evaluations/evaluations.py changes the
    state, nothing else does.
    """

    class State(models.TextChoices):
        INVITED = "invited", "Invited"
        SUBMITTED = "submitted", "Submitted"
        LAPSED = "lapsed", "Lapsed"

    MOVES: ClassVar[dict[str, frozenset[str]]] = {
        State.INVITED: frozenset({State.SUBMITTED, State.LAPSED}),
        State.SUBMITTED: frozenset(),
        State.LAPSED: frozenset({State.SUBMITTED}),
    }
    """What lapsed is given all the same where it was on paper."""

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
    open_until = models.DateField(
        null=True, blank=True, help_text="The last day to answer what is asked later. Blank: the event's days tell."
    )
    ask_at = models.EmailField(blank=True, help_text="The line manager's address, until they answered or it lapsed.")
    reminders = models.PositiveSmallIntegerField(default=0, help_text="How often it was asked for again.")
    reminded_at = models.DateTimeField(null=True, blank=True)
    no_reminders = models.BooleanField(default=False, help_text="Whoever is asked wants to hear no more of it.")
    on_paper = models.BooleanField(default=False, help_text="Typed in from a paper form.")

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
            models.CheckConstraint(
                condition=Q(ask_at="") | Q(kind="manager", state="invited"), name="an_address_is_kept_while_it_is_asked"
            ),
            models.CheckConstraint(condition=Q(reminders__lte=2), name="at_most_two_reminders"),
            models.CheckConstraint(
                condition=Q(on_paper=False) | Q(kind="end", state="submitted"), name="paper_forms_were_handed_in"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.event}"

    def may_become(self, state: str) -> bool:
        """Whether that move exists."""
        return state in self.MOVES[self.state]


class EvaluationLink(models.Model):
    """A link in a letter that opens one evaluation, kept as its hash: a letter for each, and all of them open it."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="links")
    hashed = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Link to {self.evaluation}"


class CertificateQuerySet(models.QuerySet["Certificate"]):
    """Sentences about many certificates."""

    def good(self) -> "CertificateQuerySet":
        """Those whose holder is still on record as having come."""
        kept = self.filter(booking__state=Booking.State.CONFIRMED, booking__attendance__in=Booking.CAME)
        on_record = kept.filter(booking__person__erased_at=None)
        return on_record.exclude(booking__event__status=Event.Status.CANCELLED)

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
    def is_nameless(self) -> bool:
        """Whether its holder was erased, so that nobody can say whose it was."""
        return self.booking.person.erased_at is not None

    @property
    def is_good(self) -> bool:
        """Whether its holder came, as the register says today."""
        booking = self.booking
        came = booking.state == Booking.State.CONFIRMED and booking.attendance in Booking.CAME
        return came and booking.event.status != Event.Status.CANCELLED
