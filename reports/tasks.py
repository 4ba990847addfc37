"""The reports floor's Celery tasks, and the nudge that has a report compiled at once."""

import logging

from celery import shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError

from reports import reports

logger = logging.getLogger(__name__)


@shared_task
def compile_report(report_id: int) -> None:
    """Compile that report, if it is still due."""
    reports.compile_due(clock=timezone.now, only=report_id)


@shared_task
def compile_requested() -> None:
    """Compile the reports that were asked for, and those that a dead worker left behind."""
    reports.compile_due(clock=timezone.now)


def nudge(report_id: int) -> None:
    """Have a worker compile that report now; where no broker can be reached, the sweep finds it."""
    try:
        compile_report.apply_async((report_id,), retry=False)
    except OperationalError:
        logger.warning("The broker can't be reached: the sweep will find report %s.", report_id)
