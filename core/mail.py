"""Outgoing mail: posted as a row in the transaction of the act, sent later by a sweep, once.

A floor names its letters with `@letter("booking-confirmed")`; the function is given what the row says it is about and
returns the Letter, or None where there is nobody left to write to.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string

from core.models import OutgoingMail

logger = logging.getLogger(__name__)

CLAIM_LAPSES_AFTER = timedelta(minutes=10)
TRIES = 8


@dataclass(frozen=True)
class Part:
    """Something beside the words: a file if it has a name; else the same said in a form that mail programs act on."""

    kind: str
    content: str
    name: str = ""


@dataclass(frozen=True)
class Following:
    """Another letter, which is due once the one it follows is out: which, and what it is about."""

    letter: str
    about: Mapping[str, int | str]


@dataclass(frozen=True)
class Letter:
    """What is sent: to whom, under which subject, in which words, with what beside them; and to whom else the same.

    What follows it is posted when it is out: of a letter that found nobody, or was never due, nothing follows.
    """

    to: str
    subject: str
    body: str
    parts: tuple[Part, ...] = ()
    also_to: tuple[str, ...] = ()
    followed_by: tuple[Following, ...] = ()


Writer = Callable[..., Letter | None]
_writers: dict[str, Writer] = {}


def letter(name: str) -> Callable[[Writer], Writer]:
    """Register the function below as the writer of the letter called `name`."""

    def register(writer: Writer) -> Writer:
        _writers[name] = writer
        return writer

    return register


def write(to: str, template: str, **context: object) -> Letter:
    """The Letter that templates/mail/<template>.txt makes: its first line is the subject."""
    text = render_to_string(f"mail/{template}.txt", {"site_url": settings.SITE_URL, **context}).strip()
    subject, _, body = text.partition("\n")
    return Letter(to=to, subject=" ".join(subject.split()), body=body.strip() + "\n")


def post(name: str, *, key: str, at: datetime, **about: int | str) -> None:
    """Make the letter due at `at`, in the open transaction; a second post of the same key does nothing."""
    if name not in _writers:
        raise LookupError(f"No letter is called {name!r}.")
    due = OutgoingMail(key=f"{name}:{key}", letter=name, about=about, due_at=at)
    # One statement: letters are posted while an event is locked, and get_or_create would send four.
    OutgoingMail.objects.bulk_create([due], ignore_conflicts=True)


def send_due(*, at: datetime, limit: int = 100) -> int:
    """Send up to `limit` letters that are due; how many went out. Several senders at once send none twice."""
    unclaimed = Q(claimed_at=None) | Q(claimed_at__lt=at - CLAIM_LAPSES_AFTER)
    waiting = OutgoingMail.objects.filter(unclaimed, sent_at=None, dropped_at=None, due_at__lte=at, attempts__lt=TRIES)
    sent = 0
    for row in waiting.order_by("due_at", "pk")[:limit]:
        claimed = OutgoingMail.objects.filter(unclaimed, pk=row.pk, sent_at=None).update(claimed_at=at)
        if claimed and _send(row, at):
            sent += 1
    return sent


def _send(row: OutgoingMail, at: datetime) -> bool:
    """Send one claimed row and say what became of it; a fault keeps it for a later try."""
    row.claimed_at, row.attempts = None, row.attempts + 1
    written = None
    try:
        written = _writers[row.letter](**row.about)
        if written is None:
            row.dropped_at = at
        else:
            _hand_over(written, row)
            row.sent_at = at
    except Exception as fault:  # noqa: BLE001 - whatever a writer or a mail server raises, the letter is kept
        row.last_error = type(fault).__name__
        row.due_at = at + timedelta(minutes=2**row.attempts)
        logger.warning("Letter %s could not be sent (%s), try %s.", row.pk, type(fault).__name__, row.attempts)
    with transaction.atomic():
        row.save()
        if written and row.sent_at:
            for due in written.followed_by:
                post(due.letter, key=row.key, at=at, **due.about)
    return row.sent_at is not None


def _hand_over(written: Letter, row: OutgoingMail) -> None:
    """The Message-ID is the row's own, so that a mail system can tell a second hand-over of the same letter."""
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    headers = {"Message-ID": f"<turnout-{row.pk}@{host}>"}
    message = EmailMultiAlternatives(written.subject, written.body, to=[written.to, *written.also_to], headers=headers)
    for part in written.parts:
        if part.name:
            message.attach(part.name, part.content.encode(), part.kind)
        else:
            message.attach_alternative(part.content, part.kind)
    message.send()
