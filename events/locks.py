"""The locks of the floor: an event's row, taken first by whatever takes or frees a place, then its people's rows.

On PostgreSQL the row is locked for the transaction; on SQLite every transaction is a writer's from its beginning
(settings: transaction_mode IMMEDIATE), so that nobody else writes until it ends. A conference and its workshops have
one lock, the conference's row: what is chosen in one of them often frees a place in another.
"""

from collections.abc import Iterable

from django.db.models import prefetch_related_objects
from django.db.models.functions import Coalesce

from core.refusals import Refusal
from events.models import Event
from people.models import Person


class NotOnRecord(Refusal):
    """The record that somebody was looked up in was merged into another, or removed, since then."""


def lock(event: Event) -> Event:
    """The event as it is now, locked until the open transaction ends; places counted under it stay true."""
    whole = Event.objects.select_for_update(of=("self",)).select_related("course").get(pk=_whole(event))
    return _under(whole, event)


def lock_both(one: Event, other: Event) -> tuple[Event, Event]:
    """The same for two, in the order of their ids whichever is named first: two who do so never wait in a ring."""
    both = Event.objects.select_for_update(of=("self",)).select_related("course").order_by("pk")
    locked = {event.pk: event for event in both.filter(pk__in=[_whole(one), _whole(other)])}
    return _under(locked[_whole(one)], one), _under(locked[_whole(other)], other)


def lock_all(events: Iterable[int]) -> None:
    """Lock the events of those ids until the open transaction ends: nobody else takes or frees a place on them."""
    whole = Event.objects.filter(pk__in=events).values(whole=Coalesce("parent_id", "pk"))
    list(Event.objects.select_for_update().filter(pk__in=whole).order_by("pk").values_list("pk"))


def _whole(event: Event) -> int:
    return event.parent_id or event.pk


def _under(locked: Event, event: Event) -> Event:
    """The event itself, of which that row is the lock."""
    if locked.pk == event.pk:
        return locked
    workshop = Event.objects.select_related("course").get(pk=event.pk)
    workshop.parent = locked
    return workshop


def lock_people(people: Iterable[Person]) -> list[Person]:
    """Those people as they are now, locked after the event: somebody's diary can't fill up twice at one moment.

    NotOnRecord if one of them is no more.
    """
    asked = {person.pk: person for person in people}
    # Without their agencies: who had to be waited for, and is at another one since, would be missing from the join.
    found = list(Person.objects.select_for_update().filter(pk__in=asked).order_by("pk"))
    if len(found) < len(asked):
        raise NotOnRecord("The record was merged with another, or removed, meanwhile. Nothing was changed.")
    agency = Person._meta.get_field("agency")
    known = {person.agency_id: person.agency for person in asked.values() if agency.is_cached(person)}
    for person in found:
        if person.agency_id in known:
            person.agency = known[person.agency_id]
    prefetch_related_objects(found, "agency")
    return found
