"""The roof's Celery tasks: each only calls a function that finds its own due work."""

from celery import shared_task
from django.utils import timezone

from config import ledger, retention


@shared_task
def write_ledger() -> None:
    """Write into the file of the ledger what was erased since."""
    ledger.write()


@shared_task
def keep_to_retention() -> None:
    """Let go what was kept long enough, once a day."""
    retention.keep_once_a_day(at=timezone.now())
