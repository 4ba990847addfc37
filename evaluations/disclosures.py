"""Disclosures: comments that may tell of harm to somebody, for the designated lead. Only this module changes one.

The letters say that something waits, never what. Nobody is told who wrote it: the writer can be asked to get in touch.
"""

from datetime import datetime, timedelta

from core import audit, mail, once
from core.audit import Actor, System
from core.refusals import Refusal
from evaluations.models import Comment, Disclosure
from events.models import LONDON
from people.models import Duty, User

LETTERS_FOR = timedelta(days=120)
"""So long after an event's last day a letter is written; what past years bring waits in the queue alone."""


class AlreadyClosed(Refusal):
    """What was to be done about it is done."""


class NobodyToAsk(Refusal):
    """It isn't on record whose words they are."""


class NoOutcome(Refusal):
    """Somebody must be able to see later what was done."""


def leads() -> list[User]:
    """Whom it falls to: the designated leads; while there is none, the training managers."""
    active = User.objects.filter(is_active=True)
    for duty in (Duty.Kind.SAFEGUARDING, Duty.Kind.MANAGER):
        if found := list(active.filter(duties__kind=duty).order_by("pk").distinct()):
            return found
    return []


def find(comment: Comment, *, at: datetime) -> Disclosure | None:
    """Note that the house found it, unless it did before. Wants an open transaction."""
    return _raise(comment, None, System("reading"), at=at, reason="")


@once.change
def pass_on(comment: Comment, *, by: User, at: datetime, reason: str) -> Disclosure | None:
    """Pass a comment on, as somebody who read it; None where the house or somebody else did before."""
    return _raise(Comment.objects.select_for_update().get(pk=comment.pk), by, by, at=at, reason=reason)


@once.change
def ask_writer(disclosure: Disclosure, *, by: User, at: datetime) -> Disclosure:
    """Write to whoever wrote it that they please get in touch with the one who asks, who doesn't learn their name."""
    disclosure = _open(disclosure)
    if disclosure.comment.evaluation.booking_id is None:
        raise NobodyToAsk("It is not on record whose words these are: they came without a name, or with a past year.")
    disclosure.asked_at = at
    disclosure.save(update_fields=["asked_at"])
    audit.record("disclosures.ask_writer", disclosure, by=by, at=at)
    mail.post("disclosure-ask-writer", key=f"{disclosure.pk}:{by.pk}", at=at, disclosure=disclosure.pk, user=by.pk)
    return disclosure


@once.change
def close(disclosure: Disclosure, *, by: User, at: datetime, outcome: str) -> Disclosure:
    """Say what was done; from now on the comment is one like others."""
    disclosure = _open(disclosure)
    if not outcome.strip():
        raise NoOutcome("Say in a few words what was done, without names.")
    disclosure.closed_at, disclosure.closed_by, disclosure.outcome = at, by, outcome.strip()
    disclosure.save(update_fields=["closed_at", "closed_by", "outcome"])
    audit.record("disclosures.close", disclosure, by=by, at=at)
    return disclosure


def _raise(comment: Comment, person: User | None, by: Actor, *, at: datetime, reason: str) -> Disclosure | None:
    disclosure, is_new = Disclosure.objects.get_or_create(
        comment=comment, defaults={"raised_at": at, "raised_by": person}
    )
    if not is_new:
        return None
    audit.record("disclosures.raise", disclosure, by=by, at=at, reason=reason)
    if at.astimezone(LONDON).date() - comment.evaluation.event.ends_on <= LETTERS_FOR:
        for lead in leads():
            mail.post("disclosure", key=f"{disclosure.pk}:{lead.pk}", at=at, disclosure=disclosure.pk, user=lead.pk)
    return disclosure


def _open(disclosure: Disclosure) -> Disclosure:
    row = Disclosure.objects.select_for_update(of=("self",)).select_related("comment__evaluation").get(pk=disclosure.pk)
    if row.closed_at:
        raise AlreadyClosed("What was to be done about this comment is done already.")
    return row
