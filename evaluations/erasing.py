"""Erasing, on the evaluations' floor: what was said stays under its code, which leads to nobody any more."""

from datetime import datetime

from django.db.models import Q, QuerySet

from evaluations import details, evaluations
from evaluations.models import Certificate, Comment
from people.models import Person


def erase(person: Person, *, at: datetime) -> None:
    """Cut what ties answers to them, hold back words that may give them away, and keep of certificates the codes.

    Words that may tell of harm to somebody stay, for whoever has to act on them. Wants the person locked.
    """
    words = Comment.objects.filter(evaluation__booking__person=person, disclosure=None)
    telling = [comment.pk for comment in _not_cleared(words) if _gives_away(comment)]
    held = {"text": "", "found": "", "details": Comment.Details.HELD, "details_by": None, "details_at": at}
    Comment.objects.filter(pk__in=telling).update(**held)
    Certificate.objects.filter(booking__person=person).update(reason="")
    evaluations.let_go(person, at=at)


def _not_cleared(words: QuerySet[Comment]) -> QuerySet[Comment]:
    """Those of which nobody said that they give nobody away."""
    return words.filter(Q(details=Comment.Details.UNDECIDED) | Q(details=Comment.Details.HELD))


def _gives_away(comment: Comment) -> bool:
    """Held back by a person, or not looked at and with something in it that tells of somebody by itself."""
    found = comment.found.split(", ")
    return (
        comment.details == Comment.Details.HELD
        or any(kind.value in found for kind in details.TELLING)
        or details.is_telling(comment.text)
    )
