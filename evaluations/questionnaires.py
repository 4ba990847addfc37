"""Which questionnaire an event's attendees are asked with."""

from datetime import datetime

from django.db.models import Q

from evaluations.models import Questionnaire
from events.models import Event

Use = tuple[str, bool]
"""What a questionnaire is for: a kind of course, and whether for the workshops inside one."""


def in_use(kind: str, *, at: datetime) -> dict[Use, Questionnaire]:
    """The published questionnaire of that kind for each use; where there are several, the one published last."""
    published = Questionnaire.objects.filter(kind=kind, published_at__lte=at).order_by("published_at", "version", "pk")
    return {(questionnaire.course_kind, questionnaire.for_workshops): questionnaire for questionnaire in published}


def use_of(event: Event) -> Use:
    """What a questionnaire has to be for, to be asked about that event."""
    return event.course.kind, event.parent_id is not None


def for_event(event: Event, kind: str = Questionnaire.Kind.END, *, at: datetime) -> Questionnaire | None:
    """The one to ask about that event, or None where nothing is asked."""
    return in_use(kind, at=at).get(use_of(event))


def bookings_asked(uses: dict[Use, Questionnaire]) -> Q:
    """The bookings on events that one of those is for."""
    asked = Q(pk__in=[])
    for course_kind, for_workshops in uses:
        asked |= Q(event__course__kind=course_kind, event__parent__isnull=not for_workshops)
    return asked
