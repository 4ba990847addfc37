"""Certificates: who has earned one, issuing it, and finding it by its code.

The rule: the event was attended in full, its register is closed, and the evaluation was given where one is asked for. A
manager may issue one to somebody who came but lacks the rest, with a reason. Workshops have none of their own: the
conference's certificate covers them.
"""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q

from core import audit, mail, once
from core.audit import Actor, System
from core.refusals import Refusal
from core.years import period_of
from evaluations import questionnaires, window
from evaluations.models import Certificate, CertificateQuerySet, Evaluation, Questionnaire
from events.models import LONDON, Booking, BookingQuerySet, Event
from people.models import Person, User

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: without letters that are taken for digits, or that make words."""
LENGTH = 12
MISREAD = str.maketrans("OIL", "011")
FOUND_BY = ("booking__person__first_name", "booking__person__last_name")
FOUND_FOR = timedelta(days=30)
"""For how long after the last day to evaluate an event the sweep looks for whoever has earned a certificate."""


class NotEarned(Refusal):
    """There can be no certificate: it isn't on record that the person came."""


class NotYet(NotEarned):
    """The person came, and something else is missing, past which a manager may go."""


def why_not(booking: Booking, *, at: datetime) -> NotEarned | None:
    """What stands between the booking and its certificate; None where it is earned."""
    return _why_not(_judged(Booking.objects.filter(pk=booking.pk), at=at).get())


@once.change
def issue(booking: Booking, *, by: Actor, at: datetime, reason: str = "") -> Certificate:
    """The booking's certificate: the one it has, or a new one, which its holder is written about.

    With a reason it is issued though something else than coming is missing. NotEarned otherwise.
    """
    booking = Booking.objects.select_for_update(of=("self",)).get(pk=booking.pk)
    held = Certificate.objects.filter(booking=booking).first()
    if held is not None:
        return held
    against = why_not(booking, at=at)
    if against and not (isinstance(against, NotYet) and reason.strip()):
        raise against
    overruled = reason.strip() if against else ""
    made = Certificate.objects.create(booking=booking, code=_new_code(), issued_at=at, reason=overruled)
    audit.record("certificates.issue", made, by=by, at=at, reason=overruled, booking=booking.pk)
    mail.post("certificate", key=str(made.pk), at=at, certificate=made.pk)
    return made


def issue_due(*, at: datetime, limit: int = 500) -> int:
    """Issue up to `limit` of those that are earned and not issued; how many. Past years that are imported get none."""
    due = list(_earned(at=at)[:limit])
    for booking in due:
        issue(booking, by=System("sweep"), at=at)
    return len(due)


def with_code(text: str) -> Certificate | None:
    """The certificate with that code, however it was typed; None where there is none."""
    code = "".join(filter(str.isalnum, text.upper())).translate(MISREAD)
    return Certificate.objects.in_order().filter(code=code).first()


def of_person(person: Person) -> CertificateQuerySet:
    """The person's certificates, the latest event first."""
    return of_people([person])


def of_people(people: Collection[Person]) -> CertificateQuerySet:
    """Those people's certificates, the latest event first."""
    return Certificate.objects.good().in_order().filter(booking__person__in=people)


def awaited_by(person: Person, *, at: datetime) -> list[NotEarned]:
    """What is missing for the certificates of what the person came to lately, the latest event first."""
    came = _judged(_recent(Booking.objects.attended().filter(person=person), at=at), at=at)
    missing = came.filter(event__parent=None).order_by("-event__ends_on", "pk")
    return [against for booking in missing if (against := _why_not(booking))]


def of_team(user: User) -> CertificateQuerySet:
    """Those that the user's agencies may have: of bookings made for them."""
    return Certificate.objects.good().in_order().filter(booking__agency__in=user.led_agencies)


def years_of(found: CertificateQuerySet) -> list[str]:
    """The reporting years in which those were earned, the latest first."""
    days = found.order_by().values_list("booking__event__ends_on", flat=True).distinct()
    return sorted({period_of(day).year for day in days}, reverse=True)


def of_event(event: Event) -> CertificateQuerySet:
    """Those of one event, by name."""
    return Certificate.objects.good().in_order().filter(booking__event=event)


def missing_of_event(event: Event, *, at: datetime) -> list[tuple[Booking, NotEarned | None]]:
    """Those who came to the event and have no certificate, by name, with what is missing."""
    came = _judged(Booking.objects.attended().filter(event=event, certificate=None, person__erased_at=None), at=at)
    return [(booking, _why_not(booking)) for booking in came.order_by("person__last_name", "person__first_name", "pk")]


def _why_not(booking: Booking) -> NotEarned | None:
    """The same of a booking that was judged."""
    event = booking.event
    if event.status == Event.Status.CANCELLED:
        return NotEarned(f"{event} was cancelled.")
    if event.parent_id is not None:
        return NotEarned("Workshops are covered by the certificate of their conference.")
    if booking.state != Booking.State.CONFIRMED or booking.attendance not in Booking.CAME:
        return NotEarned(f"The register of {event} does not say that {booking.person} came.")
    return _what_is_missing(booking)


def _what_is_missing(booking: Booking) -> NotYet | None:
    """Of somebody who came: what a manager may go past."""
    if booking.attendance != Booking.Attendance.ATTENDED:
        return NotYet(f"{booking.person} attended only a part of {booking.event}.")
    if booking.event.register_closed_at is None:
        return NotYet(f"The register of {booking.event} is not closed yet.")
    if not booking.has_said:  # type: ignore[attr-defined]
        return NotYet(f"The evaluation of {booking.event} has not been given.")
    return None


def _earned(*, at: datetime) -> BookingQuerySet:
    """The bookings whose certificate is due: those of `_recent` for which there is no reason why not."""
    here = Booking.objects.filter(person__erased_at=None)
    full = here.filter(state=Booking.State.CONFIRMED, attendance=Booking.Attendance.ATTENDED)
    marked = full.filter(event__register_closed_at__isnull=False, event__parent=None)
    said = _judged(_recent(marked, at=at), at=at).filter(Q(has_said=True))
    return said.exclude(event__status=Event.Status.CANCELLED).order_by("pk")


def _judged(bookings: BookingQuerySet, *, at: datetime) -> BookingQuerySet:
    """Each with `has_said`: whether its evaluation was given, or nothing is asked about such an event."""
    asked_of = Evaluation.objects.filter(booking=OuterRef("pk"), event=OuterRef("event"), kind=Questionnaire.Kind.END)
    asks = questionnaires.in_use(Questionnaire.Kind.END, at=at).bookings_asked()
    has_said = Exists(asked_of.submitted()) | (~Exists(asked_of) & ~asks)
    said = ExpressionWrapper(has_said, output_field=BooleanField())
    return bookings.annotate(has_said=said).select_related("event__course", "person")


def _recent(bookings: BookingQuerySet, *, at: datetime) -> BookingQuerySet:
    """Those without a certificate on events that could be evaluated until lately."""
    first = at.astimezone(LONDON).date() - window.OPEN_FOR - FOUND_FOR
    return bookings.filter(event__ends_on__gte=first, certificate=None)


def _new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
