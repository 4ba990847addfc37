"""The evaluations floor's Celery tasks: each only calls functions that find their own due work."""

from celery import shared_task
from django.utils import timezone

from evaluations import certificates, evaluations, invitations, reading


@shared_task
def invite_attendees() -> None:
    """Invite those who came, and close what was asked for and not given in time."""
    now = timezone.now()
    invitations.invite_due(at=now)
    evaluations.lapse_passed(at=now)


@shared_task
def issue_certificates() -> None:
    """Issue the certificates that were earned and are not issued yet."""
    certificates.issue_due(at=timezone.now())


@shared_task
def read_comments() -> None:
    """Look through what was written since, and mark what people should look at."""
    reading.read_due(at=timezone.now(), limit=1000)
