"""The ground floor's Celery tasks: each only calls a function that finds its own due work."""

from celery import shared_task
from django.utils import timezone

from core import mail, once


@shared_task
def send_due_mail() -> None:
    """Send the letters that are due."""
    mail.send_due(at=timezone.now())


@shared_task
def forget_sent_forms() -> None:
    """Forget the forms that no page could send any more."""
    once.forget_old(at=timezone.now())
