"""The roof's Celery tasks: each only calls a function that finds its own due work."""

from celery import shared_task

from config import ledger


@shared_task
def write_ledger() -> None:
    """Write into the file of the ledger what was erased since."""
    ledger.write()
