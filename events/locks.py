"""The locks of the floor: an event's row, taken first by whatever takes or frees a place, then its people's rows.

On PostgreSQL the row is locked for the transaction; on SQLite every transaction is a writer's from its beginning
(settings: transaction_mode IMMEDIATE), so that nobody else writes until it ends.
"""

from collections.abc import Iterable

from events.models import Event
from people.models import Person


def lock(event: Event) -> Event:
    """The event as it is now, locked until the open transaction ends; places counted under it stay true."""
    return Event.objects.select_for_update(of=("self",)).select_related("course").get(pk=event.pk)


def lock_both(one: Event, other: Event) -> tuple[Event, Event]:
    """The same for two, in the order of their ids whichever is named first: two who do so never wait in a ring."""
    both = Event.objects.select_for_update(of=("self",)).select_related("course").order_by("pk")
    locked = {event.pk: event for event in both.filter(pk__in=[one.pk, other.pk])}
    return locked[one.pk], locked[other.pk]


def lock_people(people: Iterable[Person]) -> list[Person]:
    """Those people as they are now, locked after the event: somebody's diary can't fill up twice at one moment."""
    ids = [person.pk for person in people]
    locked = Person.objects.select_for_update(of=("self",)).select_related("agency")
    return list(locked.filter(pk__in=ids).order_by("pk"))
