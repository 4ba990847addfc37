"""The board's policy on notice: when a cancellation counts as late."""

from datetime import datetime, timedelta

from events.models import Event

NOTICE = timedelta(days=2)
"""A place given back with less notice than this can seldom be used by somebody else."""


def is_late(event: Event, *, at: datetime) -> bool:
    """Whether giving back a place at `at` is late for that event."""
    return at > event.starts_at - NOTICE
