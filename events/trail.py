"""The trail of bookings and events as managers read it: who did what, when and why. It changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from django.db.models import Q

from core.audit import reference
from core.models import AuditEntry
from events import trail_words
from events.models import Booking, Event, EventTrainer
from people import accounts

BY_ITSELF = MappingProxyType(
    {
        "system:check-in": "Whoever had the code",
        "system:demonstration": "The demonstration",
        "system:import_records": "An import of records",
        "system:waiting list": "The waiting list itself",
    }
)


@dataclass(frozen=True)
class Act:
    """One thing that was done to a booking, or to an event where `booking` is None."""

    at: datetime
    what: str
    by: str
    reason: str
    booking: Booking | None

    @property
    def whose(self) -> str:
        """The person whose booking it was done to; "" of what was done to the event."""
        return self.booking.person.name if self.booking else ""


def of_booking(booking: Booking) -> list[Act]:
    """What was done to a booking, newest first; with that of the booking which it took over from, or went to.

    And of its person's places in workshops. Three statements, however much it is.
    """
    beside = Q(pk=booking.pk) | Q(replaces=booking.pk) | Q(replaced_by=booking.pk) | Q(part_of=booking.pk)
    about = Booking.objects.filter(beside).select_related("person", "event__course")
    return _in_words({reference(each): each for each in about})


def of_event(event: Event) -> list[Act]:
    """What was done to an event and to all of its bookings, newest first. Six statements, however much it is."""
    trainers = {reference(each): each.name for each in event.trainers.all()}
    taken_off = AuditEntry.objects.filter(subject=reference(event), verb="programme.take_trainer_off")
    gone = [EventTrainer(pk=entry.details["trainer"]) for entry in taken_off]
    rows = [event, *event.notices.all(), *gone]
    bookings = event.bookings.select_related("person")
    about = {reference(row): None for row in rows} | dict.fromkeys(trainers)
    return _in_words(about | {reference(each): each for each in bookings}, trainers)


def _in_words(about: Mapping[str, Booking | None], trainers: Mapping[str, str] = MappingProxyType({})) -> list[Act]:
    """The entries of those subjects as people read them, with the names of those trainers."""
    entries = list(AuditEntry.objects.filter(subject__in=about))
    people = {booking.pk: booking.person.name for booking in about.values() if booking}
    # Their names, or their addresses where no name is on record.
    users = {actor: str(getattr(user, "person", user)) for actor, user in accounts.actors(entries).items()}
    return [
        Act(
            at=entry.at,
            what=trail_words.what(
                entry, to=people.get(entry.details.get("to"), ""), whom=trainers.get(entry.subject, "")
            ),
            by=users.get(entry.actor) or BY_ITSELF.get(entry.actor) or accounts.unknown(entry.actor),
            reason=entry.reason,
            booking=about[entry.subject],
        )
        for entry in entries
    ]
