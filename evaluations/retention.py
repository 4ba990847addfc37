"""Retention, on the evaluations' floor: after a time nobody can tell any more who said what."""

from datetime import date, datetime

from evaluations import window
from evaluations.models import Evaluation, EvaluationLink, EvaluationQuerySet
from events.models import Booking


def to_cut(before: date, *, at: datetime) -> EvaluationQuerySet:
    """Those of events that ended before that day which still lead to somebody, and of which nothing is asked any more.

    Whoever may still be asked weeks later keeps the link, for it tells that they were asked.
    """
    over = Evaluation.objects.filter(booking__isnull=False, event__ends_on__lt=before)
    asked_later = Booking.objects.filter(window.later_at(at)).values("pk")
    return over.exclude(state=Evaluation.State.INVITED).exclude(booking__in=asked_later).order_by("pk")


def cut(evaluations: list[Evaluation]) -> int:
    """Cut what ties them to anybody; how many. Wants an open transaction."""
    EvaluationLink.objects.filter(evaluation__in=evaluations).delete()
    return Evaluation.objects.filter(pk__in=[each.pk for each in evaluations]).update(booking=None)
