"""The suspensions that managers lifted."""

from django.db import models

from people.models import Person


class LiftedSuspension(models.Model):
    """The day on which a manager let somebody book again who had been absent too often: no absence up to it counts.

    Who did it and why is in the trail.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="lifted_suspensions")
    lifted_on = models.DateField()

    class Meta:
        ordering = ["lifted_on", "pk"]

    def __str__(self) -> str:
        return f"{self.person}: {self.lifted_on:%-d %B %Y}"
