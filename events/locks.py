"""The one lock of the floor: an event's row, taken first by whatever takes or frees one of its places.

On PostgreSQL the row is locked for the transaction; on SQLite every transaction is a writer's from its beginning
(settings: transaction_mode IMMEDIATE), so that nobody else writes until it ends.
"""

from events.models import Event


def lock(event: Event) -> Event:
    """The event as it is now, locked until the open transaction ends; places counted under it stay true."""
    return Event.objects.select_for_update(of=("self",)).select_related("course").get(pk=event.pk)
