"""What goes out of the training floor in a records package: the courses of the catalogue, and enrolments."""

from collections.abc import Iterator

from core.records.writing import Outgoing, Values, values_at
from training.models import Course, Enrolment
from training.records import COURSES, ENROLMENTS


def _courses() -> Iterator[Values]:
    courses = Course.objects.order_by("pk")
    return values_at(courses, "code", "title", "kind", "need", "hours", priority="priority__title")


def _enrolments() -> Iterator[Values]:
    return values_at(
        Enrolment.objects.filter(person__erased_at=None).order_by("pk"),
        "modules_completed",
        course="course__code",
        person="person__code",
        enrolled="enrolled_on",
        completed="completed_on",
    )


COURSES_OUT = Outgoing(COURSES, _courses)
ENROLMENTS_OUT = Outgoing(ENROLMENTS, _enrolments)
