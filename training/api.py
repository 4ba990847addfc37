"""What the API tells of the catalogue, to everybody."""

from typing import Any

from django.db.models import QuerySet

from core.api.lists import Asked, Listing
from core.api.values import HOURS, TEXT, WHOLE, Field, Record, maybe, one_of, record, several
from training.models import Course

COURSE_NAMED = record(
    Record(
        "CourseNamed",
        "Which course.",
        (
            Field("code", TEXT.like("neglect"), "Its code, as in the list of courses."),
            Field("title", TEXT.like("Recognising neglect"), "Its title."),
        ),
    )
)
LEVEL = maybe(TEXT.like("Level 2"))
COURSE = Record(
    "Course",
    "A course of the catalogue.",
    (
        Field("code", TEXT.like("neglect"), "Its code, which never changes."),
        Field("title", TEXT.like("Recognising neglect"), "Its title."),
        Field("kind", one_of(Course.Kind.values, "course"), "What kind of training it is."),
        Field("level", LEVEL, "Its level in the board’s own scheme; null if it has none.", "level.name"),
        Field("hours", maybe(HOURS), "How many hours it counts for; null if not known."),
        Field(
            "refresh_after_months",
            maybe(WHOLE.like(36)),
            "After how many months it is attended again; null where once is enough.",
        ),
        Field(
            "prerequisite",
            maybe(TEXT.like("basics")),
            "The code of the course that people attend first; null if there is none.",
            "prerequisite.code",
        ),
        Field(
            "target_groups",
            several(TEXT.like("3")),
            "The codes of the groups that it is for; none means everybody.",
            lambda course: [group.code for group in course.target_groups.all()],
        ),
    ),
)


def _courses(asked: Asked) -> QuerySet[Any]:
    return Course.objects.select_related("level", "prerequisite").prefetch_related("target_groups")


COURSES = Listing(
    "courses",
    "The catalogue",
    "Every course, whether a date of it is planned or not, and e-learning. Needs no key.",
    COURSE,
    _courses,
    needs_key=False,
)
