"""Reminders: whoever has a place is told in time when, where and how to join; once for the day on which they come."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from core import mail
from core.models import OutgoingMail
from events.models import Booking, Event

_LETTER = "joining-instructions"
_TELLING_AS_MUCH = (
    "booking-made:{}",
    "booking-made:{}:accepted",
    "booking-made:{}:approved",
    "place-came-free:{}",
    "booking-moved:{}",
)
"""The letters, by their keys, in which a place is given: they say how to join, too."""


def remind_due(*, at: datetime) -> int:
    """Remind those who have a place on an event that is soon; how many. Two sweeps at once remind nobody twice.

    Who came by the place only so shortly before was told all of it then. An event that is put off is reminded of again.
    """
    soon = Event.objects.starting_within(settings.REMINDER_DAYS, at=at).filter(parent=None)
    held = Booking.objects.reachable().filter(event__in=soon, state=Booking.State.CONFIRMED, unscheduled=False)
    due = _not_told(held.select_related("event").order_by("pk"))
    return _remind(due, at=at) if due else 0


@transaction.atomic(durable=True)
def _remind(bookings: Collection[Booking], *, at: datetime) -> int:
    for booking in bookings:
        mail.post(_LETTER, key=_key(booking), at=at, booking=booking.pk)
    return len(bookings)


def _not_told(bookings: Iterable[Booking]) -> list[Booking]:
    """Those of whom no letter has told it yet; one statement."""
    letters = {booking: [_reminder(booking), *_given_in(booking)] for booking in bookings}
    keys = [key for named in letters.values() for key in named]
    posted = dict(OutgoingMail.objects.filter(key__in=keys).values_list("key", "due_at"))
    return [booking for booking in letters if not _is_told(booking, posted)]


def _is_told(booking: Booking, posted: Mapping[str, datetime]) -> bool:
    soon_from = booking.event.starts_at - timedelta(settings.REMINDER_DAYS)
    came_late = any(key in posted and posted[key] >= soon_from for key in _given_in(booking))
    return came_late or _reminder(booking) in posted


def _given_in(booking: Booking) -> list[str]:
    return [key.format(booking.pk) for key in _TELLING_AS_MUCH]


def _reminder(booking: Booking) -> str:
    return f"{_LETTER}:{_key(booking)}"


def _key(booking: Booking) -> str:
    return f"{booking.pk}:{booking.event.starts_on}"
