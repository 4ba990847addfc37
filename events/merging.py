"""Merging, on the events' floor: nobody holds two places on an event, and bookings keep what was true on their day."""

from collections.abc import Iterator

from core.merging import Relation
from events.models import Booking, DateWish, Event
from people.models import Person


def _same_event_twice(kept: Person, gone: Person) -> Iterator[str]:
    """The events on which both have a booking that stands."""
    events = Event.objects.filter(pk__in=Booking.objects.live().filter(person=kept).values("event"))
    both = events.filter(pk__in=Booking.objects.live().filter(person=gone).values("event")).select_related("course")
    for event in both.order_by("starts_on", "pk"):
        if (
            event.status == Event.Status.PUBLISHED
            and not event.bookings.filter(person__in=[kept, gone]).marked().exists()
        ):
            yield f"Both are booked on {event}, or wait for it. Cancel one of the two bookings first."
        else:
            yield f"Both are on the register of {event}: one person can’t have been there twice."


def _end_wishes(kept: Person, gone: Person) -> None:
    """One open wish a course is enough."""
    wished = DateWish.objects.filter(person=kept, told_at=None).values("course")
    DateWish.objects.filter(person=gone, told_at=None, course__in=wished).delete()


def clashes(kept: Person, gone: Person) -> list[tuple[Booking, Booking]]:
    """Coming bookings of the one and of the other at the same time: no hindrance, but worth a look."""
    places = Booking.objects.whole().live().filter(event__status=Event.Status.PUBLISHED).select_related("event__course")
    others = list(places.filter(person=gone))
    return [
        (own, other)
        for own in places.filter(person=kept)
        for other in others
        if own.event_id != other.event_id and own.event.clashes_with(other.event)
    ]


OF_A_PERSON = (
    Relation("events.Booking.person", "booking", why_not=_same_event_twice),
    Relation("events.LiftedSuspension.person", "lifted suspension"),
    Relation("events.DateWish.person", "wish for a date", make_room=_end_wishes),
)


def events_of(kept: Person, gone: Person) -> list[int]:
    """The ids of the events whose locks a merge wants: those on which either has a booking."""
    return list(Booking.objects.filter(person__in=[kept, gone]).order_by().values_list("event", flat=True).distinct())
