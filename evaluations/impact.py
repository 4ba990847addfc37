"""What came of it: what people said weeks later, and their line managers, counted with how many were asked."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet

from core.figures import Rate
from evaluations.answers import Answer, Answers
from evaluations.models import Evaluation, Questionnaire
from events.models import Event

Kind = Questionnaire.Kind
PRACTICE_CHANGED = "practice-changed"
INFORMATION_SHARING = "information-sharing"
JOINT_WORKING = "joint-working"
CHANGE_SEEN = "change-seen"
COUNTED = {
    Kind.LATER.value: (PRACTICE_CHANGED, INFORMATION_SHARING, JOINT_WORKING),
    Kind.MANAGER.value: (CHANGE_SEEN,),
}
"""The questions that are counted, by the kind of questionnaire that asks them."""


@dataclass
class Impact:
    """How many were asked and answered, of each kind of questionnaire, and what they said later."""

    asked: Counter[str] = field(default_factory=Counter)
    given: Counter[str] = field(default_factory=Counter)
    said: dict[str, Counter[Answer]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, kind: str, answers: Answers) -> None:
        """Count what one person said."""
        for question in COUNTED.get(kind, ()):
            if question in answers:
                self.said[question][answers[question]] += 1

    def response(self, kind: str) -> Rate:
        """Those who answered that kind, of those who were asked."""
        return Rate(self.given[kind], self.asked[kind])

    def share(self, question: str, *answers: Answer) -> Rate:
        """Those who gave one of those answers, of all who answered the question."""
        said = self.said[question]
        return Rate(sum(said[answer] for answer in answers), said.total())


ASKED = {"asked": Count("pk", filter=Q(invited_at__isnull=False)), "given": Count("pk", filter=Q(state="submitted"))}
"""How many evaluations were asked for and given; those on paper were asked for of nobody."""


def of_events(events: QuerySet[Event]) -> Impact:
    """What came of those events."""
    impact = Impact()
    about = Evaluation.objects.filter(event__in=events.values("pk")).order_by()
    for kind, asked, given in about.values_list("kind").annotate(**ASKED):
        impact.asked[kind], impact.given[kind] = asked, given
    later: Iterable[tuple[str, Answers]] = about.submitted().filter(kind__in=COUNTED).values_list("kind", "answers")
    for kind, answers in later:
        impact.add(kind, answers)
    return impact
