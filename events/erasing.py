"""Erasing, on the events' floor: nobody is erased who has something coming; what was stays, as that of a number."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q, QuerySet

from events.models import Booking, CalendarFeed, CheckIn, DateWish, Event, EventTrainer, LiftedSuspension
from events.outcomes import COUNTED
from people.models import Person

TO_COME = (Event.Status.DRAFT, Event.Status.PUBLISHED)
REASON_COUNTS = COUNTED["cancelled"] | COUNTED["did_not_attend"]
"""The bookings of which the report counts the reason."""


def why_not(person: Person, *, at: datetime) -> Iterator[str]:
    """What they have to do with events that are to come, or whose register is not closed."""
    live = Booking.objects.whole().live().filter(person=person, event__status__in=TO_COME)
    for booking in live.select_related("event__course").order_by("event__starts_on", "pk"):
        if booking.event.has_begun(at=at):
            yield f"They are on the register of {booking.event}: close it first."
        else:
            yield f"They have a place on {booking.event}, or wait for one: cancel that first."
    for trainer in trained(person).filter(event__status__in=TO_COME).select_related("event__course"):
        yield f"They train at {trainer.event}: take them off first, or close its register."


def trained(person: Person) -> QuerySet[EventTrainer]:
    """Where they are a trainer by their account, and where their name stands without anybody's account."""
    by_account = EventTrainer.objects.filter(user=person.user_id or 0)
    names = {person.name, *by_account.values_list("name", flat=True)}
    return EventTrainer.objects.filter(Q(user=person.user_id or 0) | Q(user=None, name__in=names)).order_by("pk")


def erase(person: Person) -> None:
    """Take what the report doesn't count, and their name as a trainer. Wants the locks of their events, and theirs."""
    _take_off_names(person)
    bookings = Booking.objects.filter(person=person)
    bookings.exclude(REASON_COUNTS).update(reason="")
    CheckIn.objects.filter(booking__in=bookings).delete()
    LiftedSuspension.objects.filter(person=person).delete()
    DateWish.objects.filter(person=person).delete()
    if person.user_id:
        bookings.filter(made_by=person.user_id).update(made_by=None)
        CalendarFeed.objects.filter(user=person.user_id).delete()


def _take_off_names(person: Person) -> None:
    """Call them by their number, so that they are still counted as one trainer; as several, if several names stood."""
    rows = list(trained(person))
    for place, name in enumerate(sorted({row.name for row in rows}), start=1):
        called = f"Trainer {person.pk}" if place == 1 else f"Trainer {person.pk} ({place})"
        EventTrainer.objects.filter(pk__in=[row.pk for row in rows if row.name == name]).update(name=called, user=None)
