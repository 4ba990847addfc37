"""What was answered about one event: how many of whom, the answers counted, and the words without their authors."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import product

from core.figures import Rate
from evaluations.answers import Answer
from evaluations.models import Comment, Evaluation, EvaluationQuerySet, Prompt, Question, Questionnaire
from events.models import Event


@dataclass(frozen=True)
class Response:
    """How many evaluations were given, and of whom."""

    given: int
    attended: int
    invited: int
    invited_and_given: int
    on_paper: int = 0

    @property
    def of_attended(self) -> Rate:
        """Those given, of those who came by name."""
        return Rate(self.given, self.attended)

    @property
    def of_invited(self) -> Rate:
        """Those given upon an invitation, of all that were invited."""
        return Rate(self.invited_and_given, self.invited)


@dataclass(frozen=True)
class Tally:
    """The answers to one question, counted."""

    question: Question
    counts: Counter[Answer]

    @property
    def responses(self) -> int:
        """How many answered it."""
        return self.counts.total()

    @property
    def excellent_to_good(self) -> Rate:
        """The share of excellent and good."""
        return self._share("excellent", "good")

    @property
    def yes(self) -> Rate:
        """The share of yes."""
        return self._share("yes")

    @property
    def done(self) -> Rate:
        """The share of what is done."""
        return self._share("done")

    @property
    def mean(self) -> float | None:
        """The mean score, unrounded; None where nobody answered."""
        total = sum(score * times for score, times in self.counts.items() if isinstance(score, int))
        return total / self.responses if self.responses else None

    def _share(self, *answers: Answer) -> Rate:
        return Rate(sum(self.counts[answer] for answer in answers), self.responses)


@dataclass(frozen=True)
class Heard:
    """What people wrote to one prompt on one occasion, and how many comments are kept back for now."""

    kind: str
    prompt: str
    comments: list[Comment]
    kept_back: int = 0


def response_to(event: Event) -> Response:
    """How many evaluated the event."""
    asked = _at_the_end(event)
    return Response(
        given=asked.submitted().count(),
        attended=event.bookings.attended().count(),
        invited=asked.filter(invited_at__isnull=False).count(),
        invited_and_given=asked.submitted().filter(invited_at__isnull=False).count(),
        on_paper=asked.filter(on_paper=True).count(),
    )


def tallies(event: Event, kind: str) -> list[Tally]:
    """The answers to each question of that kind that somebody answered about the event."""
    counted: dict[str, Counter[Answer]] = {}
    for answers in _at_the_end(event).submitted().values_list("answers", flat=True):
        for code, answer in answers.items():
            counted.setdefault(code, Counter())[answer] += 1
    questions = Question.objects.filter(code__in=counted, answer_kind=kind)
    return [Tally(question, counted[question.code]) for question in questions]


def heard(event: Event, kinds: Sequence[str], *, whole: bool) -> list[Heard]:
    """What people wrote when they were asked by questionnaires of those kinds, in their order, prompt by prompt.

    The order of the words tells neither when nor by whom they were written. Not the `whole` of them is without those
    that are held, for they may give somebody away, or were not read yet.
    """
    asked = Evaluation.objects.submitted().filter(event=event, kind__in=kinds)
    written = Comment.objects.filter(evaluation__in=asked).select_related("evaluation")
    shuffled = sorted(written, key=_shuffle)
    held = set() if whole else set(written.not_released().values_list("pk", flat=True))
    found = []
    for kind, (prompt, label) in product(kinds, Prompt.choices):
        to_prompt = [row for row in shuffled if (row.evaluation.kind, row.prompt) == (kind, prompt)]
        shown = [row for row in to_prompt if row.pk not in held]
        if to_prompt:
            found.append(Heard(kind, label, shown, kept_back=len(to_prompt) - len(shown)))
    return found


def _shuffle(comment: Comment) -> bytes:
    """The same at every reading, and another order for each prompt, so that one person's words can't be joined."""
    return sha256(f"{comment.prompt}:{comment.evaluation.respondent}".encode()).digest()


def _at_the_end(event: Event) -> EvaluationQuerySet:
    return Evaluation.objects.filter(event=event, kind=Questionnaire.Kind.END)
