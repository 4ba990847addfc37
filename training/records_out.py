"""What goes out of the training floor in a records package: the courses of the catalogue, and enrolments."""

from collections.abc import Iterator

from core.records.writing import Outgoing, Values, values_at
from training.models import Course, Enrolment
from training.records import COURSES, ENROLMENTS


def _courses() -> Iterator[Values]:
    paths = {column: column for column in ("code", "title", "kind", "need", "hours")}
    return values_at(Course.objects.order_by("pk"), paths | {"priority": "priority__title"})


def _enrolments() -> Iterator[Values]:
    paths = {
        "course": "course__code",
        "person": "person__code",
        "enrolled": "enrolled_on",
        "modules_completed": "modules_completed",
        "completed": "completed_on",
    }
    return values_at(Enrolment.objects.order_by("pk"), paths)


COURSES_OUT = Outgoing(COURSES, _courses)
ENROLMENTS_OUT = Outgoing(ENROLMENTS, _enrolments)
