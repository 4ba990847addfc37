"""Notices: what a manager writes to the people of an event, in their own words, seen and counted before it is sent."""

from datetime import datetime
from typing import NamedTuple

from core import audit, mail, once
from core.refusals import Refusal
from events.locks import lock
from events.models import Booking, BookingQuerySet, Event, Notice
from events.models.states import Attendance
from people.models import User

Audience = Notice.Audience
LIVE = frozenset({Audience.COMING, Audience.WAITING, Audience.EVERYBODY})
"""Whoever is none of these any more when the letter is sent gets none."""


class NobodyToTell(Refusal):
    """There is nobody in that audience whom a letter would reach."""


class Readers(NamedTuple):
    """One audience of an event: how many a letter would reach, and how many have no address."""

    audience: str
    label: str
    reached: int
    without_address: int


def readers(event: Event) -> list[Readers]:
    """Each audience that has anybody in it, with its counts."""
    found = []
    for audience in Audience:
        everybody, reached = _of(event, audience).count(), _of(event, audience).reachable().count()
        if everybody:
            found.append(Readers(audience.value, str(audience.label), reached, everybody - reached))
    return found


@once.change
def send(event: Event, *, audience: str, subject: str, text: str, by: User, at: datetime) -> Notice:
    """Write to everybody in that audience whom a letter reaches, each by a letter of their own."""
    event = lock(event)
    reached = list(_of(event, audience).reachable().order_by("pk").values_list("pk", flat=True))
    if not reached:
        raise NobodyToTell(f"Nobody of those can be written to: {Audience(audience).label.lower()}.")
    notice = Notice.objects.create(
        event=event, audience=audience, subject=subject, text=text, written_at=at, written_by=by, people=len(reached)
    )
    audit.record("notices.send", notice, by=by, at=at, event=event.code, audience=audience, people=len(reached))
    for booking in reached:
        mail.post("notice", key=f"{notice.pk}:{booking}", at=at, notice=notice.pk, booking=booking)
    return notice


def _of(event: Event, audience: str) -> BookingQuerySet:
    bookings = event.bookings.all()
    match audience:
        case Audience.COMING:
            return bookings.filter(state=Booking.State.CONFIRMED)
        case Audience.WAITING:
            return bookings.filter(state__in=[Booking.State.WAITING, Booking.State.OFFERED])
        case Audience.EVERYBODY:
            return bookings.live()
        case Audience.CAME:
            return bookings.attended()
        case _:
            return bookings.filter(attendance__in=[Attendance.ABSENT, Attendance.APOLOGIES])
