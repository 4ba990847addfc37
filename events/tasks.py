"""The events floor's Celery tasks: each only calls a function that finds its own due work."""

from celery import shared_task
from django.utils import timezone

from events import bookings


@shared_task
def lapse_waiting() -> None:
    """Lapse whoever still waited when their event began."""
    bookings.lapse_waiting(at=timezone.now())
