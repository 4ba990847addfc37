"""The people floor's Celery tasks: each only calls a function that finds its own due work."""

from celery import shared_task
from django.utils import timezone

from people import api_keys, invitations


@shared_task
def forget_lapsed_invitations() -> None:
    """Forget the links of invitations that can't be accepted any more."""
    invitations.forget_lapsed(at=timezone.now())


@shared_task
def warn_of_lapsing_keys() -> None:
    """Write to those who lead an agency that a key of its HR system lapses soon."""
    api_keys.warn(at=timezone.now())
