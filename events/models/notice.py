"""What managers wrote to the people of an event."""

from django.conf import settings
from django.db import models

from events.models.event import Event


class Notice(models.Model):
    """A letter in a manager's own words to some of an event's people; once written it stays as it is."""

    class Audience(models.TextChoices):
        """Whom it is to, as they stood when it was written."""

        COMING = "coming", "Those who have a place"
        WAITING = "waiting", "Those who wait for one"
        EVERYBODY = "everybody", "Everybody who has a place, waits for one or asked for one"
        CAME = "came", "Those who came"
        MISSED = "missed", "Those who had a place and did not come"

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="notices")
    audience = models.CharField(max_length=12, choices=Audience)
    subject = models.CharField(max_length=150)
    text = models.TextField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="notices"
    )
    people = models.PositiveIntegerField(help_text="To how many it was sent.")

    class Meta:
        ordering = ["-written_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(people__gt=0), name="a_notice_is_to_somebody"),
        ]

    def __str__(self) -> str:
        return self.subject
