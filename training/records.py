"""The sheets of the training floor: the courses of the catalogue, and enrolments in e-learning."""

from collections.abc import Callable, Sequence

from core.records.keeping import Change, Keeper, Tally, by_code, found_or_made, ids_by, save_changes
from core.records.kinds import choice, code, day, number, text, whole
from core.records.references import Ids
from core.records.sheets import Column, Row, Sheet
from people.records import PERSON
from training.models import Course, Enrolment, Priority

COURSE = code(60)

REFERENCES: dict[str, Callable[[], Ids]] = {"courses": lambda: ids_by("code", Course.objects.all())}
"""What the codes of this floor mean."""

COURSES = Sheet(
    "courses",
    ("code",),
    (
        Column("code", COURSE, "What other files call the course.", required=True),
        Column("title", text(200), "Its title.", required=True),
        Column("kind", choice(Course.Kind.values), "What kind of training it is.", required=True),
        Column("priority", text(200), "The theme of the business plan that it serves."),
        Column("need", choice(Course.Need.values), "Where the need for it came from."),
        Column("hours", number(below=10_000), "How many hours it lasts."),
    ),
)
ENROLMENTS = Sheet(
    "enrolments",
    ("course", "person", "enrolled"),
    (
        Column("course", COURSE, "The e-learning course.", required=True, refers_to="courses"),
        Column("person", PERSON, "Who enrolled.", required=True, refers_to="people"),
        Column("enrolled", day(), "When they enrolled.", required=True),
        Column("modules_completed", whole(), "How many of its modules they completed."),
        Column("completed", day(), "When they completed all of it."),
    ),
)


class Courses(Keeper):
    """Keeps courses; a priority is known by its title."""

    sheet = COURSES

    def save(self, rows: Sequence[Row]) -> Tally:
        on_record = by_code(Course, rows)
        priorities = found_or_made(Priority, "title", (row.get("priority", "") for row in rows), _new_priority)
        changes = []
        for row in rows:
            says = self.fields(row, "code", "title", "kind", "need", "hours")
            if "priority" in row.values:
                says["priority_id"] = priorities.get(row["priority"])
            changes.append(Change(on_record.get(row["code"]), says))
        return save_changes(Course, changes)[0]


class Enrolments(Keeper):
    """Keeps enrolments."""

    sheet = ENROLMENTS

    def check(self, rows: Sequence[Row]) -> None:
        for row in rows:
            completed = row.get("completed")
            if completed and completed < row["enrolled"]:
                self.fault(row.number, "completed", f"found {completed}, expected {row['enrolled']} or later.")

    def save(self, rows: Sequence[Row]) -> Tally:
        keys = [self.fields(row, "course", "person") | {"enrolled_on": row["enrolled"]} for row in rows]
        on_record = {
            (enrolment.course_id, enrolment.person_id, enrolment.enrolled_on): enrolment
            for enrolment in Enrolment.objects.filter(
                course__in={key["course_id"] for key in keys}, person__in={key["person_id"] for key in keys}
            )
        }
        changes = []
        for row, key in zip(rows, keys, strict=True):
            says = self.fields(row, "modules_completed")
            if "completed" in row.values:
                says["completed_on"] = row["completed"]
            changes.append(Change(on_record.get(tuple(key.values())), says, when_new=key))
        return save_changes(Enrolment, changes)[0]


def _new_priority(title: str) -> Priority:
    return Priority(title=title)
