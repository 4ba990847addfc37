"""What is on record after an import: all of it as it is, or in brief and without ids, to be compared."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.core.serializers import serialize
from django.db import transaction

from evaluations.models import Comment, Evaluation
from events.models import Booking, Event, EventTrainer, HeadCount
from people import equality
from people.models import Agency, Person
from reports.models import BudgetLine
from training.models import Course, Enrolment

FLOORS = ("people", "training", "events", "evaluations", "reports")


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside is taken back; an import would not begin inside a transaction of ours."""
    savepoint = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(savepoint)


def everything() -> dict[str, str]:
    """All that is on record, by model; equality answers included."""
    models = [model for floor in FLOORS for model in apps.get_app_config(floor).get_models()]
    return {model.__name__: serialize("json", model._default_manager.order_by("pk")) for model in models}


def in_brief() -> list[object]:
    """What the rows of a package became, file by file, without any ids."""
    look_up = equality.answers_by_person()
    return [
        list(Agency.objects.values_list(
            "code", "name", "sector__name", "hard_to_reach", "contributes", "workforce", "successor__code"
        )),
        [(str(c.hours), *v) for c, v in zip(Course.objects.all(), Course.objects.values_list(
            "code", "title", "kind", "priority__title", "need"
        ), strict=True)],
        list(Event.objects.values_list(
            "code", "course__code", "title", "starts_on", "starts_time", "ends_on", "ends_time", "area__code",
            "area__name", "venue__name", "places", "status", "for_agency__code", "parent__code",
            "register_closed_at", "cancelled_at"
        )),
        [(*values, look_up(pk)) for pk, *values in Person.objects.order_by("pk").values_list(
            "pk", "code", "first_name", "last_name", "email", "agency__code", "job_title", "role__code",
            "target_group__code", "works_with"
        )],
        list(Booking.objects.values_list(
            "event__code", "person__code", "state", "held_place", "unscheduled", "attendance", "agency__code",
            "target_group__code", "role__code", "made_at", "cancelled_at", "cancelled_late", "reason"
        )),
        list(Evaluation.objects.values_list(
            "event__code", "respondent", "kind", "state", "submitted_at", "answers", "booking__event__code",
            "booking__person__code"
        )),
        list(Comment.objects.values_list(
            "evaluation__event__code", "evaluation__respondent", "prompt", "text", "theme__code", "may_quote"
        )),
        list(HeadCount.objects.values_list("event__code", "audience", "people")),
        list(Enrolment.objects.values_list(
            "course__code", "person__code", "enrolled_on", "modules_completed", "completed_on"
        )),
        list(EventTrainer.objects.values_list("event__code", "name", "agency__code", "lived_experience")),
        [(line.year, line.line, str(line.budgeted), str(line.actual)) for line in BudgetLine.objects.all()],
        [str(trainer.days) for trainer in EventTrainer.objects.all()],
    ]  # fmt: skip
