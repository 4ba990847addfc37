"""Which questionnaire people are asked with about an event: its course's own, or that of its kind of event."""

from datetime import date, datetime
from operator import itemgetter

from django.db.models import Q

from evaluations.models import Questionnaire
from events.models import LONDON, Event

Use = tuple[str, bool, int | None]
"""What a questionnaire is for: a kind of course, whether for the workshops inside one, and the one course if any."""


class InUse(dict[Use, Questionnaire]):
    """The questionnaires of one kind that are asked at some moment, by what each is for."""

    def for_event(self, event: Event) -> Questionnaire | None:
        """The one to ask about that event: its course's own before that of its kind; None where nothing is asked."""
        kind, is_workshop = event.course.kind, event.parent_id is not None
        return self.get((kind, is_workshop, event.course_id)) or self.get((kind, is_workshop, None))

    def bookings_asked(self) -> Q:
        """The bookings on events that one of them is for."""
        asked = Q(pk__in=[])
        for course_kind, for_workshops, course in self:
            own = Q() if course is None else Q(event__course=course)
            asked |= Q(event__course__kind=course_kind, event__parent__isnull=not for_workshops) & own
        return asked


def in_use(kind: str, *, at: datetime) -> InUse:
    """The published questionnaire of that kind for each use; of several, the one used from the latest day on."""
    published = Questionnaire.objects.filter(kind=kind, published_at__lte=at)
    today = at.astimezone(LONDON).date()
    begun = [
        (first, each) for each in published.order_by("published_at", "version", "pk") if (first := first_day(each))
    ]
    return InUse({use_of(each): each for first, each in sorted(begun, key=itemgetter(0)) if first <= today})


def use_of(questionnaire: Questionnaire) -> Use:
    """What it is for."""
    return questionnaire.course_kind, questionnaire.for_workshops, questionnaire.course_id


def first_day(questionnaire: Questionnaire) -> date | None:
    """The day from which it is asked; of a draft there is none."""
    published_at = questionnaire.published_at
    return questionnaire.used_from or (published_at.astimezone(LONDON).date() if published_at else None)


def for_event(event: Event, kind: str = Questionnaire.Kind.END, *, at: datetime) -> Questionnaire | None:
    """The one to ask about that event, or None where nothing is asked."""
    return in_use(kind, at=at).for_event(event)
