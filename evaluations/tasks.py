"""The evaluations floor's Celery tasks: each only calls functions that find their own due work."""

from celery import shared_task
from django.utils import timezone

from evaluations import certificates, evaluations, invitations, links, reading, reminders


@shared_task
def invite_attendees() -> None:
    """Invite those who are coming, who came, and who came weeks ago; remind; close what was not given in time."""
    now = timezone.now()
    evaluations.lapse_passed(at=now)
    links.forget_over(at=now)
    for find in (invitations.invite_before_due, invitations.invite_due, invitations.invite_later_due):
        find(at=now)
    reminders.remind_due(at=now)


@shared_task
def issue_certificates() -> None:
    """Issue the certificates that were earned and are not issued yet."""
    certificates.issue_due(at=timezone.now())


@shared_task
def read_comments() -> None:
    """Look through what was written since, and mark what people should look at."""
    reading.read_due(at=timezone.now(), limit=1000)
