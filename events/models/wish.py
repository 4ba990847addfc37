"""Wishes for a next date: demand for a course that has none."""

from django.db import models
from django.db.models import Q

from people.models import Person
from training.models import Course


class DateWish(models.Model):
    """Somebody asked to be told of the next date of a course. events/wishes.py alone makes, ends and fulfils them."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="date_wishes")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="date_wishes")
    made_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True, help_text="When a date came that they were told of.")

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "person"], condition=Q(told_at=None), name="one_open_wish_a_course_and_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.course}"
