"""What the evaluations floor writes to people; each letter is worked out from the rows when it is sent."""

from django.db.models import Q

from core.mail import Letter, letter, write
from evaluations import window
from evaluations.models import Certificate, Disclosure, Evaluation
from events.models import Booking
from people.models import User


@letter("evaluation-invitation")
def evaluation_invitation(evaluation: int) -> Letter | None:
    """To somebody who came, asking what they thought; None once they said it, or aren't on record as having come."""
    awaited = Evaluation.objects.awaited().filter(pk=evaluation, booking__attendance__in=Booking.CAME)
    row = awaited.select_related("booking__person__user", "event__course").first()
    if row is None or row.booking is None:
        return None
    person = row.booking.person
    if not person.address:
        return None
    whole = row.event.parent_id or row.event_id
    beside = Evaluation.objects.awaited().filter(Q(event=whole) | Q(event__parent=whole), booking__person=person)
    return write(
        person.address,
        "evaluation_invitation",
        event=row.event,
        person=person,
        last_day=window.last_day(row.event),
        others=beside.filter(booking__attendance__in=Booking.CAME).exclude(pk=row.pk).select_related("event__course"),
    )


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
    person = row.comment.evaluation.booking.person
    return write(person.address, "disclosure_ask_writer", lead=lead, person=person) if person.address else None
