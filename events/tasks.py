"""The events floor's Celery tasks: each only calls a function that finds its own due work."""

from celery import shared_task
from django.utils import timezone

from events import alarm_news, allotting, approvals, check_ins, offers, refreshers, reminders, waiting, wishes


@shared_task
def lapse_waiting() -> None:
    """Lapse whoever still waited when their event began."""
    waiting.lapse_begun(at=timezone.now())


@shared_task
def move_waiting_lists() -> None:
    """Promote whoever waits beside a place that they may hold, for a rule of the mix has ended."""
    waiting.move_lists(at=timezone.now())


@shared_task
def lapse_offers() -> None:
    """Lapse the offers that nobody answered in time, and pass the places on."""
    offers.lapse_due(at=timezone.now())


@shared_task
def settle_requests() -> None:
    """Give requests that nobody answered in time the outcome that their event states, or tell the managers of them."""
    approvals.settle_due(at=timezone.now())
    approvals.refer_due(at=timezone.now())


@shared_task
def allot_workshops() -> None:
    """Allot the places in workshops where the day for ranking them has passed."""
    allotting.allot_due(at=timezone.now())


@shared_task
def remind() -> None:
    """Tell whoever has a place on an event that is soon when, where and how to join."""
    reminders.remind_due(at=timezone.now())


@shared_task
def tell_of_next_dates() -> None:
    """Tell whoever wished for a next date of a course that there is one."""
    wishes.tell_due(at=timezone.now())


@shared_task
def tell_of_alarms() -> None:
    """Tell managers, once a day, of the alarms that ring since the last letter."""
    alarm_news.tell_due(at=timezone.now())


@shared_task
def remind_of_refreshers() -> None:
    """Tell whoever attended a course so long ago that it is soon to be refreshed."""
    refreshers.remind_due(at=timezone.now())


@shared_task
def settle_check_ins() -> None:
    """Make marks of what people said before their date began, once it has."""
    check_ins.settle_due(at=timezone.now())
