"""Jobs of the calendar: done once for each due time, however many schedules run and however often they look."""

from datetime import datetime

from django.db import transaction

from core.models import DoneJob


def take(job: str, *, due_at: datetime, at: datetime) -> bool:
    """Whether the job is the caller's to do for that due time; wants the transaction in which it is done."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("A job is taken in the transaction that does it.")
    return DoneJob.objects.get_or_create(job=job, due_at=due_at, defaults={"done_at": at})[1]
