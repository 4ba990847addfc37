"""The reports floor's Celery tasks, and the nudge that has a report compiled at once."""

import logging
from contextlib import suppress

from celery import current_app, shared_task
from django.conf import settings
from django.utils import timezone
from kombu.exceptions import OperationalError

from reports import reports

logger = logging.getLogger(__name__)

TRY_ONCE = {**settings.CELERY_BROKER_TRANSPORT_OPTIONS, "max_retries": 1, "interval_start": 0}
"""Somebody waits for the page: by itself the connection is tried again for six seconds."""


@shared_task
def compile_report(report_id: int) -> None:
    """Compile that report, if it is still due."""
    reports.compile_due(clock=timezone.now, only=report_id)


@shared_task
def compile_requested() -> None:
    """Compile the reports that were asked for, and those that a dead worker left behind."""
    reports.compile_due(clock=timezone.now)


@shared_task
def compile_the_year_that_ended() -> None:
    """On 1 April, ask for the report of the year that ended; the sweep compiles it."""
    with suppress(reports.AlreadyCompiling):  # Somebody was faster: once that is done, it is asked for all the same.
        reports.request_the_year_that_ended(at=timezone.now())


def nudge(report_id: int) -> None:
    """Have a worker compile that report now; where no broker can be reached, the sweep finds it."""
    try:
        with current_app.connection_for_write(transport_options=TRY_ONCE) as connection:
            producer = current_app.amqp.Producer(connection, auto_declare=False)
            compile_report.apply_async((report_id,), producer=producer, retry=False)
    except OperationalError:
        logger.warning("The broker can't be reached: the sweep will find report %s.", report_id)
