"""What the evaluations floor writes to people; each letter is worked out from the rows when it is sent."""

from django.db.models import Q

from core.mail import Letter, letter, write
from evaluations import window
from evaluations.models import Certificate, Evaluation
from events.models import Booking


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
