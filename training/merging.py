"""Merging, on the training's floor: two enrolments of one day are one."""

from core.merging import Relation
from people.models import Person
from training.models import Enrolment


def _join(kept: Person, gone: Person) -> None:
    """Of two enrolments in a course on one day leave one, as far as either got."""
    for other in Enrolment.objects.filter(person=gone):
        own = Enrolment.objects.filter(course=other.course_id, person=kept, enrolled_on=other.enrolled_on).first()
        if own is None:
            continue
        done = [day for day in (own.completed_on, other.completed_on) if day]
        modules = [number for number in (own.modules_completed, other.modules_completed) if number is not None]
        own.completed_on, own.modules_completed = min(done, default=None), max(modules, default=None)
        other.delete()
        own.save()


OF_A_PERSON = (Relation("training.Enrolment.person", "enrolment", make_room=_join),)
