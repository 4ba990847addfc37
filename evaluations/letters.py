"""What the evaluations floor writes to people; each letter is worked out from the rows when it is sent.

Each that asks has a link of its own, which opens that evaluation without an account.
"""

from django.db.models import Q

from core.mail import Letter, letter, write
from evaluations import links, window
from evaluations.models import Certificate, Disclosure, Evaluation, EvaluationQuerySet, Questionnaire
from events.models import Booking
from people.models import Person, User

Kind = Questionnaire.Kind
WORDS = {
    Kind.BEFORE: "evaluation_before",
    Kind.END: "evaluation_invitation",
    Kind.LATER: "evaluation_later",
    Kind.MANAGER: "evaluation_manager",
}


@letter("evaluation-before")
def evaluation_before(evaluation: int) -> Letter | None:
    """To somebody who is coming, asking how confident they are now; None once they said it, or come no more."""
    return _asking(evaluation)


@letter("evaluation-invitation")
def evaluation_invitation(evaluation: int) -> Letter | None:
    """To somebody who came, asking what they thought; None once they said it, or aren't on record as having come."""
    return _asking(evaluation)


@letter("evaluation-later")
def evaluation_later(evaluation: int) -> Letter | None:
    """To somebody who came weeks ago, asking what came of it; None once they said it."""
    return _asking(evaluation)


@letter("evaluation-manager")
def evaluation_manager(evaluation: int) -> Letter | None:
    """To the line manager of somebody who came, asking whether they have seen a change; None once they said it."""
    return _asking(evaluation)


@letter("evaluation-reminder")
def evaluation_reminder(evaluation: int) -> Letter | None:
    """The same again; None once it was answered, or they want to hear no more of it."""
    return _asking(evaluation, again=True)


@letter("certificate")
def certificate(certificate: int) -> Letter | None:
    """To its holder, with its code and where to have it; None once they are no longer on record as having come."""
    row = Certificate.objects.good().in_order().select_related("booking__person__user").filter(pk=certificate).first()
    if row is None or not row.booking.person.address:
        return None
    person = row.booking.person
    return write(person.address, "certificate", certificate=row, event=row.booking.event, person=person)


@letter("disclosure")
def disclosure(disclosure: int, user: int) -> Letter | None:
    """To a designated lead: something waits, and where, and nothing of what it is; None once it is done."""
    lead = User.objects.filter(pk=user, is_active=True).first()
    if lead is None or not Disclosure.objects.filter(pk=disclosure, closed_at=None).exists():
        return None
    return write(lead.email, "disclosure", disclosure=disclosure)


@letter("disclosure-ask-writer")
def disclosure_ask_writer(disclosure: int, user: int) -> Letter | None:
    """To whoever wrote something: somebody would like to talk; nothing of what they wrote, nor of which event."""
    lead = User.objects.filter(pk=user, is_active=True).first()
    rows = Disclosure.objects.select_related("comment__evaluation__booking__person__user")
    row = rows.filter(pk=disclosure, closed_at=None).first()
    if lead is None or row is None or row.comment.evaluation.booking is None:
        return None
    if row.comment.evaluation.kind == Kind.MANAGER:
        return None  # their manager wrote it, whose address is forgotten by now
    person = row.comment.evaluation.booking.person
    return write(person.address, "disclosure_ask_writer", lead=lead, person=person) if person.address else None


def _asking(pk: int, *, again: bool = False) -> Letter | None:
    awaited = Evaluation.objects.awaited().filter(pk=pk, **({"no_reminders": False} if again else {}))
    row = awaited.select_related("booking__person__user", "event__course").first()
    if row is None or row.booking is None or not _is_asked(row.booking, row.kind):
        return None
    person = row.booking.person
    address = row.ask_at if row.kind == Kind.MANAGER else person.address
    if not address:
        return None
    return write(
        address,
        WORDS[Kind(row.kind)],
        event=row.event,
        person=person,
        again=again,
        last_day=window.last_day_of(row),
        others=_beside(row, person) if row.kind == Kind.END else [],
        token=links.new_link(row),
    )


def _is_asked(booking: Booking, kind: str) -> bool:
    if kind == Kind.BEFORE:
        return booking.state == Booking.State.CONFIRMED
    return booking.attendance in Booking.CAME


def _beside(row: Evaluation, person: Person) -> EvaluationQuerySet:
    """What else the person is asked about the same conference."""
    whole = row.event.parent_id or row.event_id
    beside = Evaluation.objects.awaited().filter(Q(event=whole) | Q(event__parent=whole), kind=Kind.END)
    theirs = beside.filter(booking__person=person, booking__attendance__in=Booking.CAME)
    return theirs.exclude(pk=row.pk).select_related("event__course")
